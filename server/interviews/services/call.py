"""Calling the next worker, and what becomes of the call."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from server.core.unit_of_work import UnitOfWork
from server.fairs.errors import FairNotOpen
from server.fairs.models import Booth, Fair
from server.interviews import queries, queue_order
from server.interviews.errors import CallOver, NobodyWaiting, RecruiterBusy
from server.interviews.events import (
    CallAnswered,
    CallMissed,
    LeaveReason,
    TicketCalled,
    TicketLeft,
)
from server.interviews.models import Interview, Ticket, TicketState
from server.media import services as media
from server.media.grants import Place, RoomPurpose


def call_next(uow: UnitOfWork, *, booth_id: UUID, by: UUID | None) -> Ticket:
    """Call the worker who waited longest.

    Locks that ticket with `SKIP LOCKED`, so that two recruiters who call at once get two workers.

    :param by: the recruiter's account
    :raises FairNotOpen: outside the fair's hours
    :raises RecruiterBusy: this recruiter is calling or interviewing someone
    :raises NobodyWaiting: nobody waits who could be called
    """
    booth = uow.get(Booth, booth_id)
    if not uow.get(Fair, booth.fair_id).is_open(uow.now):
        raise FairNotOpen
    if by is not None and queries.is_recruiter_busy(uow, by):
        raise RecruiterBusy
    passed: list[UUID] = []
    while True:
        ticket = queries.next_waiting(uow, booth_id, passed)
        if ticket is None:
            raise NobodyWaiting
        called_at = uow.now
        answer_by = called_at + queue_order.ANSWER_WITHIN
        try:
            with uow.session.begin_nested():
                ticket.call(called_at, answer_by, by)
                uow.flush()
        except IntegrityError:
            # Another booth called the same worker in this very moment; the index decided.
            passed.append(ticket.id)
            continue
        uow.publish(
            TicketCalled(
                ticket_id=ticket.id,
                worker_id=ticket.worker_id,
                booth_id=ticket.booth_id,
                fair_id=ticket.fair_id,
                answer_by=answer_by,
            )
        )
        return ticket


def answer_call(uow: UnitOfWork, *, ticket_id: UUID) -> tuple[Interview, dict[str, Any]]:
    """The worker picks up: the interview and its room come to be. Locks the ticket.

    :return: the interview, and what the worker's browser needs to enter (`media.grant_entry`)
    :raises CallOver: nobody is ringing any more
    """
    ticket = uow.locked(Ticket, ticket_id)
    if ticket.answer_by is not None and ticket.answer_by + queue_order.GRACE < uow.now:
        raise CallOver
    ticket.answer()
    uow.flush()
    booth = uow.get(Booth, ticket.booth_id)
    interview = uow.add(
        Interview(
            ticket_id=ticket.id,
            booth_id=booth.id,
            fair_id=ticket.fair_id,
            worker_id=ticket.worker_id,
            enterprise_id=booth.enterprise_id,
            recruiter_account_id=ticket.called_by,
            station_id=ticket.station_id,
            officer_may_sit_in=ticket.officer_may_sit_in,
            opened_at=uow.now,
        )
    )
    room = media.reserve_room(uow, purpose=RoomPurpose.INTERVIEW, subject_id=interview.id)
    interview.room_id = room.id
    entry = media.grant_entry(uow, room, person=str(ticket.worker_id), place=Place.WORKER)
    uow.publish(
        CallAnswered(
            ticket_id=ticket.id,
            interview_id=interview.id,
            worker_id=ticket.worker_id,
            enterprise_id=booth.enterprise_id,
            booth_id=booth.id,
            fair_id=ticket.fair_id,
            station_id=interview.station_id,
        )
    )
    return interview, entry


def decline_call(uow: UnitOfWork, *, ticket_id: UUID) -> Ticket:
    """The worker says "not now": the same as a missed call, only sooner. Locks the ticket.

    :raises CallOver: nobody is ringing any more
    """
    return miss_call(uow, ticket_id=ticket_id)


def miss_call(uow: UnitOfWork, *, ticket_id: UUID) -> Ticket:
    """Nobody answered: the ticket steps back, or leaves, by `queue_order`. Locks booth and ticket.

    :raises CallOver: nobody is ringing any more
    """
    uow.locked(Booth, uow.get(Ticket, ticket_id).booth_id)
    ticket = uow.locked(Ticket, ticket_id)
    if ticket.state is not TicketState.CALLED:
        raise CallOver
    about = {
        "ticket_id": ticket.id,
        "worker_id": ticket.worker_id,
        "booth_id": ticket.booth_id,
        "fair_id": ticket.fair_id,
    }
    if queue_order.stays_after_miss(ticket.missed):
        waiting = queries.list_waiting(uow, ticket.booth_id)
        last = queries.last_turn(uow, ticket.booth_id)
        ticket.step_back(queue_order.turn_after_miss([one.turn for one in waiting], last))
        uow.publish(CallMissed(**about, turn=ticket.turn, missed=ticket.missed))
    else:
        ticket.miss_out(uow.now)
        uow.publish(TicketLeft(**about, reason=LeaveReason.MISSED))
    return ticket


def miss_overdue_calls(uow: UnitOfWork) -> int:
    """Miss every call that rang too long; returns how many."""
    overdue = uow.scalars(
        sa.select(Ticket.id)
        .where(
            Ticket.state == TicketState.CALLED,
            Ticket.answer_by < uow.now - queue_order.GRACE,
        )
        .order_by(Ticket.booth_id, Ticket.id)
    )
    for ticket_id in overdue:
        miss_call(uow, ticket_id=ticket_id)
    return len(overdue)
