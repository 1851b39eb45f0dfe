"""Reading bureaus."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.accounts import queries as accounts
from server.accounts.models import Account
from server.areas.queries import in_subtree
from server.bureaus.models import Bureau
from server.core.errors import NotFound
from server.core.identity import Actor
from server.core.unit_of_work import UnitOfWork


def bureau_by_id(uow: UnitOfWork, actor: Actor, bureau_id: UUID) -> Bureau:
    """An office; its entry is no secret, so there is no row scope."""
    return uow.get(Bureau, bureau_id)


def find_bureau_of(uow: UnitOfWork, actor: Actor) -> Bureau | None:
    """The office this actor acts for, or None."""
    return uow.find(Bureau, actor.bureau_id) if actor.bureau_id else None


def bureau_of(uow: UnitOfWork, actor: Actor) -> Bureau:
    """The office this actor acts for; `NotFound` for everyone else."""
    found = find_bureau_of(uow, actor)
    if found is None:
        raise NotFound
    return found


def bureaus_by_name(text: str | None = None) -> sa.Select[Any]:
    """Offices in the order of their areas, those whose name holds `text`."""
    statement = sa.select(Bureau).order_by(Bureau.area_code, Bureau.id)
    if text:
        statement = statement.where(Bureau.name.contains(text, autoescape=True))
    return statement


def list_bureaus(uow: UnitOfWork, *, text: str | None = None, limit: int = 200) -> list[Bureau]:
    """Offices in the order of their areas, at most `limit`."""
    return uow.scalars(bureaus_by_name(text).limit(limit))


def list_bureaus_below(uow: UnitOfWork, area_code: str) -> list[Bureau]:
    """The offices of an area and of everything below it."""
    return uow.scalars(bureaus_by_name().where(in_subtree(Bureau.area_code, area_code)))


def list_organizers(uow: UnitOfWork, bureau_id: UUID) -> list[Account]:
    """The accounts that act for an office and are not disabled, oldest first."""
    return accounts.list_accounts(uow, bureau_id=bureau_id)
