"""The order of a queue: who is next, what a missed call costs, how long it will take. Pure.

A ticket's `turn` is where it stands; numbers are what people read and never change. A worker who
misses a call once stands behind the next few and keeps the number; who misses twice has left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from statistics import fmean, pstdev
from typing import Final, Protocol, TypeVar

ANSWER_WITHIN: Final = timedelta(seconds=45)
"""A call rings this long. An old phone needs some seconds to wake, a person some more."""
GRACE: Final = timedelta(seconds=3)
"""An answer may be on its way for so long after the last ring; nobody sees these seconds."""
BEHIND: Final = 3
"""A worker who missed a call lets this many others pass."""
MAY_MISS: Final = 1
"""Calls one may miss and stay; the next one missed ends the ticket."""
STEP: Final = 1 << 20
"""The room between two turns, into which those who missed a call are put."""
USUAL_S: Final = 480.0
"""What an interview takes before this booth has held one (ADR 7)."""
P90: Final = 1.2816
"""The 90th percentile of a normal distribution, in standard deviations."""


class Standing(Protocol):
    """What the order asks of a ticket."""

    turn: int
    number: int


S = TypeVar("S", bound=Standing)


@dataclass(frozen=True)
class Wait:
    """An honest answer to "how long": mean and 90th percentile, seconds."""

    mean_s: float
    p90_s: float


def in_order(tickets: Iterable[S]) -> list[S]:
    """First who is next; the lower number goes first where two stand at the same turn."""
    return sorted(tickets, key=lambda ticket: (ticket.turn, ticket.number))


def turn_of_new(turns: Iterable[int]) -> int:
    """The turn of a new ticket: behind all tickets of the booth, whatever became of them."""
    return max(turns, default=0) + STEP


def turn_after_miss(waiting: Sequence[int], last: int) -> int:
    """Where a worker stands after a missed call: behind the next `BEHIND`, or last.

    :param waiting: the turns of those who wait, in order
    :param last: the greatest turn ever given at this booth, also to tickets that are closed
    """
    if len(waiting) <= BEHIND:
        return last + STEP
    return (waiting[BEHIND - 1] + waiting[BEHIND]) // 2


def stays_after_miss(missed_before: int) -> bool:
    """Whether one who has now missed a call stays in the queue.

    :param missed_before: calls missed before this one, at least 0
    """
    return missed_before < MAY_MISS


def expected_wait(ahead: int, recent: Sequence[float]) -> Wait:
    """Expected wait for the next place in a queue.

    :param ahead: tickets before this one, at least 0; the one being interviewed counts too
    :param recent: lengths of the last interviews at this booth, seconds, newest last; may be empty
    :return: mean and 90th percentile, seconds; 480 s for each when `recent` is empty (ADR 7)
    """
    mean = fmean(recent) if recent else USUAL_S
    # Two interviews say little about the spread; until there are more, half the mean is taken.
    spread = pstdev(recent) if len(recent) > 2 else mean / 2
    return Wait(mean_s=ahead * mean, p90_s=ahead * mean + P90 * sqrt(ahead) * spread)
