"""The host's workbench: partners, program, booths, and moving or calling off."""

from typing import Any

from flask import flash

from server.core.http import redirect, url_for
from server.core.i18n import _
from server.core.identity import Actor
from server.core.schemas import FormState
from server.core.unit_of_work import UnitOfWork
from server.fairs import errors, queries, schemas, services
from server.fairs.models import AirSlot, Booth, BoothState, Fair
from server.fairs.pages.blueprint import pages, render
from server.fairs.pages.planning import form_choices
from server.fairs.permissions import FairPermission
from server.fairs.schedule import Resource
from server.fairs.services import AirPlan
from server.fairs.timezones import NoSuchTime

NEEDS = FairPermission.MANAGE


@pages.get("/fairs/<uuid:fair_id>/manage", needs=NEEDS, on=queries.fair_for_staff)
def manage(uow: UnitOfWork, actor: Actor, fair: Fair, form: FormState = FormState()) -> Any:
    """Everything the host decides about one fair."""
    booths = queries.list_booths(uow, fair.id)
    given = {one.booth.id: one for one in booths if one.booth.is_approved}
    return render(
        "manage.html",
        fair=fair,
        form=form,
        blank=FormState(),
        host=queries.host_of(uow, fair),
        partners=queries.list_partners(uow, fair.id),
        bureaus=queries.list_invitable_bureaus(uow, fair) if fair.is_living else [],
        stations=queries.list_stations(uow, fair.id),
        slots=queries.list_air_slots(uow, fair.id),
        booths=booths,
        given=given,
        waiting=[one for one in booths if one.booth.state is BoothState.APPLIED],
        shelves=queries.postings_by_booth(uow, [one.booth.id for one in booths]),
        is_open=fair.is_open(uow.now),
        **form_choices(),
    )


def _back(fair: Fair) -> Any:
    return redirect(url_for("fairs.manage", fair_id=fair.id))


@pages.post("/fairs/<uuid:fair_id>/publish", needs=NEEDS, on=queries.fair_for_staff, again=manage)
def publish(uow: UnitOfWork, actor: Actor, fair: Fair) -> Any:
    """Put it on the public calendar."""
    services.publish(uow, fair_id=fair.id)
    flash(_("The fair is on the public calendar. Enterprises can apply for booths."), "good")
    return _back(fair)


@pages.post(
    "/fairs/<uuid:fair_id>/cancel",
    needs=NEEDS,
    on=queries.fair_for_staff,
    payload=schemas.Reason,
    again=manage,
)
def cancel(uow: UnitOfWork, actor: Actor, fair: Fair, sent: schemas.Reason) -> Any:
    """Call it off, and say why."""
    services.cancel_fair(uow, fair_id=fair.id, reason=sent.reason)
    flash(_("The fair is called off. The calendar says so, with your reason."), "info")
    return _back(fair)


@pages.get("/fairs/<uuid:fair_id>/edit", needs=NEEDS, on=queries.fair_for_staff)
def edit(uow: UnitOfWork, actor: Actor, fair: Fair, form: FormState = FormState()) -> Any:
    """The form for what is said about a fair."""
    return render("edit.html", fair=fair, form=form, **form_choices())


@pages.post(
    "/fairs/<uuid:fair_id>/edit",
    needs=NEEDS,
    on=queries.fair_for_staff,
    payload=schemas.ReviseFair,
    again=edit,
)
def revise(uow: UnitOfWork, actor: Actor, fair: Fair, sent: schemas.ReviseFair) -> Any:
    """Change what is said about a fair."""
    services.revise_fair(uow, fair_id=fair.id, **sent.model_dump())
    flash(_("Saved."), "good")
    return _back(fair)


@pages.get("/fairs/<uuid:fair_id>/move", needs=NEEDS, on=queries.fair_for_staff)
def moving(uow: UnitOfWork, actor: Actor, fair: Fair, form: FormState = FormState()) -> Any:
    """The form for another day or other hours."""
    return render("move.html", fair=fair, form=form, **form_choices())


@pages.post(
    "/fairs/<uuid:fair_id>/move",
    needs=NEEDS,
    on=queries.fair_for_staff,
    payload=schemas.MoveFair,
    again=moving,
)
def move(uow: UnitOfWork, actor: Actor, fair: Fair, sent: schemas.MoveFair) -> Any:
    """Hold it at another time; a clash is named and nothing is moved."""
    services.move_fair(uow, fair_id=fair.id, hours=sent.hours, accept_overlap=sent.accept_overlap)
    flash(_("The fair has moved. Booths stay given; seats and slots moved with it."), "good")
    return _back(fair)


