"""Who may do what with stations."""

from server.bureaus.permissions import is_organizer, organizes_its_area
from server.core.identity import Actor, Role
from server.core.permissions import RULES, Permission, has_role
from server.core.unit_of_work import UnitOfWork
from server.stations.models import Station


class StationPermission(Permission):
    """Rights on stations."""

    DESK = "stations:desk:read"
    """Open the officer's desk of one's own station."""
    READ = "stations:station:read"
    """See a station with its seats and officers."""
    LIST = "stations:station:list"
    """See the stations of one's area."""
    OPEN = "stations:station:open"
    """Add a station in one's area."""
    EDIT = "stations:station:edit"
    """Correct its entry."""
    FURNISH = "stations:seat:manage"
    """Add seats, take them out of use and put them back."""
    APPOINT = "stations:officer:appoint"
    """Give a person an account that runs the station."""


is_officer = has_role(Role.OFFICER)


def is_officer_of(uow: UnitOfWork, actor: Actor, station: Station) -> bool:
    """Runs this very station."""
    return actor.role is Role.OFFICER and actor.station_id == station.id


RULES |= {
    StationPermission.DESK: [[is_officer_of]],
    StationPermission.READ: [[is_officer_of], [organizes_its_area]],
    StationPermission.LIST: [[is_organizer]],
    StationPermission.OPEN: [[is_organizer]],
    StationPermission.EDIT: [[organizes_its_area]],
    StationPermission.FURNISH: [[is_officer_of], [organizes_its_area]],
    StationPermission.APPOINT: [[organizes_its_area]],
}
