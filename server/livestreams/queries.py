"""Reading live sessions. Row scope: a session is seen by whoever may see its fair."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.core import event_log
from server.core.errors import NotFound
from server.core.identity import Actor
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.fairs import queries as fairs
from server.fairs.models import Booth, Fair
from server.jobs import queries as jobs
from server.livestreams.models import LiveSession, LiveState


def session_by_id(uow: UnitOfWork, actor: Actor, live_session_id: UUID) -> LiveSession:
    """A session of a fair the actor may see; else `NotFound`."""
    found = uow.session.scalar(
        sa.select(LiveSession)
        .join(Fair, Fair.id == LiveSession.fair_id)
        .where(LiveSession.id == live_session_id, fairs.visible_to(actor))
    )
    if found is None:
        raise NotFound
    return found


def session_of(uow: UnitOfWork, actor: Actor, payload: Any) -> LiveSession:
    """The session a command names in `payload.live_session_id`."""
    return session_by_id(uow, actor, payload.live_session_id)


def sessions_by_slot(uow: UnitOfWork, slot_ids: Collection[UUID]) -> dict[UUID, LiveSession]:
    """The session of each stretch of a program that has one."""
    if not slot_ids:
        return {}
    found = uow.scalars(sa.select(LiveSession).where(LiveSession.air_slot_id.in_(slot_ids)))
    return {session.air_slot_id: session for session in found}


def find_for_slot(uow: UnitOfWork, air_slot_id: UUID) -> LiveSession | None:
    """The session of a stretch of the program."""
    found: LiveSession | None = uow.session.scalar(
        sa.select(LiveSession).where(LiveSession.air_slot_id == air_slot_id)
    )
    return found


def find_current(uow: UnitOfWork, booth_id: UUID) -> LiveSession | None:
    """What a booth shows now or next: on air first, then the earliest that is planned."""
    return current_by_booth(uow, [booth_id]).get(booth_id)


def current_by_booth(uow: UnitOfWork, booth_ids: Collection[UUID]) -> dict[UUID, LiveSession]:
    """What each of these booths shows now or next; one without a session is missing."""
    if not booth_ids:
        return {}
    rows = uow.scalars(
        sa.select(LiveSession)
        .where(LiveSession.booth_id.in_(booth_ids), LiveSession.state != LiveState.ENDED)
        .order_by(
            sa.case((LiveSession.state == LiveState.ON_AIR, 0), else_=1), LiveSession.planned_at
        )
    )
    found: dict[UUID, LiveSession] = {}
    for session in rows:
        found.setdefault(session.booth_id, session)
    return found


@dataclass(frozen=True)
class Listed:
    """A session with whose it is."""

    session: LiveSession
    enterprise: Enterprise
    fair: Fair
    booth: Booth


def list_sessions(
    uow: UnitOfWork, actor: Actor, *states: LiveState, limit: int = 30
) -> list[Listed]:
    """Sessions of fairs the actor may see, in these states, in the order of the clock."""
    rows = uow.session.execute(
        sa.select(LiveSession, Enterprise, Fair, Booth)
        .join(Enterprise, Enterprise.id == LiveSession.enterprise_id)
        .join(Fair, Fair.id == LiveSession.fair_id)
        .join(Booth, Booth.id == LiveSession.booth_id)
        .where(LiveSession.state.in_(states), fairs.visible_to(actor))
        .order_by(LiveSession.planned_at, LiveSession.id)
        .limit(limit)
    )
    return [Listed(*row) for row in rows]


def shelf_of(uow: UnitOfWork, session: LiveSession) -> list[jobs.Shown]:
    """The job shelf beside the picture: what the booth shows, in its order."""
    postings = fairs.list_postings(uow, session.booth_id)
    return jobs.list_shown(uow, [posting.id for posting in postings])


def snapshot_session(uow: UnitOfWork, session: LiveSession) -> dict[str, Any]:
    """What the watch page and the studio know besides the picture.

    :return: `{"live_session_id", "position", "state"}`
    """
    return {
        "live_session_id": str(session.id),
        "position": str(event_log.last_position(uow)),
        "state": session.state.value,
    }


def list_of_fair(uow: UnitOfWork, fair_id: UUID, *states: LiveState) -> list[LiveSession]:
    """The sessions of a fair in these states."""
    return uow.scalars(
        sa.select(LiveSession)
        .where(LiveSession.fair_id == fair_id, LiveSession.state.in_(states))
        .order_by(LiveSession.planned_at)
    )
