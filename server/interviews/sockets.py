"""Commands of queue, call and room, and who hears of what."""

from typing import Any
from uuid import UUID

from server.core import audiences
from server.core.identity import Actor
from server.core.sockets import command, listen, push
from server.core.unit_of_work import UnitOfWork
from server.fairs.models import Booth
from server.fairs.queries import booth_by_id, booth_of
from server.interviews import queries, schemas, services
from server.interviews.events import (
    CallAnswered,
    CallMissed,
    InterviewEnded,
    InterviewStarted,
    OfficerLetIn,
    OfficerSatIn,
    TicketCalled,
    TicketIssued,
    TicketLeft,
)
from server.interviews.models import Interview, Ticket
from server.interviews.permissions import InterviewPermission
from server.interviews.queue_order import expected_wait

Answer = dict[str, Any]


@command(
    "queue.join",
    needs=InterviewPermission.JOIN_QUEUE,
    on=booth_of,
    payload=schemas.JoinQueue,
)
def join_queue(uow: UnitOfWork, actor: Actor, booth: Booth, payload: schemas.JoinQueue) -> Answer:
    """Take a number; answers with the place in the queue and the wait to expect."""
    assert actor.worker_id is not None  # noqa: S101 -- JOIN_QUEUE asks for a worker
    ticket = services.join_queue(
        uow,
        booth_id=booth.id,
        worker_id=actor.worker_id,
        officer_may_sit_in=payload.officer_may_sit_in,
    )
    waiting = queries.list_waiting(uow, booth.id)
    wait = expected_wait(len(waiting) - 1, queries.recent_lengths(uow, booth.id))
    return {
        "ticket_id": str(ticket.id),
        "number": ticket.number,
        "ahead": len(waiting) - 1,
        "wait_s": round(wait.mean_s),
        "wait_at_most_s": round(wait.p90_s),
    }


@command(
    "queue.look",
    needs=InterviewPermission.READ_QUEUE,
    on=booth_of,
    payload=schemas.AtBooth,
    writes=False,
)
def look(uow: UnitOfWork, actor: Actor, booth: Booth, payload: schemas.AtBooth) -> Answer:
    """The queue's snapshot, for a page that missed too much."""
    return queries.snapshot_queue(uow, booth.id)


@command(
    "queue.leave",
    needs=InterviewPermission.HOLD_TICKET,
    on=queries.ticket_of,
    payload=schemas.AboutTicket,
)
def leave_queue(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, payload: schemas.AboutTicket
) -> Answer:
    """Give the number back."""
    services.leave_queue(uow, ticket_id=ticket.id)
    return {"ticket_id": str(ticket.id)}


@command(
    "queue.call_next",
    needs=InterviewPermission.CALL_NEXT,
    on=booth_of,
    payload=schemas.AtBooth,
)
def call_next(uow: UnitOfWork, actor: Actor, booth: Booth, payload: schemas.AtBooth) -> Answer:
    """Call the worker who waited longest."""
    ticket = services.call_next(uow, booth_id=booth.id, by=actor.account_id)
    return {"ticket_id": str(ticket.id), "number": ticket.number}


@command(
    "call.answer",
    needs=InterviewPermission.HOLD_TICKET,
    on=queries.ticket_of,
    payload=schemas.AboutTicket,
)
def answer_call(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, payload: schemas.AboutTicket
) -> Answer:
    """Pick up; answers with the interview and what is needed to enter its room."""
    interview, entry = services.answer_call(uow, ticket_id=ticket.id)
    return {"interview_id": str(interview.id), "media": entry}


@command(
    "call.decline",
    needs=InterviewPermission.HOLD_TICKET,
    on=queries.ticket_of,
    payload=schemas.AboutTicket,
)
def decline_call(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, payload: schemas.AboutTicket
) -> Answer:
    """Say "not now"; answers whether the number is still good."""
    after = services.decline_call(uow, ticket_id=ticket.id)
    return {"ticket_id": str(ticket.id), "still_waiting": after.is_active}


@command(
    "room.enter",
    needs=InterviewPermission.ENTER_ROOM,
    on=queries.interview_of,
    payload=schemas.AboutInterview,
)
def enter_room(
    uow: UnitOfWork, actor: Actor, interview: Interview, payload: schemas.AboutInterview
) -> Answer:
    """Take one's place: recruiter, worker, or officer when the worker asked for one."""
    return services.enter_room(uow, interview_id=interview.id, actor=actor)


@command(
    "room.let_officer_in",
    needs=InterviewPermission.LET_IN,
    on=queries.interview_of,
    payload=schemas.LetIn,
)
def let_officer_in(
    uow: UnitOfWork, actor: Actor, interview: Interview, payload: schemas.LetIn
) -> Answer:
    """Ask for the officer of the own station, or no longer."""
    services.let_officer_in(uow, interview_id=interview.id, allowed=payload.allowed)
    return {"allowed": payload.allowed}


@command(
    "interview.end",
    needs=InterviewPermission.END,
    on=queries.interview_of,
    payload=schemas.AboutInterview,
)
def end_interview(
    uow: UnitOfWork, actor: Actor, interview: Interview, payload: schemas.AboutInterview
) -> Answer:
    """End the conversation for everyone."""
    services.end_interview(uow, interview_id=interview.id)
    return {"interview_id": str(interview.id)}


def _interview(uow: UnitOfWork, actor: Actor, interview_id: UUID) -> Interview:
    return queries.interview_by_id(uow, actor, interview_id)


listen("booth", needs=InterviewPermission.READ_QUEUE, on=booth_by_id)
listen("interview", needs=InterviewPermission.ENTER_ROOM, on=_interview)

push(TicketIssued, to=lambda e: [audiences.worker(e.worker_id), audiences.booth(e.booth_id)])
push(TicketCalled, to=lambda e: [audiences.worker(e.worker_id), audiences.booth(e.booth_id)])
push(CallMissed, to=lambda e: [audiences.worker(e.worker_id), audiences.booth(e.booth_id)])
push(TicketLeft, to=lambda e: [audiences.worker(e.worker_id), audiences.booth(e.booth_id)])
push(
    CallAnswered,
    to=lambda e: [
        audiences.worker(e.worker_id),
        audiences.booth(e.booth_id),
        *([audiences.station(e.station_id)] if e.station_id else []),
    ],
)
push(
    InterviewStarted,
    to=lambda e: [audiences.interview(e.interview_id), audiences.booth(e.booth_id)],
)
push(
    InterviewEnded,
    to=lambda e: [
        audiences.interview(e.interview_id),
        audiences.worker(e.worker_id),
        audiences.booth(e.booth_id),
        *([audiences.station(e.station_id)] if e.station_id else []),
    ],
)
push(
    OfficerLetIn,
    to=lambda e: [audiences.interview(e.interview_id), audiences.station(e.station_id)],
)
push(OfficerSatIn, to=lambda e: [audiences.interview(e.interview_id)])
