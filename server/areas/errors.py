"""What can be refused about areas."""

from server.core.errors import Invalid, NotFound
from server.core.i18n import lazy


class AreaUnknown(NotFound):
    """No area has this code."""

    code = "areas.area.unknown"
    message = lazy("There is no area with this code.")


class AreaRequired(Invalid):
    """A place was asked for and none, or none that exists, was given."""

    code = "areas.area.required"
    message = lazy("Please choose an area from the list.")


class DataMissing(NotFound):
    """The division data was not built on this machine."""

    code = "areas.data.missing"
    message = lazy("The division data is not built: run `python -m server.areas.build_data`.")
