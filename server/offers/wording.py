"""The words of offers. Pure."""

from typing import Any

from server.core.i18n import format_date, format_money_fen, lazy
from server.jobs.wording import MEALS_LODGING, SHIFT_PATTERNS
from server.offers.events import DeclineReason
from server.offers.terms import HoursSystem, PayPart, Terms, Transport

PAY_PARTS = {
    PayPart.POST: lazy("Post allowance"),
    PayPart.ATTENDANCE: lazy("Full-attendance bonus"),
    PayPart.NIGHT: lazy("Night-shift allowance"),
    PayPart.MEALS: lazy("Meal allowance"),
    PayPart.HOUSING: lazy("Housing allowance"),
}
HOURS_SYSTEMS = {
    HoursSystem.STANDARD: lazy("Standard hours: 8 a day, 40 a week"),
    HoursSystem.COMPREHENSIVE: lazy("Hours averaged over a period (approved by the authority)"),
    HoursSystem.FLEXIBLE: lazy("Hours not counted (approved by the authority)"),
}
TRANSPORT = {
    Transport.ARRANGED: lazy("Travel is arranged and paid for"),
    Transport.REIMBURSED: lazy("The ticket is paid back after starting work"),
    Transport.OWN: lazy("Travel at one's own cost"),
}
DECLINE_REASONS = {
    DeclineReason.PAY: lazy("The pay is too low"),
    DeclineReason.DISTANCE: lazy("It is too far away"),
    DeclineReason.HOURS: lazy("The hours do not fit"),
    DeclineReason.LIVING: lazy("Meals or lodging do not fit"),
    DeclineReason.OTHER_JOB: lazy("I took another job"),
    DeclineReason.FAMILY: lazy("My family needs me at home"),
    DeclineReason.OTHER: lazy("Another reason"),
}
STATES = {
    "open": (lazy("Waits for an answer"), "warn"),
    "accepted": (lazy("Accepted"), "good"),
    "declined": (lazy("Declined"), "neutral"),
    "withdrawn": (lazy("Withdrawn"), "neutral"),
    "lapsed": (lazy("Lapsed"), "neutral"),
}
"""State to words and tone."""
TERMS = {
    0: lazy("Open-ended"),
    3: lazy("3 months"),
    6: lazy("6 months"),
    12: lazy("1 year"),
    24: lazy("2 years"),
    36: lazy("3 years"),
}
PROBATION = {
    0: lazy("No probation"),
    1: lazy("1 month"),
    2: lazy("2 months"),
    3: lazy("3 months"),
    6: lazy("6 months"),
}
REPLY_DAYS = {1: lazy("1 day"), 3: lazy("3 days"), 7: lazy("7 days"), 14: lazy("14 days")}

_months = lazy("%(count)s months")
_pay_day_words = lazy("by the %(day)s. of the next month, to your own bank account")
_notice = lazy("30 days before, in writing; nothing to pay")
_notice_probation = lazy("30 days before, in writing (3 days in probation); nothing to pay")
_unpaid = lazy("At once, if wages or insurance are not paid; the enterprise then owes compensation")


def months(count: int) -> str:
    """A length in months, in words."""
    return str(TERMS[count]) if count in TERMS else str(_months) % {"count": count}


def cards(terms: Terms) -> dict[str, list[tuple[str, str]]]:
    """The three cards of an offer: what one does, what one gets, how one leaves."""
    work = [
        (str(lazy("Post")), terms.post),
        (str(lazy("Duties")), terms.duties),
        (str(lazy("Place")), terms.place),
        (str(lazy("Shifts")), str(SHIFT_PATTERNS[terms.shift_pattern])),
        (str(lazy("First day")), format_date(terms.starts_on)),
        (str(lazy("Contract")), months(terms.term_months)),
    ]
    pay = [(str(lazy("Every month")), format_money_fen(terms.total_pay_fen))]
    pay.append((str(lazy("Base wage")), format_money_fen(terms.base_pay_fen)))
    pay += [(str(PAY_PARTS[part]), format_money_fen(fen)) for part, fen in terms.pay_parts.items()]
    pay.append((str(lazy("Paid")), str(_pay_day_words) % {"day": terms.pay_day}))
    pay.append((str(lazy("Meals and lodging")), str(MEALS_LODGING[terms.meals_lodging])))
    pay.append((str(lazy("Getting there")), str(TRANSPORT[terms.transport])))
    leave: list[tuple[str, str]] = []
    if terms.probation_months:
        probation_pay = terms.probation_pay_fen or terms.base_pay_fen
        words = f"{months(terms.probation_months)}, {format_money_fen(probation_pay)}"
        leave.append((str(lazy("Probation")), words))
    notice = _notice_probation if terms.probation_months else _notice
    leave.append((str(lazy("If I want to leave")), str(notice)))
    leave.append((str(lazy("If I am not paid")), str(_unpaid)))
    if terms.note:
        leave.append((str(lazy("Also promised")), terms.note))
    return {"work": work, "pay": pay, "leave": leave}


def choices(words: dict[Any, Any]) -> list[tuple[Any, Any]]:
    """Pairs for the `select` and `radio_cards` macros."""
    return [(getattr(member, "value", member), text) for member, text in words.items()]
