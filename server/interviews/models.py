"""Tickets, interviews, scorecards, and how their states may move."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Row, StrEnumType, UTCDateTime
from server.core.privacy import EncryptedText
from server.interviews import errors
from server.interviews.events import EndReason, ScoreResult


class TicketState(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    """The worker's phone rings."""
    IN_INTERVIEW = "in_interview"
    MISSED = "missed"
    """Left the queue because calls were missed."""
    LEFT = "left"
    """Left the queue otherwise."""
    DONE = "done"
    """Was interviewed."""


ACTIVE = (TicketState.WAITING, TicketState.CALLED, TicketState.IN_INTERVIEW)
"""States in which a worker holds the one place allowed at a booth."""
BUSY = (TicketState.CALLED, TicketState.IN_INTERVIEW)
"""States in which nobody else may call the worker."""


def _where(column: str, states: tuple[StrEnum, ...]) -> dict[str, Any]:
    """The condition of a partial index, for both databases."""
    listed = ", ".join(f"'{state}'" for state in states)
    condition = sa.text(f"{column} IN ({listed})")
    return {"sqlite_where": condition, "postgresql_where": condition}


class Ticket(Row):
    """A worker's number at a booth. It belongs to the person, not to a device or a connection."""

    __tablename__ = "tickets"

    booth_id: Mapped[UUID] = mapped_column(sa.ForeignKey("booths.id"))
    fair_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fairs.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(sa.ForeignKey("workers.id"), index=True)
    station_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stations.id"))
    """The station of the worker's township that takes part in the fair, if any."""
    officer_may_sit_in: Mapped[bool] = mapped_column(default=False)
    """The worker asked for the officer of that station as third seat."""
    number: Mapped[int]
    """What people read; counts from 1 at each booth and never changes."""
    turn: Mapped[int] = mapped_column(sa.BigInteger)
    """Where the ticket stands; smaller is earlier. See `queue_order`."""
    state: Mapped[TicketState] = mapped_column(
        StrEnumType(TicketState), default=TicketState.WAITING
    )
    missed: Mapped[int] = mapped_column(default=0)
    """Calls that were not answered."""
    called_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    called_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    """The recruiter who called."""
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        sa.UniqueConstraint("booth_id", "number"),
        sa.Index(
            "uq_tickets_one_per_booth",
            "booth_id",
            "worker_id",
            unique=True,
            **_where("state", ACTIVE),
        ),
        sa.Index("uq_tickets_one_call", "worker_id", unique=True, **_where("state", BUSY)),
        sa.Index("ix_tickets_queue", "booth_id", "state", "turn"),
        sa.CheckConstraint(
            "(state = 'called') = (answer_by IS NOT NULL)", name="a_call_has_an_end"
        ),
    )

    @property
    def is_active(self) -> bool:
        """Whether the worker still holds the place."""
        return self.state in ACTIVE

    def call(self, at: datetime, answer_by: datetime, by: UUID | None) -> None:
        """Ring."""
        self._require(TicketState.WAITING)
        self.state, self.called_at, self.answer_by, self.called_by = (
            TicketState.CALLED,
            at,
            answer_by,
            by,
        )

    def answer(self) -> None:
        """Pick up.

        :raises CallOver: when nobody is ringing any more
        """
        if self.state is not TicketState.CALLED:
            raise errors.CallOver
        self.state, self.answer_by = TicketState.IN_INTERVIEW, None

    def step_back(self, turn: int) -> None:
        """Wait again after a missed call, further back."""
        self._require(TicketState.CALLED)
        self.state, self.answer_by, self.called_by = TicketState.WAITING, None, None
        self.turn, self.missed = turn, self.missed + 1

    def miss_out(self, at: datetime) -> None:
        """Leave after the last missed call allowed."""
        self._require(TicketState.CALLED)
        self.missed += 1
        self._close(TicketState.MISSED, at)

    def leave(self, at: datetime) -> None:
        """Give the number back."""
        self._require(TicketState.WAITING, TicketState.CALLED)
        self._close(TicketState.LEFT, at)

    def finish(self, at: datetime) -> None:
        """The interview is over."""
        self._require(TicketState.IN_INTERVIEW)
        self._close(TicketState.DONE, at)

    def _require(self, *states: TicketState) -> None:
        if self.state not in states:
            raise errors.NotWaiting

    def _close(self, state: TicketState, at: datetime) -> None:
        self.state, self.answer_by, self.closed_at = state, None, at


