"""Tables of enterprises."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Row, StrEnumType, UTCDateTime
from server.core.privacy import EncryptedText
from server.enterprises import errors


class EnterpriseStatus(StrEnum):
    """How far the bureau's review is."""

    PENDING = "pending"
    """Waits for the bureau of its area."""
    APPROVED = "approved"
    """May publish postings, take booths, go on air."""
    REFUSED = "refused"
    """May correct its entry and send it in again."""
    FROZEN = "frozen"
    """Was approved, and was stopped."""


class EnterpriseKind(StrEnum):
    """What stands between worker and work; workers are told."""

    EMPLOYER = "employer"
    """Employs the worker itself."""
    DISPATCH_AGENCY = "dispatch_agency"
    """Employs the worker and sends them to work at another enterprise."""
    HR_AGENCY = "hr_agency"
    """Recruits for others and employs nobody."""


class Enterprise(Row):
    """An employing unit, or an agency that recruits for one."""

    __tablename__ = "enterprises"
    __table_args__ = (
        sa.CheckConstraint(
            "status != 'refused' OR refusal_reason IS NOT NULL", name="refused_with_reason"
        ),
        sa.CheckConstraint(
            "kind = 'employer' OR license_number IS NOT NULL", name="agency_with_license"
        ),
        sa.Index(None, "status", "area_code"),
    )

    name: Mapped[str] = mapped_column(sa.String(120))
    uscc: Mapped[str] = mapped_column(sa.String(18), unique=True)
    """Unified social credit code (GB 32100-2015); public."""
    kind: Mapped[EnterpriseKind] = mapped_column(
        StrEnumType(EnterpriseKind), default=EnterpriseKind.EMPLOYER
    )
    license_number: Mapped[str | None] = mapped_column(sa.String(60))
    """The license for human-resources services or labor dispatch; agencies must have one."""
    area_code: Mapped[str] = mapped_column(sa.String(12))
    """Where it stands; the bureaus above this area review it."""
    address: Mapped[str] = mapped_column(sa.String(200))
    contact_name: Mapped[str] = mapped_column(EncryptedText("enterprises.contact_name"))
    contact_phone: Mapped[str] = mapped_column(EncryptedText("enterprises.contact_phone"))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    """What it makes and how one lives there, in its own words."""
    status: Mapped[EnterpriseStatus] = mapped_column(
        StrEnumType(EnterpriseStatus), default=EnterpriseStatus.PENDING
    )
    refusal_reason: Mapped[str | None] = mapped_column(sa.String(500))
    """Shown to the recruiter while refused or frozen."""
    reviewed_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def is_approved(self) -> bool:
        """Whether it may show anything to workers."""
        return self.status is EnterpriseStatus.APPROVED

    def approve(self, by: UUID | None, at: datetime) -> None:
        """The bureau says yes."""
        self._decide(by, at)
        self.status = EnterpriseStatus.APPROVED
        self.refusal_reason = None

    def refuse(self, by: UUID | None, at: datetime, reason: str) -> None:
        """The bureau says no, and why."""
        self._decide(by, at)
        self.status = EnterpriseStatus.REFUSED
        self.refusal_reason = reason

    def resubmit(self) -> None:
        """Wait for review again after a refusal."""
        if self.status is not EnterpriseStatus.REFUSED:
            raise errors.NotRefused
        self.status = EnterpriseStatus.PENDING
        self.refusal_reason = None

    def review_again(self) -> None:
        """Wait for review again, because what was approved has changed."""
        if self.status is not EnterpriseStatus.APPROVED:
            raise errors.WrongState
        self.status = EnterpriseStatus.PENDING

    def freeze(self, by: UUID | None, at: datetime, reason: str) -> None:
        """Stop an approved enterprise."""
        if self.status is not EnterpriseStatus.APPROVED:
            raise errors.WrongState
        self.status = EnterpriseStatus.FROZEN
        self.refusal_reason = reason
        self.reviewed_by, self.reviewed_at = by, at

    def release(self, by: UUID | None, at: datetime) -> None:
        """Let a frozen enterprise publish again."""
        if self.status is not EnterpriseStatus.FROZEN:
            raise errors.WrongState
        self.status = EnterpriseStatus.APPROVED
        self.refusal_reason = None
        self.reviewed_by, self.reviewed_at = by, at

    def _decide(self, by: UUID | None, at: datetime) -> None:
        if self.status is not EnterpriseStatus.PENDING:
            raise errors.NotWaiting
        self.reviewed_by, self.reviewed_at = by, at
