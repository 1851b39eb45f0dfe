"""Sample stations: a village and a township.

Reads from `world`: password, partner_bureau. Adds: station, seat, second_seat, officer,
township_station.
"""

from collections.abc import MutableMapping
from typing import Any

from server.core.unit_of_work import UnitOfWork
from server.stations import services

SHIBADONG = "433124110226"
SHUANGLONG = "433124110000"


def load(uow: UnitOfWork, world: MutableMapping[str, Any]) -> None:
    """Open both, with seats, and an officer for the village."""
    partner = world["partner_bureau"]
    station = services.open_station(
        uow,
        bureau_id=partner.id,
        name="十八洞村劳务协作服务站（样例）",
        area_code=SHIBADONG,
        address="村部一楼",
        phone="0743-0000001",
    )
    world["station"] = station
    world["seat"] = services.add_seat(uow, station_id=station.id, label="1号机")
    world["second_seat"] = services.add_seat(uow, station_id=station.id, label="2号机")
    world["officer"] = services.appoint_officer(
        uow,
        station_id=station.id,
        login_name="officer",
        password=world["password"],
        display_name="杨样例",
        phone="13900000004",
    )
    township = services.open_station(
        uow,
        bureau_id=partner.id,
        name="双龙镇劳务协作服务站（样例）",
        area_code=SHUANGLONG,
        address="镇便民服务中心",
    )
    services.add_seat(uow, station_id=township.id, label="1号机")
    world["township_station"] = township
