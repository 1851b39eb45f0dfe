"""What each place of a room may do. Pure: the table is the whole of it.

A place is a participant's position in a media room. The core writes these rights into the join
token; the media node enforces them without asking back.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Place(StrEnum):
    """A participant's position in a media room."""

    RECRUITER = "recruiter"
    """Interviews for the enterprise."""
    WORKER = "worker"
    """Is interviewed."""
    OFFICER = "officer"
    """The third seat: the station's officer, there with the worker's consent."""
    STAGE = "stage"
    """Is on air in a live session."""
    VIEWER = "viewer"
    """Watches a live session."""


class RoomPurpose(StrEnum):
    """What a room is for; its subject is the row of that kind."""

    INTERVIEW = "interview"
    """Two or three people talk; the subject is an interview."""
    LIVE_SESSION = "live_session"
    """One stage, many viewers; the subject is a live session."""


@dataclass(frozen=True)
class Rights:
    """What a place may do."""

    publishes: frozenset[str]
    """Kinds of media it may send, of `audio` and `video`."""
    watches: bool
    """Whether it may receive what others send."""


_TALKS: Final = Rights(publishes=frozenset({"audio", "video"}), watches=True)

RIGHTS: Final[dict[RoomPurpose, dict[Place, Rights]]] = {
    RoomPurpose.INTERVIEW: {
        Place.RECRUITER: _TALKS,
        Place.WORKER: _TALKS,
        Place.OFFICER: _TALKS,
    },
    RoomPurpose.LIVE_SESSION: {
        # The stage hears nobody: viewers send nothing.
        Place.STAGE: Rights(publishes=frozenset({"audio", "video"}), watches=False),
        Place.VIEWER: Rights(publishes=frozenset(), watches=True),
    },
}


def rights_of(purpose: RoomPurpose, place: Place) -> Rights | None:
    """What `place` may do in a room for `purpose`; None when such a room has no such place."""
    return RIGHTS[purpose].get(place)
