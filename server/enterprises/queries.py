"""Reading enterprises."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.accounts import queries as accounts
from server.accounts.models import Account
from server.areas.queries import in_subtree
from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise, EnterpriseStatus


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Row scope: a recruiter's own, an organizer's area and below, nothing for others."""
    if actor.is_system:
        return sa.true()
    if actor.role is Role.RECRUITER and actor.enterprise_id:
        return Enterprise.id == actor.enterprise_id
    if actor.role is Role.ORGANIZER and actor.area_code:
        return in_subtree(Enterprise.area_code, actor.area_code)
    return sa.false()


def enterprise_by_id(uow: UnitOfWork, actor: Actor, enterprise_id: UUID) -> Enterprise:
    """An enterprise's whole entry, when it lies in the actor's sight; else `NotFound`."""
    found = uow.session.scalar(
        sa.select(Enterprise).where(Enterprise.id == enterprise_id, _visible(actor))
    )
    if found is None:
        raise NotFound
    return found


def enterprise_of(uow: UnitOfWork, actor: Actor) -> Enterprise:
    """The enterprise this actor acts for; `NotFound` for everyone else."""
    found = uow.find(Enterprise, actor.enterprise_id) if actor.enterprise_id else None
    if found is None:
        raise NotFound
    return found


def public_enterprise(uow: UnitOfWork, actor: Actor, enterprise_id: UUID) -> Enterprise:
    """What anyone may see of an approved enterprise: name, code, area, address, its own words."""
    found = uow.find(Enterprise, enterprise_id)
    if found is None or not found.is_approved:
        raise NotFound
    return found


def find_by_uscc(uow: UnitOfWork, uscc: str) -> Enterprise | None:
    """The enterprise of a credit code, or None."""
    found: Enterprise | None = uow.session.scalar(
        sa.select(Enterprise).where(Enterprise.uscc == uscc)
    )
    return found


def enterprises_seen_by(
    actor: Actor, *, status: EnterpriseStatus | None = None, text: str | None = None
) -> sa.Select[Any]:
    """The enterprises in the actor's sight; those that wait come oldest first, others newest."""
    statement = sa.select(Enterprise).where(_visible(actor))
    if status is not None:
        statement = statement.where(Enterprise.status == status)
    if text:
        statement = statement.where(
            sa.or_(Enterprise.name.contains(text, autoescape=True), Enterprise.uscc == text.upper())
        )
    oldest_first = status is EnterpriseStatus.PENDING
    return statement.order_by(Enterprise.id if oldest_first else Enterprise.id.desc())


def list_waiting(uow: UnitOfWork, actor: Actor, *, limit: int = 10) -> list[Enterprise]:
    """The enterprises that wait for this organizer's review, oldest first."""
    statement = enterprises_seen_by(actor, status=EnterpriseStatus.PENDING)
    return uow.scalars(statement.limit(limit))


def count_by_status(uow: UnitOfWork, actor: Actor) -> dict[EnterpriseStatus, int]:
    """How many enterprises in the actor's sight stand where."""
    counted = uow.session.execute(
        sa.select(Enterprise.status, sa.func.count())
        .where(_visible(actor))
        .group_by(Enterprise.status)
    )
    found = dict.fromkeys(EnterpriseStatus, 0)
    return found | dict(counted.all())


def list_recruiters(uow: UnitOfWork, enterprise_id: UUID) -> list[Account]:
    """The accounts that act for an enterprise and are not disabled, oldest first."""
    return accounts.list_accounts(uow, enterprise_id=enterprise_id)
