"""Pages of stations: the officer's desk, the bureau's list, a station with seats and officers."""

from typing import Any

from flask import flash

from server.areas import queries as areas
from server.bureaus import desk as bureau_desk
from server.bureaus import queries as bureaus
from server.bureaus.models import Bureau
from server.core import navigation
from server.core.cards import Card
from server.core.http import Pages, redirect, render, url_for
from server.core.i18n import _, lazy
from server.core.identity import Actor, Role
from server.core.paging import Paged, paged
from server.core.permissions import allows
from server.core.schemas import FormState
from server.core.unit_of_work import UnitOfWork
from server.stations import queries, schemas, services
from server.stations.desk import add_card, cards
from server.stations.models import Station
from server.stations.permissions import StationPermission
from server.stations.queries import SeatAt

pages = Pages("stations")


# --- the officer ----------------------------------------------------------------------------------


@pages.get("/station", needs=StationPermission.DESK, on=queries.station_of)
def desk(uow: UnitOfWork, actor: Actor, station: Station) -> Any:
    """The officer's first page: cards that each domain hangs there."""
    return render(
        "stations/desk.html",
        station=station,
        place=areas.name_of(uow, station.area_code),
        cards=cards.load(uow, actor),
    )


# --- the bureau -----------------------------------------------------------------------------------


@pages.get("/stations", needs=StationPermission.LIST, payload=schemas.StationList)
def index(uow: UnitOfWork, actor: Actor, asked: schemas.StationList) -> Any:
    """The stations of one's area with their seats."""
    page: Paged[Station] = paged(uow, queries.stations_seen_by(actor, text=asked.text), asked)
    return render(
        "stations/list.html",
        page=page,
        asked=asked,
        places=areas.names_of(uow, {row.area_code for row in page.items}),
        seats=queries.seats_by_station(uow, [row.id for row in page.items]),
    )


@pages.get("/stations/new", needs=StationPermission.OPEN, on=bureaus.bureau_of)
def new(uow: UnitOfWork, actor: Actor, bureau: Bureau, form: FormState = FormState()) -> Any:
    """The form for a station in one's area."""
    return render("stations/new.html", bureau=bureau, form=form)


@pages.post(
    "/stations",
    needs=StationPermission.OPEN,
    on=bureaus.bureau_of,
    payload=schemas.OpenStation,
    again=new,
)
def create(uow: UnitOfWork, actor: Actor, bureau: Bureau, payload: schemas.OpenStation) -> Any:
    """Add a station; seats and officers come next, on its page."""
    station = services.open_station(
        uow,
        bureau_id=bureau.id,
        name=payload.name,
        area_code=payload.area_code,
        address=payload.address,
        phone=payload.public_phone,
    )
    flash(_("%(station)s is there. Now add its seats and officers.", station=station.name), "good")
    return redirect(url_for("stations.show", station_id=station.id))


@pages.get("/stations/<uuid:station_id>", needs=StationPermission.READ, on=queries.station_by_id)
def show(uow: UnitOfWork, actor: Actor, station: Station) -> Any:
    """A station with seats and officers."""
    return _station(uow, actor, station)


def save_again(uow: UnitOfWork, actor: Actor, station: Station, form: FormState) -> Any:
    """The page with a refused correction."""
    return _station(uow, actor, station, entry=form)


def seat_again(uow: UnitOfWork, actor: Actor, station: Station, form: FormState) -> Any:
    """The page with a refused seat."""
    return _station(uow, actor, station, seat=form)


def appoint_again(uow: UnitOfWork, actor: Actor, station: Station, form: FormState) -> Any:
    """The page with a refused appointment."""
    return _station(uow, actor, station, person=form)


