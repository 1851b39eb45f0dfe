"""What a posting says, as plain values. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PostingStatus(StrEnum):
    """Who sees a posting."""

    DRAFT = "draft"
    """Only its enterprise; may still be changed."""
    OPEN = "open"
    """Everyone; takes applications."""
    CLOSED = "closed"
    """Stays readable, takes no applications."""


class ApplicationState(StrEnum):
    """How an application stands; interviews, offers and contracts have rows of their own."""

    APPLIED = "applied"
    """The enterprise can see it."""
    WITHDRAWN = "withdrawn"
    """The worker took it back."""
    DECLINED = "declined"
    """The enterprise will not go on with it."""
    HIRED = "hired"
    """A labor contract for the posting was signed by both sides."""


class CloseReason(StrEnum):
    """Why a posting was closed."""

    FILLED = "filled"
    """Enough people were hired."""
    WITHDRAWN = "withdrawn"
    """The enterprise no longer hires for it."""
    EXPIRED = "expired"
    """Its last day is over."""


class PayPeriod(StrEnum):
    """What the pay is for."""

    HOUR = "hour"
    MONTH = "month"
    PIECE = "piece"


class ShiftPattern(StrEnum):
    """When one works."""

    DAY = "day"
    """Long day shift."""
    TWO_SHIFT = "two_shift"
    """Day and night in turns, two crews."""
    THREE_SHIFT = "three_shift"
    """Three crews around the clock."""
    SIX_ONE = "six_one"
    """Six days of work, one of rest."""
    FIVE_TWO = "five_two"
    """Five days of work, two of rest."""
    FLEXIBLE = "flexible"
    """Agreed with each worker."""


class MealsLodging(StrEnum):
    """Whether one eats and sleeps there."""

    BOTH = "both"
    """Meals and lodging at the employer's cost."""
    MEALS = "meals"
    LODGING = "lodging"
    AT_COST = "at_cost"
    """Offered, and deducted from pay."""
    NONE = "none"


class Insurance(StrEnum):
    """What the enterprise insures; social insurance is a legal duty, less has to be said openly."""

    FIVE = "five"
    """All five kinds of social insurance."""
    FIVE_AND_HOUSING = "five_and_housing"
    """All five kinds, and the housing fund."""
    INJURY_ONLY = "injury_only"
    """Work injury only: part-time, internship or past retirement age."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Everything a posting says; the law wants most of it, so little is optional."""

    title: str
    occupation: str
    place: str
    area_code: str
    """12 digits."""
    pay_from_fen: int
    pay_to_fen: int | None = None
    pay_period: PayPeriod
    pay_notes: str = ""
    shift_pattern: ShiftPattern
    meals_lodging: MealsLodging
    couple_room: bool = False
    insurance: Insurance
    headcount: int
    valid_until: date
    description: str
