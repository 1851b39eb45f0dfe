"""The words of tickets and scorecards. Pure."""

from typing import Any

from server.core.i18n import lazy
from server.interviews.events import ScoreResult
from server.interviews.models import TicketState

TICKET_STATES = {
    TicketState.WAITING: (lazy("Waiting"), "info"),
    TicketState.CALLED: (lazy("You are being called"), "accent"),
    TicketState.IN_INTERVIEW: (lazy("In the interview"), "good"),
}
"""Words and tone of the states in which a worker holds a number."""

RESULTS = {
    ScoreResult.PASS: (lazy("Wants to hire"), "good", lazy("This person can start here.")),
    ScoreResult.HOLD: (lazy("Decide later"), "warn", lazy("Compare with others first.")),
    ScoreResult.REJECT: (lazy("Not for this work"), "neutral", lazy("Another posting may fit.")),
}
"""Words, tone and hint of each result."""


def result_choices() -> list[tuple[str, Any, Any]]:
    """Triples for the `radio_cards` macro."""
    return [(result.value, words, hint) for result, (words, _tone, hint) in RESULTS.items()]


CRITERIA = (
    ("experience", lazy("Experience"), lazy("What this person can do already.")),
    (
        "communication",
        lazy("Understanding"),
        lazy("Understands and is understood; dialect is fine."),
    ),
    ("readiness", lazy("Readiness"), lazy("Can start at the time and place of the posting.")),
)
"""Field, words and hint of each mark."""

MARKS = (
    (5, lazy("Very good")),
    (4, lazy("Good")),
    (3, lazy("Fair")),
    (2, lazy("Weak")),
    (1, lazy("Not enough")),
)
