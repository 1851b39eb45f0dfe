"""Fairs as a calendar file (:rfc:`5545`). Pure: plain values in, bytes out.

The same fairs give the same bytes, whenever they are asked for: DTSTAMP is the last change, as the
standard has it for a file without METHOD (3.8.7.2), so an unchanged feed answers 304.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

PRODUCT = "-//Lianpin//Fairs//ZH"
REFRESH = timedelta(hours=1)
"""How often a subscribed calendar is asked to look again (:rfc:`7986` 5.7)."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A fair, or a part of one."""

    uid: str
    """Stable for the life of the fair, also when it is moved."""
    sequence: int
    """Counts what a visitor must hear of (3.8.7.4)."""
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    """IANA zone: the event stays at its wall clock (TZID), and carries its VTIMEZONE."""
    title: str
    description: str = ""
    location: str = ""
    url: str = ""
    category: str = ""
    cancelled: bool = False
    part_of: str = ""
    """UID of the fair that this is a part of (RELATED-TO, parent)."""


def calendar_file(name: str, entries: Iterable[Entry]) -> bytes:
    """The file that a calendar program subscribes to.

    :param name: what the program calls the calendar
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for entry in entries:
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(entry: Entry) -> Event:
    event = Event()
    zone = ZoneInfo(entry.zone)
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    if entry.description:
        event.add("description", entry.description)
    if entry.location:
        event.add("location", entry.location)
    if entry.url:
        event.add("url", entry.url)
    if entry.category:
        event.add("categories", [entry.category])
    if entry.part_of:
        parent = vText(entry.part_of)
        parent.params["RELTYPE"] = "PARENT"
        event.add("related-to", parent)
    return event
