"""The one place that reads the time. Everything else asks `now()`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_shift = timedelta()
_fixed: datetime | None = None


def now() -> datetime:
    """The current instant, aware, in UTC."""
    if _fixed is not None:
        return _fixed
    return datetime.now(UTC) + _shift


def today(zone: str = "Asia/Shanghai") -> date:
    """The calendar day in `zone`: ages, last days and due dates are counted there."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Hold the clock at `at` (aware) for the length of a block; tests use it."""
    global _fixed  # noqa: PLW0603 -- the clock is one per process by definition
    before, _fixed = _fixed, at.astimezone(UTC)
    try:
        yield
    finally:
        _fixed = before
