"""What an offer says, as plain values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from server.jobs.terms import MealsLodging, ShiftPattern

MONTHS_A_YEAR = 12


class PayPart(StrEnum):
    """A part of the pay beside the base wage."""

    POST = "post"
    """Allowance for the post."""
    ATTENDANCE = "attendance"
    """For full attendance."""
    NIGHT = "night"
    """For night shifts."""
    MEALS = "meals"
    """Toward meals."""
    HOUSING = "housing"
    """Toward rent."""


class HoursSystem(StrEnum):
    """How working time is counted (Labor Law, articles 36 and 39)."""

    STANDARD = "standard"
    """Eight hours a day, forty a week."""
    COMPREHENSIVE = "comprehensive"
    """Averaged over a period; needs the approval of the labor authority."""
    FLEXIBLE = "flexible"
    """Not counted; needs the approval of the labor authority."""


class Transport(StrEnum):
    """How the worker gets there, and who pays."""

    ARRANGED = "arranged"
    """A coach or train is arranged and paid for."""
    REIMBURSED = "reimbursed"
    """The ticket is paid back after starting work."""
    OWN = "own"
    """The worker travels at their own cost."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """One version of an offer's terms. Amounts per month."""

    post: str
    duties: str
    place: str
    area_code: str
    """12 digits, of the place of work."""
    base_pay_fen: int
    pay_parts: Mapping[PayPart, int] = field(default_factory=dict)
    """Fen per month."""
    probation_pay_fen: int | None = None
    """None where there is no probation, or it is paid like the rest."""
    pay_day: int
    """Day of the following month, 1 to 28."""
    shift_pattern: ShiftPattern
    hours_system: HoursSystem
    term_months: int
    """0 is open-ended."""
    probation_months: int
    starts_on: date
    meals_lodging: MealsLodging
    transport: Transport
    note: str = ""
    """What else was promised, in the recruiter's words."""
    reply_by: datetime
    """After this the offer lapses."""

    @property
    def total_pay_fen(self) -> int:
        """Base wage and parts, per month."""
        return self.base_pay_fen + sum(self.pay_parts.values())

    @property
    def ends_on(self) -> date | None:
        """Last day of the contract; None when it is open-ended."""
        return last_day(self.starts_on, self.term_months) if self.term_months else None


def last_day(starts_on: date, months: int) -> date:
    """The last day of a term of `months`: two years from 1 December 2026 end on 30 November 2028.

    A start on a day the last month does not have ends at that month's end.
    """
    index = starts_on.month - 1 + months
    year, month = starts_on.year + index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1
    first_after = date(year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)
    month_end = first_after - timedelta(days=1)
    if starts_on.day > month_end.day:
        return month_end
    return date(year, month, starts_on.day) - timedelta(days=1)
