"""The conversation: who enters, when it starts, how it ends."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.interviews.errors import InterviewOver
from server.interviews.events import (
    EndReason,
    InterviewEnded,
    InterviewStarted,
    OfficerLetIn,
    OfficerSatIn,
)
from server.interviews.models import OPEN, Interview, InterviewState, Ticket
from server.media import queries as rooms
from server.media import services as media
from server.media.grants import Place, RoomPurpose

NEVER_MET: Final = timedelta(minutes=10)
"""An interview in which the two sides have not met for so long is over."""
ALL_GONE: Final = timedelta(minutes=3)
"""An interview that everyone left is over after so long; a phone may take a while to come back."""
SIDES: Final = frozenset({Place.RECRUITER, Place.WORKER})
"""Who must be there for a conversation."""


def enter_room(uow: UnitOfWork, *, interview_id: UUID, actor: Actor) -> dict[str, Any]:
    """What the actor's browser needs to take its place; the door checked that there is one.

    :return: as `media.grant_entry`
    :raises InterviewOver: it has ended
    :raises NotLetIn: an officer, and the worker no longer asks for one
    """
    interview = uow.locked(Interview, interview_id)
    if not interview.is_open:
        raise InterviewOver
    room = media.reserve_room(uow, purpose=RoomPurpose.INTERVIEW, subject_id=interview.id)
    person, place = str(actor.account_id or actor.worker_id), Place.RECRUITER
    if actor.worker_id == interview.worker_id:
        person, place = str(interview.worker_id), Place.WORKER
    elif actor.role is Role.OFFICER:
        interview.seat_officer(actor.account_id)
        place = Place.OFFICER
    return media.grant_entry(uow, room, person=person, place=place)


def start_interview(uow: UnitOfWork, *, interview_id: UUID) -> None:
    """Start when both sides are in the room; a second call changes nothing. Locks the interview."""
    interview = uow.locked(Interview, interview_id)
    if interview.state is not InterviewState.OPENED or interview.room_id is None:
        return
    if not rooms.places_present(uow, interview.room_id) >= SIDES:
        return
    interview.start(uow.now)
    uow.publish(
        InterviewStarted(
            interview_id=interview.id,
            ticket_id=interview.ticket_id,
            worker_id=interview.worker_id,
            enterprise_id=interview.enterprise_id,
            booth_id=interview.booth_id,
            fair_id=interview.fair_id,
        )
    )


def end_interview(
    uow: UnitOfWork, *, interview_id: UUID, reason: EndReason = EndReason.HUNG_UP
) -> Interview:
    """End the conversation, here now and at the media node by promise. Locks ticket and interview.

    :raises InterviewOver: it has ended before
    """
    ticket = uow.locked(Ticket, uow.get(Interview, interview_id).ticket_id)
    interview = uow.locked(Interview, interview_id)
    interview.end(uow.now, reason)
    ticket.finish(uow.now)
    if interview.room_id is not None:
        media.end_room(uow, interview.room_id)
    uow.publish(
        InterviewEnded(
            interview_id=interview.id,
            ticket_id=interview.ticket_id,
            worker_id=interview.worker_id,
            enterprise_id=interview.enterprise_id,
            booth_id=interview.booth_id,
            fair_id=interview.fair_id,
            station_id=interview.station_id,
            reason=reason,
            length_s=interview.length_s,
        )
    )
    return interview


def let_officer_in(uow: UnitOfWork, *, interview_id: UUID, allowed: bool) -> Interview:
    """The worker asks for the officer of their station, or no longer; then the seat is cleared.

    :raises InterviewOver: it has ended
    :raises NotLetIn: no station of the worker's takes part in the fair
    """
    interview = uow.locked(Interview, interview_id)
    if interview.officer_may_sit_in == allowed:
        return interview
    interview.let_officer_in(allowed=allowed)
    if not allowed and interview.officer_account_id and interview.room_id:
        media.remove_person(uow, interview.room_id, person=str(interview.officer_account_id))
    assert interview.station_id is not None  # noqa: S101 -- let_officer_in refused otherwise
    uow.publish(
        OfficerLetIn(
            interview_id=interview.id,
            worker_id=interview.worker_id,
            enterprise_id=interview.enterprise_id,
            booth_id=interview.booth_id,
            fair_id=interview.fair_id,
            station_id=interview.station_id,
            allowed=allowed,
        )
    )
    return interview


def note_officer(uow: UnitOfWork, *, interview_id: UUID) -> None:
    """State that the third seat is taken, as the media node said."""
    interview = uow.get(Interview, interview_id)
    if interview.station_id is None:
        return
    uow.publish(
        OfficerSatIn(
            interview_id=interview.id,
            worker_id=interview.worker_id,
            enterprise_id=interview.enterprise_id,
            booth_id=interview.booth_id,
            fair_id=interview.fair_id,
            station_id=interview.station_id,
        )
    )


def end_abandoned(uow: UnitOfWork) -> int:
    """End what nobody is in any more, so that ticket, worker and recruiter are free again."""
    ended = 0
    for interview in uow.scalars(sa.select(Interview).where(Interview.state.in_(OPEN))):
        if _is_abandoned(uow, interview):
            end_interview(uow, interview_id=interview.id, reason=EndReason.ABANDONED)
            ended += 1
    return ended


def _is_abandoned(uow: UnitOfWork, interview: Interview) -> bool:
    if interview.state is InterviewState.OPENED:
        return interview.opened_at + NEVER_MET < uow.now
    if interview.room_id is None or rooms.places_present(uow, interview.room_id) & SIDES:
        return False
    last = rooms.last_seen(uow, interview.room_id)
    gone_at = last.left_at if last is not None else interview.started_at
    return gone_at is not None and gone_at + ALL_GONE < uow.now
