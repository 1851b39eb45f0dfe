"""Tables of offers: the offer and its versions of terms."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.db import Row, StrEnumType, UTCDateTime
from server.jobs.terms import MealsLodging, ShiftPattern
from server.offers import errors
from server.offers.events import DeclineReason
from server.offers.terms import HoursSystem, PayPart, Terms, Transport


class OfferState(StrEnum):
    """How an offer stands."""

    OPEN = "open"
    """Waits for the worker's answer."""
    ACCEPTED = "accepted"
    """A contract is drafted."""
    DECLINED = "declined"
    """The worker said no."""
    WITHDRAWN = "withdrawn"
    """The enterprise took it back."""
    LAPSED = "lapsed"
    """Nobody answered in time."""


_STANDING = sa.text("state IN ('open', 'accepted')")


class Offer(Row):
    """An offer after an interview."""

    __tablename__ = "offers"
    __table_args__ = (
        sa.Index(
            "uq_offers_interview_id_standing",
            "interview_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        sa.CheckConstraint(
            "(state = 'accepted') = (accepted_version IS NOT NULL)", name="accepted_with_version"
        ),
        sa.CheckConstraint(
            "(state = 'declined') = (decline_reason IS NOT NULL)", name="declined_with_reason"
        ),
        sa.Index(None, "state", "reply_by"),
    )

    interview_id: Mapped[UUID] = mapped_column(sa.ForeignKey("interviews.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(sa.ForeignKey("workers.id"), index=True)
    enterprise_id: Mapped[UUID] = mapped_column(sa.ForeignKey("enterprises.id"), index=True)
    posting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("job_postings.id"), index=True)
    made_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    """The recruiter."""
    state: Mapped[OfferState] = mapped_column(StrEnumType(OfferState), default=OfferState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    """Of the current terms."""
    reply_by: Mapped[datetime] = mapped_column(UTCDateTime)
    """Of the current terms; kept here for the clock."""
    accepted_version: Mapped[int | None]
    decline_reason: Mapped[DeclineReason | None] = mapped_column(StrEnumType(DeclineReason))
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When it was answered, withdrawn or lapsed."""
    versions: Mapped[list["OfferTerms"]] = relationship(
        order_by="OfferTerms.version", lazy="selectin"
    )

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is OfferState.OPEN

    @property
    def terms(self) -> Terms:
        """The current terms."""
        return self.versions[-1].as_terms()

    def revise(self, version: int, reply_by: datetime) -> None:
        """Other terms are current from now on."""
        self._require_open()
        self.version = version
        self.reply_by = reply_by

    def accept(self, version: int, at: datetime) -> None:
        """The worker accepts, naming the terms they read."""
        self._require_open()
        if at > self.reply_by:
            raise errors.NotOpen
        if version != self.version:
            raise errors.TermsChanged
        self.accepted_version = version
        self._close(OfferState.ACCEPTED, at)

    def decline(self, reason: DeclineReason, at: datetime) -> None:
        """The worker says no."""
        self._require_open()
        self.decline_reason = reason
        self._close(OfferState.DECLINED, at)

    def withdraw(self, at: datetime) -> None:
        """The enterprise takes it back."""
        self._require_open()
        self._close(OfferState.WITHDRAWN, at)

    def lapse(self, at: datetime) -> None:
        """The time to reply is over."""
        self._require_open()
        self._close(OfferState.LAPSED, at)

    def _require_open(self) -> None:
        if self.state is not OfferState.OPEN:
            raise errors.NotOpen

    def _close(self, state: OfferState, at: datetime) -> None:
        self.state = state
        self.closed_at = at


class OfferTerms(Row):
    """One version of an offer's terms; never changed, only followed by another."""

    __tablename__ = "offer_terms"
    __table_args__ = (
        sa.UniqueConstraint("offer_id", "version"),
        sa.CheckConstraint("base_pay_fen > 0", name="base_pay_stated"),
        sa.CheckConstraint("pay_day BETWEEN 1 AND 28", name="pay_day_in_every_month"),
        sa.CheckConstraint("term_months >= 0", name="term_not_negative"),
        sa.CheckConstraint("probation_months BETWEEN 0 AND 6", name="probation_lawful"),
    )

    offer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("offers.id"))
    version: Mapped[int]
    post: Mapped[str] = mapped_column(sa.String(80))
    duties: Mapped[str] = mapped_column(sa.String(300))
    place: Mapped[str] = mapped_column(sa.String(200))
    area_code: Mapped[str] = mapped_column(sa.String(12))
    base_pay_fen: Mapped[int]
    """Per month."""
    pay_parts: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    """`PayPart` to fen per month."""
    probation_pay_fen: Mapped[int | None]
    pay_day: Mapped[int]
    """Of the following month."""
    shift_pattern: Mapped[ShiftPattern] = mapped_column(StrEnumType(ShiftPattern))
    hours_system: Mapped[HoursSystem] = mapped_column(StrEnumType(HoursSystem))
    term_months: Mapped[int]
    """0 is open-ended."""
    probation_months: Mapped[int]
    starts_on: Mapped[date]
    meals_lodging: Mapped[MealsLodging] = mapped_column(StrEnumType(MealsLodging))
    transport: Mapped[Transport] = mapped_column(StrEnumType(Transport))
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    reply_by: Mapped[datetime] = mapped_column(UTCDateTime)

    @classmethod
    def of(cls, offer_id: UUID, version: int, terms: Terms) -> "OfferTerms":
        """The row of a version."""
        return cls(
            offer_id=offer_id,
            version=version,
            post=terms.post,
            duties=terms.duties,
            place=terms.place,
            area_code=terms.area_code,
            base_pay_fen=terms.base_pay_fen,
            pay_parts={part.value: fen for part, fen in terms.pay_parts.items()},
            probation_pay_fen=terms.probation_pay_fen,
            pay_day=terms.pay_day,
            shift_pattern=terms.shift_pattern,
            hours_system=terms.hours_system,
            term_months=terms.term_months,
            probation_months=terms.probation_months,
            starts_on=terms.starts_on,
            meals_lodging=terms.meals_lodging,
            transport=terms.transport,
            note=terms.note,
            reply_by=terms.reply_by,
        )

    def as_terms(self) -> Terms:
        """The plain value."""
        return Terms(
            post=self.post,
            duties=self.duties,
            place=self.place,
            area_code=self.area_code,
            base_pay_fen=self.base_pay_fen,
            pay_parts={PayPart(part): fen for part, fen in self.pay_parts.items()},
            probation_pay_fen=self.probation_pay_fen,
            pay_day=self.pay_day,
            shift_pattern=self.shift_pattern,
            hours_system=self.hours_system,
            term_months=self.term_months,
            probation_months=self.probation_months,
            starts_on=self.starts_on,
            meals_lodging=self.meals_lodging,
            transport=self.transport,
            note=self.note,
            reply_by=self.reply_by,
        )
