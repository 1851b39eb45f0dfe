"""Tickets and their order."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from server.areas.codes import AreaLevel, level_of
from server.core import event_log
from server.core.errors import NotFound
from server.core.identity import Actor
from server.core.unit_of_work import UnitOfWork
from server.fairs.models import FairStation
from server.interviews.models import ACTIVE, BUSY, OPEN, Interview, Ticket, TicketState
from server.stations.models import Station
from server.workers.models import Worker

RECENT: Final = 10
"""How many of a booth's last interviews say what the next will take."""
TOWNSHIP_DIGITS: Final = 9
"""Leading digits of a 12-digit area code that name its township."""


def ticket_of(uow: UnitOfWork, actor: Actor, payload: Any) -> Ticket:
    """The actor's own ticket that a command names in `payload.ticket_id`."""
    ticket = uow.find(Ticket, payload.ticket_id)
    if ticket is None or not (actor.is_system or ticket.worker_id == actor.worker_id):
        raise NotFound
    return ticket


def find_active_ticket(uow: UnitOfWork, booth_id: UUID, worker_id: UUID | None) -> Ticket | None:
    """The number a worker holds at a booth now."""
    found = uow.scalars(
        sa.select(Ticket).where(
            Ticket.booth_id == booth_id, Ticket.worker_id == worker_id, Ticket.state.in_(ACTIVE)
        )
    )
    return found[0] if found else None


def list_tickets_of(uow: UnitOfWork, worker_id: UUID | None) -> list[Ticket]:
    """The numbers a worker holds now, oldest first; none for somebody who is no worker."""
    if worker_id is None:
        return []
    return uow.scalars(
        sa.select(Ticket)
        .where(Ticket.worker_id == worker_id, Ticket.state.in_(ACTIVE))
        .order_by(Ticket.created_at)
    )


def list_waiting(uow: UnitOfWork, booth_id: UUID) -> list[Ticket]:
    """Who waits, first who is next (the order of `queue_order.in_order`)."""
    return uow.scalars(
        sa.select(Ticket)
        .where(Ticket.booth_id == booth_id, Ticket.state == TicketState.WAITING)
        .order_by(Ticket.turn, Ticket.number)
    )


def workers_of(uow: UnitOfWork, tickets: Iterable[Ticket]) -> dict[UUID, Worker]:
    """The workers who hold these tickets, by their id."""
    ids = {ticket.worker_id for ticket in tickets}
    found = uow.scalars(sa.select(Worker).where(Worker.id.in_(ids))) if ids else []
    return {worker.id: worker for worker in found}


def find_ringing(uow: UnitOfWork, booth_id: UUID, account_id: UUID | None) -> Ticket | None:
    """The number that this recruiter is calling now."""
    found: Ticket | None = uow.session.scalar(
        sa.select(Ticket).where(
            Ticket.booth_id == booth_id,
            Ticket.called_by == account_id,
            Ticket.state == TicketState.CALLED,
        )
    )
    return found


def last_turn(uow: UnitOfWork, booth_id: UUID) -> int:
    """The greatest turn ever given at a booth; 0 before the first."""
    return (
        uow.session.scalar(sa.select(sa.func.max(Ticket.turn)).where(Ticket.booth_id == booth_id))
        or 0
    )


def next_waiting(uow: UnitOfWork, booth_id: UUID, passed: Sequence[UUID] = ()) -> Ticket | None:
    """The next ticket to call, locked.

    Tickets that another recruiter has locked are passed over, and so are workers who are called or
    interviewed at another booth.

    :param passed: tickets that were tried in vain
    """
    elsewhere = aliased(Ticket)
    is_busy = sa.exists().where(elsewhere.worker_id == Ticket.worker_id, elsewhere.state.in_(BUSY))
    found: Ticket | None = uow.session.scalars(
        sa.select(Ticket)
        .where(
            Ticket.booth_id == booth_id,
            Ticket.state == TicketState.WAITING,
            Ticket.id.not_in(passed),
            ~is_busy,
        )
        .order_by(Ticket.turn, Ticket.number)
        .limit(1)
        .with_for_update(skip_locked=True, of=Ticket)
    ).first()
    return found


def recent_lengths(uow: UnitOfWork, booth_id: UUID) -> list[float]:
    """Lengths of the last interviews at a booth, seconds, newest last; only those that started."""
    last = uow.scalars(
        sa.select(Interview)
        .where(
            Interview.booth_id == booth_id,
            Interview.started_at.is_not(None),
            Interview.ended_at.is_not(None),
        )
        .order_by(Interview.ended_at.desc(), Interview.id.desc())
        .limit(RECENT)
    )
    return [float(interview.length_s) for interview in reversed(last)]


def snapshot_queue(uow: UnitOfWork, booth_id: UUID) -> dict[str, Any]:
    """All a page needs to draw a queue: numbers and states, no names, no worker ids.

    :return: `{"booth_id", "position", "tickets", "interviews", "recent_s", "done"}`; with a fact
        applied (`static/js/interviews/_queue.js`) it is the next snapshot
    """
    # Asked first: what is committed in between is told twice, never lost.
    position = str(event_log.last_position(uow))
    tickets = uow.scalars(
        sa.select(Ticket)
        .where(Ticket.booth_id == booth_id, Ticket.state.in_(ACTIVE))
        .order_by(Ticket.turn, Ticket.number)
    )
    interviews = uow.scalars(
        sa.select(Interview).where(Interview.booth_id == booth_id, Interview.state.in_(OPEN))
    )
    done = uow.session.scalar(
        sa.select(sa.func.count(Ticket.id)).where(
            Ticket.booth_id == booth_id, Ticket.state == TicketState.DONE
        )
    )
    return {
        "booth_id": str(booth_id),
        "position": position,
        "tickets": {
            str(ticket.id): {
                "number": ticket.number,
                "turn": ticket.turn,
                "state": ticket.state.value,
                "missed": ticket.missed,
                "answer_by": wire_instant(ticket.answer_by),
            }
            for ticket in tickets
        },
        "interviews": {
            str(interview.id): {
                "ticket_id": str(interview.ticket_id),
                "state": interview.state.value,
            }
            for interview in interviews
        },
        "recent_s": [int(length) for length in recent_lengths(uow, booth_id)],
        "done": done or 0,
    }


def wire_instant(at: Any) -> str | None:
    """An instant as facts carry it."""
    return at.isoformat().replace("+00:00", "Z") if at is not None else None


def find_station_for(uow: UnitOfWork, fair_id: UUID, worker: Worker) -> UUID | None:
    """The station whose officer may sit in.

    It takes part in the fair and lies in the worker's township; that of the worker's own village
    comes first, then the township's.
    """
    home = worker.household_area_code
    township = home[:TOWNSHIP_DIGITS]
    if level_of(home) not in (AreaLevel.VILLAGE, AreaLevel.TOWNSHIP):
        return None
    return uow.session.scalar(
        sa.select(Station.id)
        .join(FairStation, FairStation.station_id == Station.id)
        .where(FairStation.fair_id == fair_id, Station.area_code.startswith(township))
        .order_by(sa.case((Station.area_code == home, 0), else_=1), Station.area_code, Station.id)
        .limit(1)
    )
