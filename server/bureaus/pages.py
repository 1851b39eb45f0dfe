"""Pages of bureaus: the organizer's desk, the list of offices, an office and its people."""

from typing import Any

from flask import flash

from server.areas import queries as areas
from server.bureaus import queries, schemas, services
from server.bureaus.desk import cards
from server.bureaus.models import Bureau
from server.bureaus.permissions import BureauPermission
from server.core import navigation
from server.core.http import Pages, redirect, render, url_for
from server.core.i18n import _, lazy
from server.core.identity import Actor, Role
from server.core.paging import Paged, paged
from server.core.permissions import allows
from server.core.schemas import FormState
from server.core.unit_of_work import UnitOfWork

pages = Pages("bureaus")


@pages.get("/bureau", needs=BureauPermission.DESK, on=queries.bureau_of)
def desk(uow: UnitOfWork, actor: Actor, bureau: Bureau) -> Any:
    """The organizer's first page: cards that each domain hangs there."""
    return render(
        "bureaus/desk.html",
        bureau=bureau,
        place=areas.name_of(uow, bureau.area_code),
        cards=cards.load(uow, actor),
    )


@pages.get("/bureaus", needs=BureauPermission.READ, payload=schemas.BureauList)
def index(uow: UnitOfWork, actor: Actor, asked: schemas.BureauList) -> Any:
    """Every office, by area: whom one can invite."""
    page: Paged[Bureau] = paged(uow, queries.bureaus_by_name(asked.text), asked)
    return render(
        "bureaus/list.html",
        page=page,
        asked=asked,
        places=areas.names_of(uow, {row.area_code for row in page.items}),
        may_open=allows(uow, actor, BureauPermission.OPEN),
    )


@pages.get("/bureaus/new", needs=BureauPermission.OPEN)
def new(uow: UnitOfWork, actor: Actor, form: FormState = FormState()) -> Any:
    """The form for an office that joins."""
    return render("bureaus/new.html", form=form)


@pages.post("/bureaus", needs=BureauPermission.OPEN, payload=schemas.OpenBureau, again=new)
def create(uow: UnitOfWork, actor: Actor, payload: schemas.OpenBureau) -> Any:
    """Add an office to the platform."""
    bureau = services.open_bureau(
        uow, name=payload.name, area_code=payload.area_code, phone=payload.public_phone
    )
    flash(_("%(bureau)s has joined.", bureau=bureau.name), "good")
    return redirect(url_for("bureaus.show", bureau_id=bureau.id))


@pages.get("/bureaus/<uuid:bureau_id>", needs=BureauPermission.READ, on=queries.bureau_by_id)
def show(uow: UnitOfWork, actor: Actor, bureau: Bureau) -> Any:
    """An office; for its own people also the forms to correct it and to add people."""
    return _office(uow, actor, bureau)


def save_again(uow: UnitOfWork, actor: Actor, bureau: Bureau, form: FormState) -> Any:
    """The page with a refused correction."""
    return _office(uow, actor, bureau, entry=form)


def appoint_again(uow: UnitOfWork, actor: Actor, bureau: Bureau, form: FormState) -> Any:
    """The page with a refused appointment."""
    return _office(uow, actor, bureau, person=form)


def _office(
    uow: UnitOfWork,
    actor: Actor,
    bureau: Bureau,
    *,
    entry: FormState = FormState(),
    person: FormState = FormState(),
) -> Any:
    may_appoint = allows(uow, actor, BureauPermission.APPOINT, bureau)
    return render(
        "bureaus/show.html",
        bureau=bureau,
        place=areas.name_of(uow, bureau.area_code),
        may_edit=allows(uow, actor, BureauPermission.EDIT, bureau),
        may_appoint=may_appoint,
        organizers=queries.list_organizers(uow, bureau.id) if may_appoint else [],
        entry=entry,
        person_form=person,
    )


@pages.post(
    "/bureaus/<uuid:bureau_id>",
    needs=BureauPermission.EDIT,
    on=queries.bureau_by_id,
    payload=schemas.EditBureau,
    again=save_again,
)
def save(uow: UnitOfWork, actor: Actor, bureau: Bureau, payload: schemas.EditBureau) -> Any:
    """Correct an office's entry."""
    services.edit_bureau(uow, bureau_id=bureau.id, name=payload.name, phone=payload.public_phone)
    flash(_("Saved."), "good")
    return redirect(url_for("bureaus.show", bureau_id=bureau.id))


@pages.post(
    "/bureaus/<uuid:bureau_id>/organizers",
    needs=BureauPermission.APPOINT,
    on=queries.bureau_by_id,
    payload=schemas.Appoint,
    again=appoint_again,
)
def appoint(uow: UnitOfWork, actor: Actor, bureau: Bureau, payload: schemas.Appoint) -> Any:
    """Give a person an account that acts for the office."""
    services.appoint_organizer(uow, bureau_id=bureau.id, **payload.model_dump())
    flash(_("%(name)s may now sign in.", name=payload.display_name), "good")
    return redirect(url_for("bureaus.show", bureau_id=bureau.id))


navigation.add(Role.ORGANIZER, lazy("Desk"), "bureaus.desk", icon="home", order=0)
navigation.add(Role.ORGANIZER, lazy("Bureaus"), "bureaus.index", icon="flag", order=70)
navigation.add(Role.ADMINISTRATOR, lazy("Bureaus"), "bureaus.index", icon="flag", order=10)