def _station(
    uow: UnitOfWork,
    actor: Actor,
    station: Station,
    *,
    entry: FormState = FormState(),
    seat: FormState = FormState(),
    person: FormState = FormState(),
) -> Any:
    return render(
        "stations/show.html",
        station=station,
        place=areas.name_of(uow, station.area_code),
        bureau=uow.get(Bureau, station.bureau_id),
        seats=queries.list_seats(uow, station.id),
        officers=queries.list_officers(uow, station.id),
        may_edit=allows(uow, actor, StationPermission.EDIT, station),
        may_furnish=allows(uow, actor, StationPermission.FURNISH, station),
        may_appoint=allows(uow, actor, StationPermission.APPOINT, station),
        entry=entry,
        seat_form=seat,
        person_form=person,
    )


@pages.post(
    "/stations/<uuid:station_id>",
    needs=StationPermission.EDIT,
    on=queries.station_by_id,
    payload=schemas.EditStation,
    again=save_again,
)
def save(uow: UnitOfWork, actor: Actor, station: Station, payload: schemas.EditStation) -> Any:
    """Correct a station's entry."""
    services.edit_station(
        uow,
        station_id=station.id,
        name=payload.name,
        address=payload.address,
        phone=payload.public_phone,
    )
    flash(_("Saved."), "good")
    return redirect(url_for("stations.show", station_id=station.id))


@pages.post(
    "/stations/<uuid:station_id>/seats",
    needs=StationPermission.FURNISH,
    on=queries.station_by_id,
    payload=schemas.AddSeat,
    again=seat_again,
)
def add_seat(uow: UnitOfWork, actor: Actor, station: Station, payload: schemas.AddSeat) -> Any:
    """Set up a place with a camera."""
    seat = services.add_seat(uow, station_id=station.id, label=payload.label)
    flash(_("Seat %(seat)s can be booked for fairs.", seat=seat.label), "good")
    return redirect(url_for("stations.show", station_id=station.id))


@pages.post(
    "/stations/<uuid:station_id>/seats/<uuid:seat_id>/close",
    needs=StationPermission.FURNISH,
    on=queries.seat_at,
)
def close_seat(uow: UnitOfWork, actor: Actor, found: SeatAt) -> Any:
    """Take a seat out of use."""
    services.close_seat(uow, seat_id=found.seat.id)
    flash(_("Seat %(seat)s is out of use.", seat=found.seat.label), "info")
    return redirect(url_for("stations.show", station_id=found.station.id))


@pages.post(
    "/stations/<uuid:station_id>/seats/<uuid:seat_id>/reopen",
    needs=StationPermission.FURNISH,
    on=queries.seat_at,
)
def reopen_seat(uow: UnitOfWork, actor: Actor, found: SeatAt) -> Any:
    """Put a seat back into use."""
    services.reopen_seat(uow, seat_id=found.seat.id)
    flash(_("Seat %(seat)s can be booked for fairs.", seat=found.seat.label), "good")
    return redirect(url_for("stations.show", station_id=found.station.id))


@pages.post(
    "/stations/<uuid:station_id>/officers",
    needs=StationPermission.APPOINT,
    on=queries.station_by_id,
    payload=schemas.Appoint,
    again=appoint_again,
)
def appoint(uow: UnitOfWork, actor: Actor, station: Station, payload: schemas.Appoint) -> Any:
    """Give a person an account that runs the station."""
    services.appoint_officer(uow, station_id=station.id, **payload.model_dump())
    flash(_("%(name)s may now sign in.", name=payload.display_name), "good")
    return redirect(url_for("stations.show", station_id=station.id))


def _seats_card(uow: UnitOfWork, actor: Actor) -> Card:
    station = queries.station_of(uow, actor)
    seats = queries.list_seats(uow, station.id, open_only=True)
    return Card("stations/_seats_card.html", {"station": station, "seats": seats})


def _stations_card(uow: UnitOfWork, actor: Actor) -> Card:
    return Card("stations/_bureau_card.html", {"number": queries.count_stations(uow, actor)})


add_card(_seats_card, order=80)
bureau_desk.add_card(_stations_card, order=60)
navigation.add(Role.OFFICER, lazy("Station"), "stations.desk", icon="station", order=0)
navigation.add(Role.ORGANIZER, lazy("Stations"), "stations.index", icon="station", order=60)
