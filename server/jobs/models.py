"""Tables of jobs."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Row, StrEnumType, UTCDateTime
from server.jobs import errors
from server.jobs.terms import (
    ApplicationState,
    CloseReason,
    Insurance,
    MealsLodging,
    PayPeriod,
    PostingStatus,
    ShiftPattern,
)


class JobPosting(Row):
    """An offer of work to the public, with everything the law wants said in it."""

    __tablename__ = "job_postings"
    __table_args__ = (
        sa.CheckConstraint("pay_from_fen > 0", name="pay_stated"),
        sa.CheckConstraint(
            "pay_to_fen IS NULL OR pay_to_fen >= pay_from_fen", name="pay_range_in_order"
        ),
        sa.CheckConstraint("headcount > 0", name="headcount_positive"),
        sa.CheckConstraint(
            "status = 'draft' OR published_at IS NOT NULL", name="published_with_instant"
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_because IS NOT NULL)", name="closed_with_reason"
        ),
        sa.Index(None, "status", "valid_until"),
    )

    enterprise_id: Mapped[UUID] = mapped_column(sa.ForeignKey("enterprises.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(80))
    occupation: Mapped[str] = mapped_column(sa.String(80))
    """The trade in the words of the occupational classification, such as 电子装配工."""
    place: Mapped[str] = mapped_column(sa.String(200))
    """Street and building, as a person would find it."""
    area_code: Mapped[str] = mapped_column(sa.String(12), index=True)
    """12-digit code of the work area."""
    pay_from_fen: Mapped[int]
    """Lowest pay per `pay_period`, in fen; a posting without pay is not lawful."""
    pay_to_fen: Mapped[int | None]
    """Highest pay, in fen; None when the pay is one figure."""
    pay_period: Mapped[PayPeriod] = mapped_column(StrEnumType(PayPeriod))
    pay_notes: Mapped[str] = mapped_column(sa.String(200), default="")
    """Day of payment, overtime, allowances, in words."""
    shift_pattern: Mapped[ShiftPattern] = mapped_column(StrEnumType(ShiftPattern))
    meals_lodging: Mapped[MealsLodging] = mapped_column(StrEnumType(MealsLodging))
    couple_room: Mapped[bool] = mapped_column(default=False)
    """Whether a couple can have a room."""
    insurance: Mapped[Insurance] = mapped_column(StrEnumType(Insurance))
    headcount: Mapped[int]
    valid_until: Mapped[date] = mapped_column(sa.Date)
    """Last day for applications, on the calendar of Asia/Shanghai."""
    description: Mapped[str] = mapped_column(sa.Text)
    """What one does all day, and what one has to bring."""
    status: Mapped[PostingStatus] = mapped_column(
        StrEnumType(PostingStatus), default=PostingStatus.DRAFT
    )
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_because: Mapped[CloseReason | None] = mapped_column(StrEnumType(CloseReason))

    @property
    def is_open(self) -> bool:
        """Published and not closed; `queries.takes_applications` asks the date too."""
        return self.status is PostingStatus.OPEN

    def require_draft(self) -> None:
        """What workers have seen is not changed."""
        if self.status is not PostingStatus.DRAFT:
            raise errors.NotDraft

    def publish(self, at: datetime) -> None:
        """Show it to everyone."""
        self.require_draft()
        self.status = PostingStatus.OPEN
        self.published_at = at

    def close(self, at: datetime, reason: CloseReason) -> None:
        """Take no applications any more."""
        if self.status is not PostingStatus.OPEN:
            raise errors.NotOpen
        self.status = PostingStatus.CLOSED
        self.closed_at = at
        self.closed_because = reason


class Application(Row):
    """A worker's application for a posting; there is at most one of each pair."""

    __tablename__ = "applications"
    __table_args__ = (sa.UniqueConstraint("posting_id", "worker_id"),)

    posting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("job_postings.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(sa.ForeignKey("workers.id"), index=True)
    enterprise_id: Mapped[UUID] = mapped_column(sa.ForeignKey("enterprises.id"), index=True)
    """The posting's enterprise, kept here because row scope asks for it all the time."""
    fair_id: Mapped[UUID | None] = mapped_column(index=True)
    """The fair where it was made; fairs are above jobs, so no foreign key."""
    booth_id: Mapped[UUID | None] = mapped_column(index=True)
    live_session_id: Mapped[UUID | None]
    state: Mapped[ApplicationState] = mapped_column(
        StrEnumType(ApplicationState), default=ApplicationState.APPLIED
    )
    applied_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def is_active(self) -> bool:
        """Whether both sides still want it."""
        return self.state is ApplicationState.APPLIED

    def apply_again(self, at: datetime) -> None:
        """A withdrawn application is made anew; a declined one is not, an active one is there."""
        if self.state is not ApplicationState.WITHDRAWN:
            raise errors.AlreadyApplied
        self.state = ApplicationState.APPLIED
        self.applied_at = at

    def withdraw(self) -> None:
        """The worker takes it back."""
        if not self.is_active:
            raise errors.NotApplied
        self.state = ApplicationState.WITHDRAWN

    def hire(self) -> None:
        """It led to a signed labor contract."""
        if not self.is_active:
            raise errors.NotApplied
        self.state = ApplicationState.HIRED

    def decline(self) -> None:
        """The enterprise ends it."""
        if not self.is_active:
            raise errors.NotApplied
        self.state = ApplicationState.DECLINED
