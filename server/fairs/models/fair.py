"""The fair itself: its hours, its state, and how the state may move."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core import clock
from server.core.db import Row, StrEnumType, UTCDateTime
from server.fairs import errors
from server.fairs.timezones import Hours


class FairKind(StrEnum):
    """What a visitor may expect."""

    VIDEO = "video"
    """On air and by video interview only; nobody travels."""
    DEDICATED = "dedicated"
    """For the workers of one area: the coast comes to the county."""
    ON_SITE = "on_site"
    """In a hall, with seats for video beside it."""
    VILLAGE_DELIVERY = "village_delivery"
    """Jobs are carried to the villages, station by station."""


class FairState(StrEnum):
    """How far the planning is."""

    DRAFT = "draft"
    """Only the host sees it."""
    INVITING = "inviting"
    """The host and the invited bureaus see it."""
    PUBLISHED = "published"
    """Everybody sees it; enterprises apply for booths; it opens at its hour."""
    CANCELLED = "cancelled"
    """It will not take place; everybody who could see it sees why."""
    ENDED = "ended"
    """Its hours are over."""


LIVING_STATES = (FairState.DRAFT, FairState.INVITING, FairState.PUBLISHED)
"""A fair that still takes people, seats and hours."""


class Fair(Row):
    """A fair that bureaus hold together."""

    __tablename__ = "fairs"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        sa.CheckConstraint("booth_count BETWEEN 1 AND 500", name="booth_count"),
        sa.CheckConstraint(
            "state != 'cancelled' OR cancel_reason IS NOT NULL", name="cancelled_with_reason"
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'ended') OR published_at IS NOT NULL", name="published_at"
        ),
        sa.Index(None, "state", "starts_at"),
    )

    title: Mapped[str] = mapped_column(sa.String(80))
    kind: Mapped[FairKind] = mapped_column(StrEnumType(FairKind))
    host_bureau_id: Mapped[UUID] = mapped_column(sa.ForeignKey("bureaus.id"), index=True)
    held_on: Mapped[date] = mapped_column(sa.Date, index=True)
    """The day on the fair's own wall clock."""
    opens_at: Mapped[time] = mapped_column(sa.Time)
    """The hour on the fair's own wall clock."""
    closes_at: Mapped[time] = mapped_column(sa.Time)
    """The same day, after `opens_at`."""
    timezone: Mapped[str] = mapped_column(sa.String(40), default="Asia/Shanghai")
    """IANA zone of the three above."""
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    """Derived from the wall clock, never typed."""
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """Derived from the wall clock, never typed."""
    booth_count: Mapped[int]
    """How many booths there are to give; they are numbered from 1."""
    description: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[FairState] = mapped_column(StrEnumType(FairState), default=FairState.DRAFT)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Since when it has been public; a draft that was cancelled never was."""
    cancel_reason: Mapped[str | None] = mapped_column(sa.String(500))
    """Shown to everybody who could see the fair."""
    revision: Mapped[int] = mapped_column(default=0)
    """SEQUENCE of the calendar entry (:rfc:`5545` 3.8.7.4): counts what a visitor must hear of."""
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    """LAST-MODIFIED of the calendar entry."""
    cloned_from_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("fairs.id"))
    """The fair whose plan this one repeats."""

    def set_hours(self, hours: Hours) -> None:
        """Keep the wall clock and derive the instants; the caller checked that it closes later."""
        self.held_on, self.timezone = hours.held_on, hours.zone
        self.opens_at, self.closes_at = hours.opens_at, hours.closes_at
        self.starts_at, self.ends_at = hours.starts_at, hours.ends_at

    @property
    def hours(self) -> Hours:
        """The wall clock it keeps."""
        return Hours(self.held_on, self.opens_at, self.closes_at, self.timezone)

    @property
    def is_public(self) -> bool:
        """Whether everybody sees it; a draft that was cancelled was never public."""
        return self.published_at is not None

    @property
    def is_living(self) -> bool:
        """Whether it can still be changed."""
        return self.state in LIVING_STATES

    def is_open(self, at: datetime) -> bool:
        """Whether workers can join queues and recruiters can call at `at`."""
        return self.state is FairState.PUBLISHED and self.starts_at <= at < self.ends_at

    def covers(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether a stretch of time lies within the fair's hours."""
        return self.starts_at <= starts_at < ends_at <= self.ends_at

    def touch(self, at: datetime) -> None:
        """A visitor's calendar must hear of this change."""
        self.revision += 1
        self.changed_at = at

    def invite(self) -> None:
        """The first invitation makes a draft visible to the invited; later ones change nothing."""
        if not self.is_living:
            raise errors.WrongState
        if self.state is FairState.DRAFT:
            self.state = FairState.INVITING

    def publish(self, at: datetime) -> None:
        """Put it on the public calendar; invitations may stay open."""
        if self.state not in (FairState.DRAFT, FairState.INVITING):
            raise errors.WrongState
        if self.ends_at <= at:
            raise errors.InThePast
        self.state = FairState.PUBLISHED
        self.published_at = at
        self.touch(at)

    def cancel(self, at: datetime, reason: str) -> None:
        """It will not take place; the plan stays readable."""
        if not self.is_living:
            raise errors.WrongState
        self.state = FairState.CANCELLED
        self.cancel_reason = reason
        self.touch(at)

    def end(self, at: datetime) -> None:
        """Its hours are over."""
        if self.state is not FairState.PUBLISHED or self.ends_at > at:
            raise errors.WrongState
        self.state = FairState.ENDED
        self.changed_at = at
