"""Facts of queue, call, interview and scorecard. Every one carries worker, booth and fair."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from server.core.events import Event


class ScoreResult(StrEnum):
    """What the recruiter decided after an interview."""

    PASS = "pass"  # noqa: S105 -- a result, no password
    """Will be made an offer."""
    HOLD = "hold"
    """Is compared with others first."""
    REJECT = "reject"
    """Will not be hired for this posting."""


class LeaveReason(StrEnum):
    """Why a ticket left the queue without an interview."""

    LEFT = "left"
    """The worker gave the number back."""
    MISSED = "missed"
    """The worker missed or refused the last call allowed."""
    FAIR_OVER = "fair_over"
    """The fair closed before the turn came."""


class EndReason(StrEnum):
    """How an interview came to its end."""

    HUNG_UP = "hung_up"
    """Someone who takes part ended it."""
    ABANDONED = "abandoned"
    """Everyone was gone, or one side never came."""


@dataclass(frozen=True, kw_only=True)
class TicketIssued(Event, name="interviews.ticket.issued"):
    """A worker has a number at a booth."""

    ticket_id: UUID
    worker_id: UUID
    booth_id: UUID
    fair_id: UUID
    number: int
    turn: int
    """Where the ticket stands in the queue; smaller is earlier."""


@dataclass(frozen=True, kw_only=True)
class TicketCalled(Event, name="interviews.ticket.called"):
    """The worker's phone rings until `answer_by`."""

    ticket_id: UUID
    worker_id: UUID
    booth_id: UUID
    fair_id: UUID
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class CallAnswered(Event, name="interviews.call.answered"):
    """The worker answered; the room is reserved."""

    ticket_id: UUID
    interview_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    booth_id: UUID
    fair_id: UUID
    station_id: UUID | None
    """The station whose officer may sit in when the worker asks; None when there is none."""


@dataclass(frozen=True, kw_only=True)
class CallMissed(Event, name="interviews.call.missed"):
    """Nobody answered, or the worker said "not now"; the ticket stands further back."""

    ticket_id: UUID
    worker_id: UUID
    booth_id: UUID
    fair_id: UUID
    turn: int
    missed: int


@dataclass(frozen=True, kw_only=True)
class TicketLeft(Event, name="interviews.ticket.left"):
    """A ticket left the queue without an interview."""

    ticket_id: UUID
    worker_id: UUID
    booth_id: UUID
    fair_id: UUID
    reason: LeaveReason


@dataclass(frozen=True, kw_only=True)
class InterviewStarted(Event, name="interviews.interview.started"):
    """Worker and recruiter are both in the room, as the media node stated."""

    interview_id: UUID
    ticket_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    booth_id: UUID
    fair_id: UUID


@dataclass(frozen=True, kw_only=True)
class InterviewEnded(Event, name="interviews.interview.ended"):
    """The conversation is over; `length_s` is 0 when it never started."""

    interview_id: UUID
    ticket_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    booth_id: UUID
    fair_id: UUID
    station_id: UUID | None
    reason: EndReason
    length_s: int


@dataclass(frozen=True, kw_only=True)
class OfficerLetIn(Event, name="interviews.officer.let_in"):
    """The worker asked the officer of their station to sit in, or no longer does."""

    interview_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    booth_id: UUID
    fair_id: UUID
    station_id: UUID
    allowed: bool


@dataclass(frozen=True, kw_only=True)
class OfficerSatIn(Event, name="interviews.officer.sat_in"):
    """A station's officer took the third seat."""

    interview_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    booth_id: UUID
    fair_id: UUID
    station_id: UUID


@dataclass(frozen=True, kw_only=True)
class CandidateScored(Event, name="interviews.candidate.scored"):
    """The recruiter gave marks and a result; workers do not hear of it."""

    interview_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    booth_id: UUID
    fair_id: UUID
    result: ScoreResult
