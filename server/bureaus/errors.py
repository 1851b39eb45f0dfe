"""Refusals of bureaus."""

from server.core.errors import Conflict
from server.core.i18n import lazy


class NameTaken(Conflict):
    """Two offices of one name could not be told apart in an invitation."""

    code = "bureaus.bureau.name_taken"
    message = lazy("There is already an office of this name.")
