"""Reading stations."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.accounts import queries as accounts
from server.accounts.models import Account
from server.areas.queries import in_subtree
from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.stations.models import Seat, Station


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Row scope: an officer's own station, an organizer's area and below."""
    if actor.is_system:
        return sa.true()
    if actor.role is Role.OFFICER and actor.station_id:
        return Station.id == actor.station_id
    if actor.role is Role.ORGANIZER and actor.area_code:
        return in_subtree(Station.area_code, actor.area_code)
    return sa.false()


def station_by_id(uow: UnitOfWork, actor: Actor, station_id: UUID) -> Station:
    """A station in the actor's sight; else `NotFound`."""
    found = uow.session.scalar(sa.select(Station).where(Station.id == station_id, _visible(actor)))
    if found is None:
        raise NotFound
    return found


def station_of(uow: UnitOfWork, actor: Actor) -> Station:
    """The station this actor runs; `NotFound` for everyone else."""
    found = uow.find(Station, actor.station_id) if actor.station_id else None
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class SeatAt:
    """A seat at its station; permissions ask about the station, so its fields stand here too."""

    station: Station
    seat: Seat

    @property
    def id(self) -> UUID:
        """The station's id."""
        return self.station.id

    @property
    def area_code(self) -> str:
        """The station's area."""
        return self.station.area_code


def seat_at(uow: UnitOfWork, actor: Actor, station_id: UUID, seat_id: UUID) -> SeatAt:
    """A seat with its station, when the station lies in the actor's sight; else `NotFound`."""
    station = station_by_id(uow, actor, station_id)
    seat = uow.get(Seat, seat_id)
    if seat.station_id != station.id:
        raise NotFound
    return SeatAt(station, seat)


def stations_seen_by(actor: Actor, *, text: str | None = None) -> sa.Select[Any]:
    """The stations in the actor's sight, in the order of their areas."""
    statement = sa.select(Station).where(_visible(actor)).order_by(Station.area_code, Station.id)
    if text:
        statement = statement.where(Station.name.contains(text, autoescape=True))
    return statement


def list_stations(uow: UnitOfWork, actor: Actor, *, limit: int = 200) -> list[Station]:
    """The stations in the actor's sight, at most `limit`."""
    return uow.scalars(stations_seen_by(actor).limit(limit))


def list_stations_of(uow: UnitOfWork, bureau_id: UUID) -> list[Station]:
    """The stations that a bureau runs, in the order of their areas."""
    return uow.scalars(
        sa.select(Station)
        .where(Station.bureau_id == bureau_id)
        .order_by(Station.area_code, Station.id)
    )


def list_stations_in(uow: UnitOfWork, area_code: str) -> list[Station]:
    """The stations of an area and of everything below it."""
    return uow.scalars(
        sa.select(Station)
        .where(in_subtree(Station.area_code, area_code))
        .order_by(Station.area_code, Station.id)
    )


def count_stations(uow: UnitOfWork, actor: Actor) -> int:
    """How many stations are in the actor's sight."""
    return uow.session.scalar(sa.select(sa.func.count(Station.id)).where(_visible(actor))) or 0


def list_seats(uow: UnitOfWork, station_id: UUID, *, open_only: bool = False) -> list[Seat]:
    """The seats of a station by label."""
    statement = sa.select(Seat).where(Seat.station_id == station_id).order_by(Seat.label)
    if open_only:
        statement = statement.where(Seat.closed_at.is_(None))
    return uow.scalars(statement)


def seats_by_station(uow: UnitOfWork, station_ids: Iterable[UUID]) -> dict[UUID, list[Seat]]:
    """The open seats of several stations, one query."""
    found: dict[UUID, list[Seat]] = {station_id: [] for station_id in station_ids}
    seats = sa.select(Seat).where(Seat.station_id.in_(found), Seat.closed_at.is_(None))
    for seat in uow.session.scalars(seats.order_by(Seat.label)):
        found[seat.station_id].append(seat)
    return found


def list_officers(uow: UnitOfWork, station_id: UUID) -> list[Account]:
    """The accounts that run a station and are not disabled, oldest first."""
    return accounts.list_accounts(uow, station_id=station_id)
