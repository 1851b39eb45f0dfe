"""Stations, seats and officers."""

from itertools import count

from server.accounts.models import Account
from server.bureaus.models import Bureau
from server.core.unit_of_work import UnitOfWork
from server.stations import services
from server.stations.models import Seat, Station
from tests.factories.bureaus import PASSWORD, make_bureau
from tests.factories.places import HUAYUAN, SHIBADONG, known_area

_numbers = count(1)


def make_station(
    uow: UnitOfWork,
    bureau: Bureau | None = None,
    *,
    area_code: str = SHIBADONG,
    name: str = "",
) -> Station:
    """A village station of 花垣, run by its county's bureau unless told."""
    bureau = bureau or make_bureau(uow, area_code=HUAYUAN)
    area = known_area(uow, area_code)
    return services.open_station(
        uow,
        bureau_id=bureau.id,
        name=name or f"{area.name}服务站{next(_numbers)}",
        area_code=area.code,
        address="村部一楼",
    )


def make_seat(uow: UnitOfWork, station: Station | None = None, *, label: str = "1号机") -> Seat:
    """A place with a camera."""
    station = station or make_station(uow)
    return services.add_seat(uow, station_id=station.id, label=label)


def make_officer(uow: UnitOfWork, station: Station | None = None) -> Account:
    """Somebody who runs a station."""
    station = station or make_station(uow)
    return services.appoint_officer(
        uow,
        station_id=station.id,
        login_name=f"officer{next(_numbers)}",
        password=PASSWORD,
        display_name="样例站点员",
    )
