"""`flask --app wsgi doctor`: names every misconfiguration, and what to do about each.

An examination is a function of the settings that yields findings. It never raises: what it cannot
look at is itself a finding. Domains may add their own with `@examination`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from server.core.settings import Settings


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    """As it should be."""
    WARNING = "warning"
    """Works, but will surprise someone."""
    ERROR = "error"
    """Something does not work, or is not safe."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    code: str
    """Stable, for programs: `database.behind`."""
    text: str
    """A sentence about what is so. No secret, no personal data."""
    do: str = ""
    """A sentence about what to do; empty when all is well."""


Examination = Callable[[Settings], Iterator[Finding]]
EXAMINATIONS: list[Examination] = []


def examination(examine: Examination) -> Examination:
    """Have the doctor run `examine`."""
    EXAMINATIONS.append(examine)
    return examine


def ok(code: str, text: str) -> Finding:
    """All is well there."""
    return Finding(Level.OK, code, text)


def warning(code: str, text: str, do: str) -> Finding:
    """It works, but."""
    return Finding(Level.WARNING, code, text, do)


def error(code: str, text: str, do: str) -> Finding:
    """It does not work, or is not safe."""
    return Finding(Level.ERROR, code, text, do)


def examine(conf: Settings) -> list[Finding]:
    """Every finding, in the order of the examinations."""
    return [finding for each in EXAMINATIONS for finding in each(conf)]
