"""Reading trails."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.trail import kinds
from server.trail.models import TrailChain, TrailEvent
from server.workers import queries as workers
from server.workers.models import Worker


@dataclass(frozen=True, kw_only=True)
class Line:
    """An entry in words."""

    number: int
    kind: str
    sentence: str
    icon: str
    tone: str
    happened_at: datetime
    actor_role: str | None
    digest: str


def own_trail(uow: UnitOfWork, actor: Actor) -> Worker:
    """The worker who reads their own trail."""
    if actor.worker_id is None:
        raise NotFound
    return uow.get(Worker, actor.worker_id)


def trail_of(uow: UnitOfWork, actor: Actor, worker_id: UUID) -> Worker:
    """The worker whose trail is asked for, within the reader's area; employers find nobody."""
    if actor.role not in (Role.ORGANIZER, Role.WORKER):
        raise NotFound
    return workers.worker_by_id(uow, actor, worker_id)


def timeline_of(uow: UnitOfWork, worker_id: UUID) -> list[Line]:
    """Every line of a worker's trail, oldest first, in the reader's language."""
    entries = uow.scalars(
        sa.select(TrailEvent).where(TrailEvent.worker_id == worker_id).order_by(TrailEvent.number)
    )
    return [_line(entry) for entry in entries]


def _line(entry: TrailEvent) -> Line:
    told = kinds.BY_NAME[entry.kind]
    return Line(
        number=entry.number,
        kind=entry.kind,
        sentence=kinds.sentence(entry.kind, entry.facts),
        icon=told.icon,
        tone=told.tone,
        happened_at=entry.happened_at,
        actor_role=entry.actor_role,
        digest=entry.digest,
    )


def chain_of(uow: UnitOfWork, worker_id: UUID) -> TrailChain | None:
    """Where a worker's chain ends; None before the first entry."""
    return uow.find(TrailChain, worker_id)
