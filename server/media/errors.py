"""Refusals of the media domain.

RoomOver        409  the room has ended; nobody enters it again
NoSuchPlace     403  a room of this kind has no such place
UnsignedFact    403  the message is not from the media node, or is too old
"""

from server.core.errors import Conflict, Forbidden
from server.core.i18n import lazy


class RoomOver(Conflict):
    """The room has ended."""

    code = "media.room.over"
    message = lazy("This conversation is over.")


class NoSuchPlace(Forbidden):
    """A room of this kind has no such place."""

    code = "media.room.no_such_place"
    message = lazy("There is no place for you in this room.")


class UnsignedFact(Forbidden):
    """The signature is missing, wrong or too old."""

    code = "media.webhook.unsigned"
    message = lazy("This message does not come from the media node.")
