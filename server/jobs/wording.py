"""The words of a posting. Pure."""

from enum import StrEnum
from typing import Any

from server.core.i18n import format_money_fen, lazy
from server.jobs.terms import (
    ApplicationState,
    CloseReason,
    Insurance,
    MealsLodging,
    PayPeriod,
    PostingStatus,
    ShiftPattern,
)

PAY_PERIODS = {
    PayPeriod.MONTH: lazy("month"),
    PayPeriod.HOUR: lazy("hour"),
    PayPeriod.PIECE: lazy("piece"),
}
SHIFT_PATTERNS = {
    ShiftPattern.DAY: lazy("Long day shift"),
    ShiftPattern.TWO_SHIFT: lazy("Day and night shifts in turns"),
    ShiftPattern.THREE_SHIFT: lazy("Three shifts"),
    ShiftPattern.SIX_ONE: lazy("Six days on, one off"),
    ShiftPattern.FIVE_TWO: lazy("Five days on, two off"),
    ShiftPattern.FLEXIBLE: lazy("Hours as agreed"),
}
MEALS_LODGING = {
    MealsLodging.BOTH: lazy("Meals and lodging included"),
    MealsLodging.MEALS: lazy("Meals included"),
    MealsLodging.LODGING: lazy("Lodging included"),
    MealsLodging.AT_COST: lazy("Meals and lodging, deducted from pay"),
    MealsLodging.NONE: lazy("No meals, no lodging"),
}
INSURANCE = {
    Insurance.FIVE: lazy("Full social insurance"),
    Insurance.FIVE_AND_HOUSING: lazy("Full social insurance and housing fund"),
    Insurance.INJURY_ONLY: lazy("Work-injury insurance only"),
}
CLOSE_REASONS = {
    CloseReason.FILLED: lazy("Enough people were hired"),
    CloseReason.WITHDRAWN: lazy("The enterprise no longer hires for it"),
    CloseReason.EXPIRED: lazy("Its last day is over"),
}

STATUSES = {
    PostingStatus.DRAFT: lazy("Draft"),
    PostingStatus.OPEN: lazy("Taking applications"),
    PostingStatus.CLOSED: lazy("Closed"),
}
TONES = {
    PostingStatus.DRAFT: "neutral",
    PostingStatus.OPEN: "good",
    PostingStatus.CLOSED: "warn",
}
APPLICATION_STATES = {
    ApplicationState.APPLIED: lazy("Applied"),
    ApplicationState.WITHDRAWN: lazy("Taken back"),
    ApplicationState.DECLINED: lazy("Declined by the enterprise"),
    ApplicationState.HIRED: lazy("Hired"),
}
APPLICATION_TONES = {
    ApplicationState.APPLIED: "info",
    ApplicationState.WITHDRAWN: "neutral",
    ApplicationState.DECLINED: "neutral",
    ApplicationState.HIRED: "good",
}


def choices(words: dict[Any, Any]) -> list[tuple[str, Any]]:
    """Pairs for the `select` and `radio_cards` macros."""
    return [
        (member.value if isinstance(member, StrEnum) else member, text)
        for member, text in words.items()
    ]


def pay_range(from_fen: int, to_fen: int | None) -> str:
    """`¥5,500–7,000`, or one figure."""
    first = format_money_fen(from_fen)
    if to_fen is None or to_fen == from_fen:
        return first
    return f"{first}–{format_money_fen(to_fen).removeprefix('¥')}"


def pay_words(posting: Any) -> str:
    """`¥5,500–7,000 / month`, of anything that has the three pay fields."""
    amount = pay_range(posting.pay_from_fen, posting.pay_to_fen)
    return f"{amount} / {PAY_PERIODS[posting.pay_period]}"


def tags(posting: Any) -> list[str]:
    """What one compares first, in a few words each."""
    found = [
        str(SHIFT_PATTERNS[posting.shift_pattern]),
        str(MEALS_LODGING[posting.meals_lodging]),
        str(INSURANCE[posting.insurance]),
    ]
    if posting.couple_room:
        found.append(str(lazy("Couple rooms")))
    return found
