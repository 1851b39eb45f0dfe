"""Who hears what concerns a station."""

from server.core.sockets import listen
from server.stations import queries
from server.stations.permissions import StationPermission

listen("station", needs=StationPermission.READ, on=queries.station_by_id)
