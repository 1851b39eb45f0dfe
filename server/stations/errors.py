"""Refusals of stations."""

from server.core.errors import Conflict, Invalid
from server.core.i18n import lazy


class NameTaken(Conflict):
    """Two stations of one name in one area could not be told apart on a fair's page."""

    code = "stations.station.name_taken"
    message = lazy("There is already a station of this name in this area.")


class OutsideArea(Invalid):
    """A bureau opens stations in its own area and below."""

    code = "stations.station.outside_area"
    message = lazy("This place lies outside the area of your bureau.")


class LabelTaken(Conflict):
    """Two seats of one label could not be told apart."""

    code = "stations.seat.label_taken"
    message = lazy("This station already has a seat of this name.")


class SeatClosed(Conflict):
    """A seat that was taken out of use takes no bookings."""

    code = "stations.seat.closed"
    message = lazy("This seat has been taken out of use.")
