"""What comes in about offers."""

from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from server.core.money import FenFromYuan
from server.core.schemas import Payload
from server.jobs.terms import MealsLodging, ShiftPattern
from server.offers.events import DeclineReason
from server.offers.terms import HoursSystem, PayPart, Terms, Transport

PayDay = Annotated[int, Field(ge=1, le=28)]
TermMonths = Annotated[int, Field(ge=0, le=120)]
ProbationMonths = Annotated[int, Field(ge=0, le=6)]
Fen = Annotated[int, Field(ge=0, le=100_000_000)]

PART_FIELDS = {part: f"pay_{part.value}_fen" for part in PayPart}
"""The form's field for each part of the pay."""


class _CommonTerms(Payload):
    """What form and API have in common."""

    post: str = Field(min_length=1, max_length=80)
    duties: str = Field(min_length=1, max_length=300)
    place: str = Field(min_length=1, max_length=200)
    pay_day: PayDay
    shift_pattern: ShiftPattern
    hours_system: HoursSystem
    term_months: TermMonths
    probation_months: ProbationMonths
    starts_on: date
    meals_lodging: MealsLodging
    transport: Transport
    note: str = Field(default="", max_length=300)


class TermsForm(_CommonTerms):
    """Terms as a recruiter types them: amounts in yuan, the time to reply in days."""

    posting_id: UUID
    base_pay_fen: FenFromYuan
    probation_pay_fen: FenFromYuan | None = None
    pay_post_fen: FenFromYuan | None = None
    pay_attendance_fen: FenFromYuan | None = None
    pay_night_fen: FenFromYuan | None = None
    pay_meals_fen: FenFromYuan | None = None
    pay_housing_fen: FenFromYuan | None = None
    reply_days: int = Field(ge=1, le=14)

    def as_terms(self, *, area_code: str, now: datetime) -> Terms:
        """The plain value."""
        parts = {part: getattr(self, name) or 0 for part, name in PART_FIELDS.items()}
        left_out = {"posting_id", "reply_days", *PART_FIELDS.values()}
        return Terms(
            **self.model_dump(exclude=left_out),
            pay_parts={part: fen for part, fen in parts.items() if fen},
            area_code=area_code,
            reply_by=now + timedelta(days=self.reply_days),
        )


class MakeOffer(_CommonTerms):
    """An offer as a program sends it: amounts in fen, the time to reply as an instant."""

    interview_id: UUID
    posting_id: UUID
    base_pay_fen: Fen
    probation_pay_fen: Fen | None = None
    pay_parts: dict[PayPart, Fen] = Field(default_factory=dict)
    reply_by: AwareDatetime

    def as_terms(self, *, area_code: str) -> Terms:
        """The plain value."""
        fields = self.model_dump(exclude={"interview_id", "posting_id"})
        return Terms(**fields, area_code=area_code)


class AcceptOffer(Payload):
    """The acceptance names the terms that were read."""

    terms_version: int = Field(ge=1)


class DeclineOffer(Payload):
    """A no, with its reason."""

    reason: DeclineReason
