"""Wall clock to instant and back. Pure.

A fair keeps the wall clock it was planned with and its IANA zone; the instants are derived from
them and derived again when the date is moved, so a fair at nine stays a fair at nine.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONES = ("Asia/Shanghai", "Asia/Urumqi")
"""The zones a fair may keep: the legal time of China, and the one Xinjiang lives by."""


class NoSuchTime(ValueError):
    """The clocks of the zone jump over this wall-clock time (:rfc:`5545` 3.3.5 leaves it open)."""


def instant_of(day: date, at: time, zone: str) -> datetime:
    """The instant, in UTC, at which the clocks of `zone` show `at` on `day`.

    A time that comes twice (clocks are set back) is the first of the two.

    :raises NoSuchTime: when the clocks jump over it
    """
    local = datetime.combine(day, at.replace(tzinfo=None), tzinfo=ZoneInfo(zone))
    instant = local.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime
    return instant


def wall_clock(at: datetime, zone: str) -> datetime:
    """What the clocks of `zone` show at `at`: a naive date and time, for forms and for moving."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def moved(at: datetime, *, opened: datetime, opens: datetime, zone: str) -> datetime:
    """Where `at` goes when a fair that opened at `opened` opens at `opens` instead.

    The distance on the wall clock stays, also over a change of summer time: an air slot 90 minutes
    after opening stays 90 minutes after opening.

    :raises NoSuchTime: when the clocks jump over the new time
    """
    shifted = wall_clock(at, zone) + (wall_clock(opens, zone) - wall_clock(opened, zone))
    return instant_of(shifted.date(), shifted.time(), zone)


@dataclass(frozen=True)
class Hours:
    """A day and its hours on one zone's wall clock."""

    held_on: date
    opens_at: time
    closes_at: time
    zone: str = ZONES[0]

    @property
    def starts_at(self) -> datetime:
        """The opening as an instant; raises `NoSuchTime`."""
        return instant_of(self.held_on, self.opens_at, self.zone)

    @property
    def ends_at(self) -> datetime:
        """The closing as an instant; raises `NoSuchTime`."""
        return instant_of(self.held_on, self.closes_at, self.zone)

    def at(self, clock: time) -> datetime:
        """The instant of a wall-clock time on this day; raises `NoSuchTime`."""
        return instant_of(self.held_on, clock, self.zone)
