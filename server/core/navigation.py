"""The menu of each role; domains add their entries where they declare their pages."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from server.core.identity import Actor, Role


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    label: Any
    endpoint: str
    icon: str
    order: int


@dataclass(frozen=True)
class Link:
    """An entry as the page shows it."""

    label: str
    url: str
    icon: str
    active: bool


_entries: dict[Role | None, list[Entry]] = {}


def add(role: Role | None, label: Any, endpoint: str, *, icon: str = "", order: int = 50) -> None:
    """Add an entry to the menu of `role` (None: visitors). `order` sorts, small first."""
    entry = Entry(label, endpoint, icon, order)
    entries = _entries.setdefault(role, [])
    if entry.endpoint not in {known.endpoint for known in entries}:
        entries.append(entry)


def links_for(actor: Actor) -> list[Link]:
    """The menu for `actor`, in order."""
    entries = sorted(_entries.get(actor.role, []), key=lambda entry: entry.order)
    return [
        Link(
            label=str(entry.label),
            url=url_for(entry.endpoint),
            icon=entry.icon,
            active=request.endpoint == entry.endpoint,
        )
        for entry in entries
    ]
