"""An enterprise's place in a fair."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core import clock
from server.core.db import Row, StrEnumType, UTCDateTime
from server.fairs import errors


class BoothState(StrEnum):
    """What the host said to the application."""

    APPLIED = "applied"
    """Waits for the host."""
    APPROVED = "approved"
    """Has a number and is shown."""
    REFUSED = "refused"
    """Not given; the reason is shown to the enterprise, which may apply again."""


class Booth(Row):
    """An enterprise's place in a fair, from the application on."""

    __tablename__ = "booths"
    __table_args__ = (
        sa.UniqueConstraint("fair_id", "enterprise_id"),
        sa.UniqueConstraint("fair_id", "number"),
        sa.CheckConstraint("(state = 'approved') = (number IS NOT NULL)", name="approved_numbered"),
        sa.CheckConstraint(
            "state != 'refused' OR refusal_reason IS NOT NULL", name="refused_with_reason"
        ),
    )

    fair_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fairs.id"))
    enterprise_id: Mapped[UUID] = mapped_column(sa.ForeignKey("enterprises.id"), index=True)
    number: Mapped[int | None]
    """From 1; given with the approval, the lowest that is free."""
    state: Mapped[BoothState] = mapped_column(StrEnumType(BoothState), default=BoothState.APPLIED)
    recruiter_account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("accounts.id"), index=True
    )
    """Who staffs it; at no other booth in the same hours."""
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    """What the enterprise wrote to the host."""
    refusal_reason: Mapped[str | None] = mapped_column(sa.String(500))
    applied_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def is_approved(self) -> bool:
        """Whether it takes part."""
        return self.state is BoothState.APPROVED

    def approve(self, at: datetime, number: int) -> None:
        """The host gives the booth and its number."""
        self._decide(at)
        self.state, self.number = BoothState.APPROVED, number

    def refuse(self, at: datetime, reason: str) -> None:
        """The host does not give the booth, and says why."""
        self._decide(at)
        self.state, self.refusal_reason = BoothState.REFUSED, reason

    def apply_again(self, at: datetime) -> None:
        """After a refusal the enterprise may ask once more."""
        if self.state is not BoothState.REFUSED:
            raise errors.AlreadyApplied
        self.state, self.refusal_reason, self.decided_at = BoothState.APPLIED, None, None
        self.applied_at = at

    def staff_with(self, account_id: UUID) -> None:
        """Say who staffs it."""
        if self.state is BoothState.REFUSED:
            raise errors.BoothDecided
        self.recruiter_account_id = account_id

    def _decide(self, at: datetime) -> None:
        if self.state is not BoothState.APPLIED:
            raise errors.BoothDecided
        self.decided_at = at


class BoothPosting(Row):
    """A posting that a booth shows."""

    __tablename__ = "booth_postings"
    __table_args__ = (sa.UniqueConstraint("booth_id", "posting_id"),)

    booth_id: Mapped[UUID] = mapped_column(sa.ForeignKey("booths.id"))
    posting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("job_postings.id"), index=True)
