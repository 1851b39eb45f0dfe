"""Taking a number and giving it back."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from server.core.errors import NotFound
from server.core.unit_of_work import UnitOfWork
from server.fairs.errors import FairNotOpen
from server.fairs.models import Booth, Fair
from server.interviews import queries, queue_order
from server.interviews.errors import AlreadyWaiting
from server.interviews.events import LeaveReason, TicketIssued, TicketLeft
from server.interviews.models import Ticket, TicketState
from server.workers import queries as workers
from server.workers.models import Worker


def join_queue(
    uow: UnitOfWork, *, booth_id: UUID, worker_id: UUID, officer_may_sit_in: bool = False
) -> Ticket:
    """Take a number at a booth. Locks the booth, so that numbers have no gaps and no doubles.

    :param officer_may_sit_in: the worker asks for the officer of their station as third seat
    :raises FairNotOpen: outside the fair's hours
    :raises ProfileIncomplete: an employer needs to know more
    :raises AlreadyWaiting: the worker has a number here already
    """
    booth = uow.locked(Booth, booth_id)
    fair = uow.get(Fair, booth.fair_id)
    if not booth.is_approved:
        raise NotFound
    if not fair.is_open(uow.now):
        raise FairNotOpen
    worker = uow.get(Worker, worker_id)
    workers.require_complete(worker)
    if queries.find_active_ticket(uow, booth.id, worker_id) is not None:
        raise AlreadyWaiting
    last = uow.session.execute(
        sa.select(sa.func.max(Ticket.number), sa.func.max(Ticket.turn)).where(
            Ticket.booth_id == booth.id
        )
    ).one()
    station_id = queries.find_station_for(uow, fair.id, worker)
    ticket = Ticket(
        booth_id=booth.id,
        fair_id=fair.id,
        worker_id=worker_id,
        station_id=station_id,
        officer_may_sit_in=officer_may_sit_in and station_id is not None,
        number=(last[0] or 0) + 1,
        turn=queue_order.turn_of_new([last[1]] if last[1] else []),
    )
    try:
        with uow.session.begin_nested():
            uow.add(ticket)
    except IntegrityError:
        raise AlreadyWaiting from None
    uow.publish(
        TicketIssued(
            ticket_id=ticket.id,
            worker_id=worker_id,
            booth_id=booth.id,
            fair_id=fair.id,
            number=ticket.number,
            turn=ticket.turn,
        )
    )
    return ticket


def leave_queue(
    uow: UnitOfWork, *, ticket_id: UUID, reason: LeaveReason = LeaveReason.LEFT
) -> Ticket:
    """Give a number back. Locks the ticket.

    :raises NotWaiting: it is in an interview or was closed before
    """
    ticket = uow.locked(Ticket, ticket_id)
    ticket.leave(uow.now)
    uow.publish(
        TicketLeft(
            ticket_id=ticket.id,
            worker_id=ticket.worker_id,
            booth_id=ticket.booth_id,
            fair_id=ticket.fair_id,
            reason=reason,
        )
    )
    return ticket


def close_queues(uow: UnitOfWork, *, fair_id: UUID) -> int:
    """End every ticket that still waits at a fair that is over; interviews go on to their end."""
    waiting = uow.scalars(
        sa.select(Ticket.id)
        .where(
            Ticket.fair_id == fair_id,
            Ticket.state.in_((TicketState.WAITING, TicketState.CALLED)),
        )
        .order_by(Ticket.id)
    )
    for ticket_id in waiting:
        leave_queue(uow, ticket_id=ticket_id, reason=LeaveReason.FAIR_OVER)
    return len(waiting)