@pages.post(
    "/fairs/<uuid:fair_id>/clone",
    needs=NEEDS,
    on=queries.fair_for_staff,
    payload=schemas.CloneFair,
    again=manage,
)
def clone(uow: UnitOfWork, actor: Actor, fair: Fair, sent: schemas.CloneFair) -> Any:
    """Plan the same fair for another day."""
    copy = services.clone_fair(
        uow, fair_id=fair.id, held_on=sent.clone_on, accept_overlap=sent.accept_overlap
    )
    flash(_("This is the new fair. Its partners are invited again."), "good")
    return _back(copy)


@pages.post(
    "/fairs/<uuid:fair_id>/partners",
    needs=NEEDS,
    on=queries.fair_for_staff,
    payload=schemas.InviteBureau,
    again=manage,
)
def invite(uow: UnitOfWork, actor: Actor, fair: Fair, sent: schemas.InviteBureau) -> Any:
    """Ask a bureau to hold the fair together."""
    services.invite_bureau(uow, fair_id=fair.id, bureau_id=sent.bureau_id, message=sent.message)
    flash(_("The invitation is sent."), "good")
    return _back(fair)


@pages.get(
    "/fairs/<uuid:fair_id>/air-slots/check",
    needs=NEEDS,
    on=queries.fair_for_staff,
    payload=schemas.CheckAirSlot,
)
def check_air_slot(uow: UnitOfWork, actor: Actor, fair: Fair, asked: schemas.CheckAirSlot) -> Any:
    """What a slot would clash with; asked while somebody types. A fragment."""
    if asked.starts is None or asked.ends is None:
        return render("_clashes.html", clashes=[], asked=False)
    try:
        starts_at, ends_at = fair.hours.at(asked.starts), fair.hours.at(asked.ends)
    except NoSuchTime:
        return render("_clashes.html", clashes=[], asked=False)
    wanted = AirSlot(starts_at=starts_at, ends_at=ends_at, fair_id=fair.id)
    found = queries.clashes_with(
        uow,
        [queries.engagement_of(Resource.STAGE, fair.id, asked.slot_title, wanted, fair)],
    )
    return render(
        "_clashes.html",
        asked=ends_at > starts_at,
        outside=ends_at > starts_at and not fair.covers(starts_at, ends_at),
        clashes=[(errors.words_of(clash), False) for clash in found],
    )


@pages.post(
    "/fairs/<uuid:fair_id>/air-slots",
    needs=NEEDS,
    on=queries.fair_for_staff,
    payload=schemas.AddAirSlot,
    again=manage,
)
def add_air_slot(uow: UnitOfWork, actor: Actor, fair: Fair, sent: schemas.AddAirSlot) -> Any:
    """Plan a slot on air."""
    air = AirPlan(title=sent.slot_title, starts=sent.starts, ends=sent.ends, booth_id=sent.booth_id)
    services.add_air_slot(uow, fair_id=fair.id, air=air)
    flash(_("The slot is in the program."), "good")
    return _back(fair)


@pages.post("/air-slots/<uuid:air_slot_id>/remove", needs=NEEDS, on=queries.air_slot_by_id)
def remove_air_slot(uow: UnitOfWork, actor: Actor, slot: AirSlot) -> Any:
    """Take a slot out of the program."""
    fair = uow.get(Fair, slot.fair_id)
    services.remove_air_slot(uow, air_slot_id=slot.id)
    flash(_("The slot is out of the program."), "info")
    return _back(fair)


def manage_booths(
    uow: UnitOfWork, actor: Actor, booth: Booth, form: FormState = FormState()
) -> Any:
    """The workbench again, when a decision about a booth was refused."""
    return manage(uow, actor, uow.get(Fair, booth.fair_id), form)


@pages.post(
    "/booths/<uuid:booth_id>/approve", needs=NEEDS, on=queries.booth_by_id, again=manage_booths
)
def approve_booth(uow: UnitOfWork, actor: Actor, booth: Booth) -> Any:
    """Give the booth; it gets the lowest free number."""
    given = services.approve_booth(uow, booth_id=booth.id)
    flash(_("Booth %(number)s is given.", number=given.number), "good")
    return _back(uow.get(Fair, booth.fair_id))


@pages.post(
    "/booths/<uuid:booth_id>/refuse",
    needs=NEEDS,
    on=queries.booth_by_id,
    payload=schemas.Reason,
    again=manage_booths,
)
def refuse_booth(uow: UnitOfWork, actor: Actor, booth: Booth, sent: schemas.Reason) -> Any:
    """Do not give the booth, and say why."""
    services.refuse_booth(uow, booth_id=booth.id, reason=sent.reason)
    flash(_("The application is refused; the enterprise reads your reason."), "info")
    return _back(uow.get(Fair, booth.fair_id))
