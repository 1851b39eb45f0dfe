"""Booths: asked for by an enterprise, given or refused by the host."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from server.accounts.models import Account
from server.core.errors import Invalid, NotFound
from server.core.i18n import lazy
from server.core.identity import Role
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.fairs import queries
from server.fairs.errors import EnterpriseNotApproved, WrongState
from server.fairs.events import BoothApplied, BoothApproved, BoothRefused, RecruiterAssigned
from server.fairs.models import Booth, BoothPosting, Fair, FairState
from server.fairs.schedule import Resource
from server.fairs.services.clashing import refuse_clashes
from server.fairs.services.planning import free_number, living
from server.jobs.models import JobPosting


def apply_for_booth(
    uow: UnitOfWork,
    *,
    fair_id: UUID,
    enterprise_id: UUID,
    posting_ids: Sequence[UUID],
    recruiter_account_id: UUID | None = None,
    note: str = "",
) -> Booth:
    """Ask for a booth at a published fair, with the postings it will show. Locks the fair.

    :raises AlreadyApplied: one booth for an enterprise; after a refusal it may ask again
    :raises EnterpriseNotApproved: the enterprise's own review comes first
    :raises ScheduleClash: the recruiter staffs another booth in these hours
    """
    fair = living(uow, fair_id)
    if fair.state is not FairState.PUBLISHED or fair.ends_at <= uow.now:
        raise WrongState
    if not uow.get(Enterprise, enterprise_id).is_approved:
        raise EnterpriseNotApproved
    booth = queries.find_booth_of(uow, fair.id, enterprise_id)
    if booth is None:
        booth = Booth(fair_id=fair.id, enterprise_id=enterprise_id, applied_at=uow.now)
    else:
        booth.apply_again(uow.now)
        booth.recruiter_account_id = None
    booth.note = note
    uow.add(booth)
    _show(uow, booth, posting_ids)
    if recruiter_account_id is not None:
        _staff(uow, fair, booth, recruiter_account_id)
    uow.publish(
        BoothApplied(
            fair_id=fair.id,
            booth_id=booth.id,
            enterprise_id=enterprise_id,
            host_bureau_id=fair.host_bureau_id,
        )
    )
    return booth


def approve_booth(uow: UnitOfWork, *, booth_id: UUID) -> Booth:
    """Give the booth the lowest free number. Locks the fair, then the booth.

    :raises NoBoothLeft: every booth is given
    :raises ScheduleClash: its recruiter was taken elsewhere since
    """
    fair, booth = _locked(uow, booth_id)
    if not uow.get(Enterprise, booth.enterprise_id).is_approved:
        raise EnterpriseNotApproved
    number = free_number(uow, fair)
    booth.approve(uow.now, number)
    if booth.recruiter_account_id is not None:
        _check_recruiter(uow, fair, booth)
    uow.flush()
    uow.publish(
        BoothApproved(
            fair_id=fair.id, booth_id=booth.id, enterprise_id=booth.enterprise_id, number=number
        )
    )
    return booth


def refuse_booth(uow: UnitOfWork, *, booth_id: UUID, reason: str) -> Booth:
    """Do not give the booth, and say why. Locks the fair, then the booth."""
    fair, booth = _locked(uow, booth_id)
    booth.refuse(uow.now, reason)
    uow.flush()
    uow.publish(BoothRefused(fair_id=fair.id, booth_id=booth.id, enterprise_id=booth.enterprise_id))
    return booth


def assign_recruiter(uow: UnitOfWork, *, booth_id: UUID, account_id: UUID) -> Booth:
    """Say who staffs the booth. Locks the fair, the booth, then the account.

    :raises ScheduleClash: they staff another booth in these hours
    """
    fair, booth = _locked(uow, booth_id)
    _staff(uow, fair, booth, account_id)
    return booth


def show_postings(uow: UnitOfWork, *, booth_id: UUID, posting_ids: Sequence[UUID]) -> Booth:
    """Change what the booth shows. Locks the fair, then the booth."""
    _, booth = _locked(uow, booth_id)
    _show(uow, booth, posting_ids)
    return booth


def _locked(uow: UnitOfWork, booth_id: UUID) -> tuple[Fair, Booth]:
    fair = living(uow, uow.get(Booth, booth_id).fair_id)
    return fair, uow.locked(Booth, booth_id)


def _staff(uow: UnitOfWork, fair: Fair, booth: Booth, account_id: UUID) -> None:
    account = uow.locked(Account, account_id)
    if account.role is not Role.RECRUITER or account.enterprise_id != booth.enterprise_id:
        raise NotFound
    booth.staff_with(account.id)
    _check_recruiter(uow, fair, booth)
    uow.flush()
    uow.publish(RecruiterAssigned(fair_id=fair.id, booth_id=booth.id, account_id=account.id))


def _check_recruiter(uow: UnitOfWork, fair: Fair, booth: Booth) -> None:
    assert booth.recruiter_account_id is not None  # noqa: S101 -- asked by both callers
    label = uow.get(Enterprise, booth.enterprise_id).name
    recruiter = booth.recruiter_account_id
    refuse_clashes(uow, [queries.engagement_of(Resource.RECRUITER, recruiter, label, booth, fair)])


def _show(uow: UnitOfWork, booth: Booth, posting_ids: Sequence[UUID]) -> None:
    postings = uow.scalars(
        sa.select(JobPosting).where(
            JobPosting.id.in_(posting_ids), JobPosting.enterprise_id == booth.enterprise_id
        )
    )
    by_id = {posting.id: posting for posting in postings if posting.is_open}
    chosen = list(dict.fromkeys(posting_ids))
    if not chosen or any(posting_id not in by_id for posting_id in chosen):
        raise Invalid(fields={"posting_ids": lazy("Please choose published postings of yours.")})
    uow.session.execute(sa.delete(BoothPosting).where(BoothPosting.booth_id == booth.id))
    for posting_id in chosen:
        uow.add(BoothPosting(booth_id=booth.id, posting_id=posting_id))
