"""The invited bureau's side: invitations, its answer, its stations."""

from typing import Any

from flask import flash

from server.bureaus.models import Bureau
from server.bureaus.queries import bureau_of
from server.core import navigation
from server.core.errors import NotFound
from server.core.http import redirect, url_for
from server.core.i18n import _, lazy, ngettext
from server.core.identity import Actor, Role
from server.core.schemas import FormState
from server.core.unit_of_work import UnitOfWork
from server.fairs import errors, queries, schemas, services
from server.fairs.models import Fair, FairPartner, FairStation
from server.fairs.pages.blueprint import pages, render
from server.fairs.permissions import FairPermission
from server.fairs.schedule import Resource
from server.fairs.timezones import NoSuchTime


@pages.get("/fairs/desk", needs=FairPermission.PLAN, on=queries.own_bureau)
def desk(uow: UnitOfWork, actor: Actor, bureau: Bureau) -> Any:
    """A bureau's own fairs, and the invitations it received."""
    return render(
        "desk.html",
        bureau=bureau,
        fairs=queries.list_fairs_of(uow, bureau.id),
        invitations=queries.list_invitations(uow, bureau.id),
        now=uow.now,
    )


@pages.get(
    "/fairs/<uuid:fair_id>/invitation",
    needs=FairPermission.ANSWER,
    on=queries.invitation_by_fair,
)
def invitation(
    uow: UnitOfWork, actor: Actor, part: FairPartner, form: FormState = FormState()
) -> Any:
    """What one's bureau was invited to, and the two answers."""
    fair = uow.get(Fair, part.fair_id)
    return render(
        "invitation.html",
        part=part,
        fair=fair,
        form=form,
        host=queries.host_of(uow, fair),
        slots=queries.list_air_slots(uow, fair.id),
    )


@pages.post(
    "/fairs/<uuid:fair_id>/invitation",
    needs=FairPermission.ANSWER,
    on=queries.invitation_by_fair,
    payload=schemas.Answer,
    again=invitation,
)
def answer(uow: UnitOfWork, actor: Actor, part: FairPartner, sent: schemas.Answer) -> Any:
    """Take part, or not."""
    services.answer_invitation(
        uow,
        fair_id=part.fair_id,
        bureau_id=part.bureau_id,
        accept=sent.accept,
        answer=sent.answer,
    )
    if not sent.accept:
        flash(_("You declined. The host reads your answer."), "info")
        return redirect(url_for("fairs.desk"))
    flash(_("You take part. Now add your stations and their seats."), "good")
    return redirect(url_for("fairs.stations", fair_id=part.fair_id))


@pages.get(
    "/fairs/<uuid:fair_id>/stations", needs=FairPermission.ADD_STATIONS, on=queries.fair_for_staff
)
def stations(uow: UnitOfWork, actor: Actor, fair: Fair, form: FormState = FormState()) -> Any:
    """The seats of one's own area: those that take part, and those that could."""
    bureau = bureau_of(uow, actor)
    taking_part = queries.list_stations(uow, fair.id)
    own = {station.id for station, _seat in queries.list_seats_of(uow, bureau)}
    return render(
        "stations.html",
        fair=fair,
        form=form,
        bureau=bureau,
        ours=[one for one in taking_part if one.station.id in own],
        others=[one for one in taking_part if one.station.id not in own],
        free=queries.list_own_seats(uow, fair, bureau),
    )


@pages.get(
    "/fairs/<uuid:fair_id>/stations/check",
    needs=FairPermission.ADD_STATIONS,
    on=queries.fair_for_staff,
    payload=schemas.CheckSeats,
)
def check_seats(uow: UnitOfWork, actor: Actor, fair: Fair, asked: schemas.CheckSeats) -> Any:
    """Which of the ticked seats are taken in these hours; asked while choosing. A fragment."""
    try:
        starts_at = fair.hours.at(asked.starts) if asked.starts else fair.starts_at
        ends_at = fair.hours.at(asked.ends) if asked.ends else fair.ends_at
    except NoSuchTime:
        return render("_clashes.html", clashes=[], asked=False)
    wanted = []
    for station, seat in queries.list_own_seats(uow, fair, bureau_of(uow, actor)):
        if seat.id in asked.seat_ids:
            part = FairStation(starts_at=starts_at, ends_at=ends_at)
            label = queries.seat_label(station, seat)
            wanted.append(queries.engagement_of(Resource.SEAT, seat.id, label, part, fair))
    found = queries.clashes_with(uow, wanted)
    return render(
        "_clashes.html",
        asked=bool(wanted),
        outside=bool(wanted) and not fair.covers(starts_at, ends_at),
        clashes=[(errors.words_of(clash), False) for clash in found],
    )


@pages.post(
    "/fairs/<uuid:fair_id>/stations",
    needs=FairPermission.ADD_STATIONS,
    on=queries.fair_for_staff,
    payload=schemas.AddStation,
    again=stations,
)
def add_stations(uow: UnitOfWork, actor: Actor, fair: Fair, sent: schemas.AddStation) -> Any:
    """Add seats, all of them or none."""
    if actor.bureau_id is None:
        raise NotFound
    for seat_id in sorted(set(sent.seat_ids)):
        services.add_station(
            uow,
            fair_id=fair.id,
            bureau_id=actor.bureau_id,
            seat_id=seat_id,
            starts=sent.starts,
            ends=sent.ends,
        )
    count = len(set(sent.seat_ids))
    flash(ngettext("%(num)s seat takes part.", "%(num)s seats take part.", count), "good")
    return redirect(url_for("fairs.stations", fair_id=fair.id))


@pages.post(
    "/fair-stations/<uuid:fair_station_id>/remove",
    needs=FairPermission.ADD_STATIONS,
    on=queries.own_fair_station,
)
def remove_station(uow: UnitOfWork, actor: Actor, part: FairStation) -> Any:
    """Take a seat out of the fair."""
    fair_id = part.fair_id
    services.remove_station(uow, fair_station_id=part.id)
    flash(_("The seat no longer takes part."), "info")
    return redirect(url_for("fairs.stations", fair_id=fair_id))


navigation.add(Role.ORGANIZER, lazy("Our fairs"), "fairs.desk", icon="flag", order=20)