class InterviewState(StrEnum):
    """How far a conversation is."""

    OPENED = "opened"
    """The worker answered; one side may still be on the way."""
    STARTED = "started"
    """Both sides were seen in the room."""
    ENDED = "ended"


OPEN = (InterviewState.OPENED, InterviewState.STARTED)


class Interview(Row):
    """One conversation between a worker and an enterprise at a fair."""

    __tablename__ = "interviews"

    ticket_id: Mapped[UUID] = mapped_column(sa.ForeignKey("tickets.id"), unique=True)
    booth_id: Mapped[UUID] = mapped_column(sa.ForeignKey("booths.id"), index=True)
    fair_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fairs.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(sa.ForeignKey("workers.id"), index=True)
    enterprise_id: Mapped[UUID] = mapped_column(sa.ForeignKey("enterprises.id"), index=True)
    recruiter_account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    """Who called, and whose conversation it is."""
    station_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stations.id"), index=True)
    officer_may_sit_in: Mapped[bool] = mapped_column(default=False)
    """The worker's wish; it can be changed during the conversation."""
    officer_account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    """The officer who took the third seat last."""
    room_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("media_room.id"))
    state: Mapped[InterviewState] = mapped_column(
        StrEnumType(InterviewState), default=InterviewState.OPENED
    )
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    end_reason: Mapped[EndReason | None] = mapped_column(StrEnumType(EndReason))

    __table_args__ = (
        sa.Index("uq_interviews_one_at_a_time", "worker_id", unique=True, **_where("state", OPEN)),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_once"),
        sa.CheckConstraint(
            "state != 'started' OR started_at IS NOT NULL", name="started_with_instant"
        ),
    )

    @property
    def is_open(self) -> bool:
        """Whether people may still enter."""
        return self.state in OPEN

    @property
    def length_s(self) -> int:
        """How long it lasted, whole seconds; 0 when it never started or has not ended."""
        if self.started_at is None or self.ended_at is None:
            return 0
        return int((self.ended_at - self.started_at).total_seconds())

    def start(self, at: datetime) -> None:
        """Both sides are there; a second time changes nothing."""
        self._require_open()
        if self.state is InterviewState.OPENED:
            self.state, self.started_at = InterviewState.STARTED, at

    def end(self, at: datetime, reason: EndReason) -> None:
        """The conversation is over."""
        self._require_open()
        self.state, self.ended_at, self.end_reason = InterviewState.ENDED, at, reason

    def let_officer_in(self, *, allowed: bool) -> None:
        """The worker asks for the officer, or no longer does."""
        self._require_open()
        if self.station_id is None:
            raise errors.NotLetIn
        self.officer_may_sit_in = allowed

    def seat_officer(self, account_id: UUID | None) -> None:
        """The officer takes the third seat."""
        self._require_open()
        if not self.officer_may_sit_in:
            raise errors.NotLetIn
        self.officer_account_id = account_id

    def _require_open(self) -> None:
        if not self.is_open:
            raise errors.InterviewOver


class Scorecard(Row):
    """What the recruiter thought, given once after the conversation."""

    __tablename__ = "scorecards"

    interview_id: Mapped[UUID] = mapped_column(sa.ForeignKey("interviews.id"), unique=True)
    experience: Mapped[int]
    """1 to 5: what the worker can do already."""
    communication: Mapped[int]
    """1 to 5: understands and is understood, in whatever dialect."""
    readiness: Mapped[int]
    """1 to 5: can start at the time and place the posting names."""
    note: Mapped[str] = mapped_column(EncryptedText("interviews.note"), default="")
    """In the recruiter's words; never shown to other enterprises."""
    result: Mapped[ScoreResult] = mapped_column(StrEnumType(ScoreResult))
    scored_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))

    __table_args__ = (
        sa.CheckConstraint(
            "experience BETWEEN 1 AND 5 AND communication BETWEEN 1 AND 5 "
            "AND readiness BETWEEN 1 AND 5",
            name="marks_from_1_to_5",
        ),
    )

    @property
    def total(self) -> int:
        """All marks together, 3 to 15."""
        return self.experience + self.communication + self.readiness
