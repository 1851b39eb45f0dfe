"""A month as weeks of seven days, Monday first. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date

EARLIEST, LATEST = 2000, 2100
"""Years that the calendar turns to."""
_MONDAY_FIRST = calendar.Calendar(firstweekday=0)


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month in which `day` lies."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month | None":
        """`2026-11`; None when it is no month, or one that nobody plans for."""
        year, dash, month = text.partition("-")
        if not (dash and len(year) == 4 and len(month) == 2 and (year + month).isdecimal()):
            return None
        if not (EARLIEST <= int(year) <= LATEST and 1 <= int(month) <= 12):
            return None
        return cls(int(year), int(month))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    def shifted(self, months: int) -> "Month":
        """So many months later, or earlier when negative."""
        count = self.year * 12 + self.month - 1 + months
        return Month(count // 12, count % 12 + 1)

    def weeks(self) -> list[list[date]]:
        """Its weeks in full: days before the first and after the last belong to its neighbors."""
        return _MONDAY_FIRST.monthdatescalendar(self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
