"""What happens to stations."""

from uuid import UUID

import sqlalchemy as sa

from server.accounts import services as accounts
from server.accounts.models import Account
from server.areas import codes
from server.areas import queries as areas
from server.bureaus.models import Bureau
from server.core.identity import Role
from server.core.unit_of_work import UnitOfWork
from server.stations import errors
from server.stations.events import OfficerAppointed, SeatAdded, SeatClosed, StationOpened
from server.stations.models import Seat, Station


def open_station(
    uow: UnitOfWork,
    *,
    bureau_id: UUID,
    name: str,
    area_code: str,
    address: str = "",
    phone: str | None = None,
) -> Station:
    """Add a service station, run by a bureau inside whose area it lies.

    :raises OutsideArea: when the place lies elsewhere
    :raises NameTaken: when the place has a station of this name
    """
    bureau = uow.get(Bureau, bureau_id)
    area = areas.chosen_area(uow, area_code)
    if not codes.is_inside(area.code, bureau.area_code):
        raise errors.OutsideArea(fields={"area_code": errors.OutsideArea.message})
    _refuse_taken(uow, area.code, name)
    station = uow.add(
        Station(name=name, area_code=area.code, bureau_id=bureau.id, address=address, phone=phone)
    )
    uow.publish(StationOpened(station_id=station.id, bureau_id=bureau.id))
    return station


def edit_station(
    uow: UnitOfWork, *, station_id: UUID, name: str, address: str, phone: str | None
) -> Station:
    """Correct a station's entry; not its place, since its officers' sight depends on it."""
    station = uow.locked(Station, station_id)
    if name != station.name:
        _refuse_taken(uow, station.area_code, name)
    station.name, station.address, station.phone = name, address, phone
    uow.flush()
    return station


def add_seat(uow: UnitOfWork, *, station_id: UUID, label: str) -> Seat:
    """Set up a place with a camera.

    :raises LabelTaken: when the station has a seat of this label, also one out of use
    """
    station = uow.locked(Station, station_id)
    taken = sa.select(Seat.id).where(Seat.station_id == station.id, Seat.label == label)
    if uow.session.scalar(taken) is not None:
        raise errors.LabelTaken
    seat = uow.add(Seat(station_id=station.id, label=label))
    uow.publish(SeatAdded(station_id=station.id, seat_id=seat.id))
    return seat


def close_seat(uow: UnitOfWork, *, seat_id: UUID) -> Seat:
    """Take a seat out of use; bookings that stand are kept and seen by the organizer."""
    seat = uow.locked(Seat, seat_id)
    seat.close(uow.now)
    uow.publish(SeatClosed(station_id=seat.station_id, seat_id=seat.id))
    return seat


def reopen_seat(uow: UnitOfWork, *, seat_id: UUID) -> Seat:
    """Put a seat back into use."""
    seat = uow.locked(Seat, seat_id)
    if not seat.is_open:
        seat.reopen()
        uow.publish(SeatAdded(station_id=seat.station_id, seat_id=seat.id))
    return seat


def appoint_officer(
    uow: UnitOfWork,
    *,
    station_id: UUID,
    login_name: str,
    password: str,
    display_name: str,
    phone: str | None = None,
) -> Account:
    """Give a person an account that runs the station and sees the workers of its area."""
    station = uow.get(Station, station_id)
    account = accounts.create_account(
        uow,
        role=Role.OFFICER,
        login_name=login_name,
        password=password,
        display_name=display_name,
        phone=phone,
        station_id=station.id,
        area_code=station.area_code,
    )
    uow.publish(OfficerAppointed(station_id=station.id, account_id=account.id))
    return account


def _refuse_taken(uow: UnitOfWork, area_code: str, name: str) -> None:
    taken = sa.select(Station.id).where(Station.area_code == area_code, Station.name == name)
    if uow.session.scalar(taken) is not None:
        raise errors.NameTaken
