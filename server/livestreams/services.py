"""Preparing, going on air, watching, ending."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from server.core.errors import NotFound
from server.core.identity import Actor
from server.core.ids import new_id
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.fairs.errors import FairNotOpen
from server.fairs.models import AirSlot, Booth, Fair
from server.jobs import services as jobs
from server.jobs.models import Application
from server.livestreams import queries
from server.livestreams.errors import LiveOver, NotYet
from server.livestreams.events import LiveSessionPrepared, WentOffAir, WentOnAir
from server.livestreams.models import LiveSession, LiveState
from server.media import queries as rooms
from server.media import services as media
from server.media.grants import Place, RoomPurpose

EARLY: Final = timedelta(minutes=30)
"""How long before its slot a studio can go on air."""
FORGOTTEN: Final = timedelta(minutes=10)
"""A session whose stage has been empty for so long is over."""


def prepare_slot(uow: UnitOfWork, *, air_slot_id: UUID) -> LiveSession | None:
    """The session of a stretch of the program, made at the first call; None without a booth."""
    slot = uow.get(AirSlot, air_slot_id)
    known = queries.find_for_slot(uow, slot.id)
    if known is not None or slot.booth_id is None:
        return known
    booth = uow.locked(Booth, slot.booth_id)
    session = LiveSession(
        air_slot_id=slot.id,
        title=slot.title,
        planned_at=slot.starts_at,
        planned_until=slot.ends_at,
    )
    return _prepare(uow, session, booth)


def open_session(uow: UnitOfWork, *, booth_id: UUID) -> LiveSession:
    """The booth's current session, or a new one outside the program. Locks the booth.

    :raises FairNotOpen: there is none planned, and the fair is not open
    """
    booth = uow.locked(Booth, booth_id)
    if not booth.is_approved:
        raise NotFound
    known = queries.find_current(uow, booth.id)
    if known is not None:
        return known
    if not uow.get(Fair, booth.fair_id).is_open(uow.now):
        raise FairNotOpen
    enterprise = uow.get(Enterprise, booth.enterprise_id)
    return _prepare(uow, LiveSession(title=enterprise.name[:80], planned_at=uow.now), booth)


def _prepare(uow: UnitOfWork, session: LiveSession, booth: Booth) -> LiveSession:
    session.booth_id, session.fair_id = booth.id, booth.fair_id
    session.enterprise_id = booth.enterprise_id
    uow.add(session)
    room = media.reserve_room(uow, purpose=RoomPurpose.LIVE_SESSION, subject_id=session.id)
    session.room_id = room.id
    uow.publish(
        LiveSessionPrepared(
            live_session_id=session.id,
            booth_id=session.booth_id,
            enterprise_id=session.enterprise_id,
            fair_id=session.fair_id,
        )
    )
    return session


def take_stage(uow: UnitOfWork, *, live_session_id: UUID, actor: Actor) -> dict[str, Any]:
    """What the recruiter's browser needs to send. Being on air is what the node states, not this.

    :return: as `media.grant_entry`
    :raises LiveOver: it has ended
    :raises NotYet: the slot is more than half an hour away
    """
    session = uow.locked(LiveSession, live_session_id)
    if session.is_over:
        raise LiveOver
    if session.state is LiveState.SCHEDULED and uow.now + EARLY < session.planned_at:
        raise NotYet
    session.host_account_id = actor.account_id
    room = media.reserve_room(uow, purpose=RoomPurpose.LIVE_SESSION, subject_id=session.id)
    return media.grant_entry(uow, room, person=str(actor.account_id), place=Place.STAGE)


def watch(uow: UnitOfWork, *, live_session_id: UUID, actor: Actor) -> dict[str, Any]:
    """What a viewer's browser needs; a visitor is somebody new each time. Changes nothing.

    :return: as `media.grant_entry`
    :raises LiveOver: it has ended
    """
    session = uow.get(LiveSession, live_session_id)
    if session.is_over or session.room_id is None:
        raise LiveOver
    room = rooms.get_room(uow, session.room_id)
    person = str(actor.account_id or new_id())
    return media.grant_entry(uow, room, person=person, place=Place.VIEWER)


def go_on_air(uow: UnitOfWork, *, live_session_id: UUID) -> None:
    """The stage sends, as the node stated; a line that came back changes nothing."""
    session = uow.locked(LiveSession, live_session_id)
    if session.is_over or not session.go_on_air(uow.now):
        return
    uow.publish(
        WentOnAir(
            live_session_id=session.id,
            booth_id=session.booth_id,
            enterprise_id=session.enterprise_id,
            fair_id=session.fair_id,
        )
    )


def end_session(uow: UnitOfWork, *, live_session_id: UUID) -> LiveSession:
    """Take the session off the air, here now and at the node by promise. Locks the session.

    :raises LiveOver: it had ended before
    """
    session = uow.locked(LiveSession, live_session_id)
    session.end(uow.now)
    viewers = 0
    if session.room_id is not None:
        viewers = rooms.count_persons(uow, session.room_id, Place.VIEWER, ever=True)
        media.end_room(uow, session.room_id)
    uow.publish(
        WentOffAir(
            live_session_id=session.id,
            booth_id=session.booth_id,
            enterprise_id=session.enterprise_id,
            fair_id=session.fair_id,
            viewers=viewers,
            length_s=session.length_s,
        )
    )
    return session


def apply_from_shelf(
    uow: UnitOfWork, *, live_session_id: UUID, posting_id: UUID, worker_id: UUID
) -> Application:
    """One tap beside the picture. Refusals are those of `jobs.apply_to`.

    :raises NotFound: the posting is not on this booth's shelf
    """
    session = uow.get(LiveSession, live_session_id)
    if posting_id not in {shown.id for shown in queries.shelf_of(uow, session)}:
        raise NotFound
    return jobs.apply_to(
        uow,
        posting_id=posting_id,
        worker_id=worker_id,
        fair_id=session.fair_id,
        booth_id=session.booth_id,
        live_session_id=session.id,
    )


def end_forgotten(uow: UnitOfWork) -> int:
    """End sessions whose stage has been empty for long; returns how many."""
    ended = 0
    on_air = uow.scalars(sa.select(LiveSession).where(LiveSession.state == LiveState.ON_AIR))
    for session in on_air:
        if session.room_id is None or rooms.is_published(uow, session.room_id, Place.STAGE):
            continue
        sent_until = rooms.last_published(uow, session.room_id, Place.STAGE) or session.on_air_at
        if sent_until is not None and sent_until + FORGOTTEN < uow.now:
            end_session(uow, live_session_id=session.id)
            ended += 1
    return ended
