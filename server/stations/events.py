"""Facts about stations."""

from dataclasses import dataclass
from uuid import UUID

from server.core.events import Event


@dataclass(frozen=True, kw_only=True)
class StationOpened(Event, name="stations.station.opened"):
    """A service station joined the platform."""

    station_id: UUID
    bureau_id: UUID


@dataclass(frozen=True, kw_only=True)
class SeatAdded(Event, name="stations.seat.added"):
    """A place with a camera was set up."""

    station_id: UUID
    seat_id: UUID


@dataclass(frozen=True, kw_only=True)
class SeatClosed(Event, name="stations.seat.closed"):
    """A place with a camera was taken out of use."""

    station_id: UUID
    seat_id: UUID


@dataclass(frozen=True, kw_only=True)
class OfficerAppointed(Event, name="stations.officer.appointed"):
    """A person may run the station."""

    station_id: UUID
    account_id: UUID
