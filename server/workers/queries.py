"""Reading workers."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.areas.queries import in_subtree
from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.privacy import blind_index
from server.core.unit_of_work import UnitOfWork
from server.workers.errors import ProfileIncomplete
from server.workers.models import Worker

ID_NUMBER = "workers.id_number"
PHONE = "workers.phone"
"""The purposes of the two blind indexes."""


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Row scope: oneself; for bureaus and stations the household or residence in their area."""
    if actor.is_system:
        return sa.true()
    if actor.role is Role.WORKER and actor.worker_id:
        return Worker.id == actor.worker_id
    if actor.role in (Role.ORGANIZER, Role.OFFICER) and actor.area_code:
        return sa.or_(
            in_subtree(Worker.household_area_code, actor.area_code),
            in_subtree(Worker.residence_area_code, actor.area_code),
        )
    return sa.false()


def worker_by_id(uow: UnitOfWork, actor: Actor, worker_id: UUID) -> Worker:
    """A worker in the actor's sight; else `NotFound`."""
    found = uow.session.scalar(sa.select(Worker).where(Worker.id == worker_id, _visible(actor)))
    if found is None:
        raise NotFound
    return found


def worker_of(uow: UnitOfWork, actor: Actor) -> Worker:
    """The worker this actor is; `NotFound` for everyone else."""
    found = uow.find(Worker, actor.worker_id) if actor.worker_id else None
    if found is None:
        raise NotFound
    return found


def workers_seen_by(actor: Actor) -> sa.Select[Any]:
    """The workers in the actor's sight, newest first."""
    return sa.select(Worker).where(_visible(actor)).order_by(Worker.id.desc())


def find_by_id_number(uow: UnitOfWork, actor: Actor, id_number: str) -> Worker | None:
    """Exact look-up by a normalized number, within the actor's sight; there is no other search."""
    return _find(uow, actor, Worker.id_number_index == blind_index(ID_NUMBER, id_number))


def find_by_phone(uow: UnitOfWork, actor: Actor, phone: str) -> Worker | None:
    """Exact look-up by phone, within the actor's sight."""
    return _find(uow, actor, Worker.phone_index == blind_index(PHONE, phone))


def _find(uow: UnitOfWork, actor: Actor, where: sa.ColumnElement[bool]) -> Worker | None:
    found: Worker | None = uow.session.scalar(sa.select(Worker).where(where, _visible(actor)))
    return found


def display_name(worker: Worker) -> str:
    """The name as screens of others show it: the family name, the rest masked."""
    return worker.masked_name


@dataclass(frozen=True)
class Completeness:
    """How much of a profile is filled in."""

    missing: tuple[str, ...]
    """Field names that are empty, most wanted first."""
    percent: int
    is_enough: bool
    """Whether an employer can deal with this person: name, number, phone, household are there."""


_NEEDED = ("name", "id_number", "phone", "household_area_code")
_WELCOME = ("residence_area_code", "skills", "experience", "dialect")


def completeness(worker: Worker) -> Completeness:
    """What a profile lacks; only what is needed stops an application or a ticket."""
    missing = tuple(field for field in _NEEDED + _WELCOME if not getattr(worker, field))
    total = len(_NEEDED) + len(_WELCOME)
    return Completeness(
        missing=missing,
        percent=round(100 * (total - len(missing)) / total),
        is_enough=not set(missing) & set(_NEEDED),
    )


def require_complete(worker: Worker) -> None:
    """Raise `ProfileIncomplete` unless an employer can deal with this person."""
    if not completeness(worker).is_enough:
        raise ProfileIncomplete
