"""What happens to enterprises."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from server.accounts import services as accounts
from server.accounts.models import Account
from server.areas import codes
from server.areas import queries as areas
from server.core.identity import Role
from server.core.unit_of_work import UnitOfWork
from server.enterprises import errors, queries
from server.enterprises.events import (
    EnterpriseApproved,
    EnterpriseFrozen,
    EnterpriseRefused,
    EnterpriseRegistered,
    EnterpriseReleased,
    EnterpriseResubmitted,
)
from server.enterprises.models import Enterprise, EnterpriseKind


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What an enterprise says of itself, all but its credit code."""

    name: str
    kind: EnterpriseKind = EnterpriseKind.EMPLOYER
    license_number: str | None = None
    """Agencies must have one."""
    area_code: str
    """12 digits."""
    address: str
    contact_name: str
    contact_phone: str
    description: str = ""


def register(uow: UnitOfWork, *, uscc: str, entry: Entry) -> Enterprise:
    """Add an enterprise that waits for review by the bureau of its area.

    :param uscc: normalized and checked (`enterprises/uscc.py`)
    :raises AlreadyRegistered: when the credit code is taken
    """
    areas.chosen_area(uow, entry.area_code)
    if queries.find_by_uscc(uow, uscc) is not None:
        raise errors.AlreadyRegistered
    enterprise = Enterprise(uscc=uscc)
    _write(enterprise, entry)
    try:
        with uow.session.begin_nested():
            uow.add(enterprise)
    except IntegrityError:
        # Two sign-ups of one code at the same time: the second learns what a later one would.
        raise errors.AlreadyRegistered from None
    uow.publish(EnterpriseRegistered(enterprise_id=enterprise.id))
    return enterprise


def admit_recruiter(
    uow: UnitOfWork,
    *,
    enterprise_id: UUID,
    login_name: str,
    password: str,
    display_name: str,
    phone: str | None = None,
) -> Account:
    """Give a person an account that acts for the enterprise.

    :param phone: where one-time codes go; without it this person cannot sign contracts
    """
    enterprise = uow.get(Enterprise, enterprise_id)
    return accounts.create_account(
        uow,
        role=Role.RECRUITER,
        login_name=login_name,
        password=password,
        display_name=display_name,
        phone=phone,
        enterprise_id=enterprise.id,
    )


def edit(uow: UnitOfWork, *, enterprise_id: UUID, entry: Entry) -> Enterprise:
    """Correct the entry.

    An approved enterprise whose name, kind, license or place changes waits for review again: what
    the bureau approved is no longer what stands there.
    """
    areas.chosen_area(uow, entry.area_code)
    enterprise = uow.locked(Enterprise, enterprise_id)
    reviewed_before = _reviewed(enterprise)
    _write(enterprise, entry)
    if enterprise.is_approved and _reviewed(enterprise) != reviewed_before:
        enterprise.review_again()
        uow.publish(EnterpriseResubmitted(enterprise_id=enterprise.id))
    uow.flush()
    return enterprise


def resubmit(uow: UnitOfWork, *, enterprise_id: UUID) -> Enterprise:
    """Send a refused enterprise in for review again."""
    enterprise = uow.locked(Enterprise, enterprise_id)
    enterprise.resubmit()
    uow.publish(EnterpriseResubmitted(enterprise_id=enterprise.id))
    return enterprise


def approve(uow: UnitOfWork, *, enterprise_id: UUID) -> Enterprise:
    """The bureau says yes; from now on the enterprise may show itself to workers."""
    enterprise = uow.locked(Enterprise, enterprise_id)
    enterprise.approve(uow.actor.account_id, uow.now)
    uow.publish(EnterpriseApproved(enterprise_id=enterprise.id))
    return enterprise


def refuse(uow: UnitOfWork, *, enterprise_id: UUID, reason: str) -> Enterprise:
    """The bureau says no, and why."""
    enterprise = uow.locked(Enterprise, enterprise_id)
    enterprise.refuse(uow.actor.account_id, uow.now, reason)
    uow.publish(EnterpriseRefused(enterprise_id=enterprise.id))
    return enterprise


def freeze(uow: UnitOfWork, *, enterprise_id: UUID, reason: str) -> Enterprise:
    """Stop an approved enterprise at once."""
    enterprise = uow.locked(Enterprise, enterprise_id)
    enterprise.freeze(uow.actor.account_id, uow.now, reason)
    uow.publish(EnterpriseFrozen(enterprise_id=enterprise.id))
    return enterprise


def release(uow: UnitOfWork, *, enterprise_id: UUID) -> Enterprise:
    """Let a frozen enterprise publish again."""
    enterprise = uow.locked(Enterprise, enterprise_id)
    enterprise.release(uow.actor.account_id, uow.now)
    uow.publish(EnterpriseReleased(enterprise_id=enterprise.id))
    return enterprise


def require_approved(uow: UnitOfWork, enterprise_id: UUID) -> Enterprise:
    """The enterprise, or `NotApproved`: asked by everything that shows it to workers."""
    enterprise = uow.get(Enterprise, enterprise_id)
    if not enterprise.is_approved:
        raise errors.NotApproved
    return enterprise


def _reviewed(enterprise: Enterprise) -> tuple[str | None, ...]:
    return (
        enterprise.name,
        enterprise.kind,
        enterprise.license_number,
        enterprise.area_code,
        enterprise.address,
    )


def _write(enterprise: Enterprise, entry: Entry) -> None:
    if entry.kind is not EnterpriseKind.EMPLOYER and not entry.license_number:
        raise errors.LicenseMissing(fields={"license_number": errors.LicenseMissing.message})
    enterprise.name = entry.name
    enterprise.kind = entry.kind
    enterprise.license_number = entry.license_number
    enterprise.area_code = codes.full(entry.area_code)
    enterprise.address = entry.address
    enterprise.contact_name = entry.contact_name
    enterprise.contact_phone = entry.contact_phone
    enterprise.description = entry.description
