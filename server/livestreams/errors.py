"""Refusals of the livestreams domain.

Conflict
├── livestreams.session.over        it has ended
└── livestreams.session.not_yet     the studio opens shortly before the slot
"""

from server.core.errors import Conflict
from server.core.i18n import lazy


class LiveOver(Conflict):
    """The live session has ended."""

    code = "livestreams.session.over"
    message = lazy("This live session is over.")


class NotYet(Conflict):
    """The studio opens shortly before the slot, so that nobody is on another's hour."""

    code = "livestreams.session.not_yet"
    message = lazy("Your time on air has not come yet. The studio opens half an hour before it.")
