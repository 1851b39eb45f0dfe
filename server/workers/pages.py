"""Pages of workers: registration, first page, profile; the list that bureaus and stations see."""

from typing import Any
from uuid import UUID

from flask import flash, session

from server.accounts import queries as accounts
from server.accounts.pages import PHONE_PROOF, come_in
from server.areas import queries as areas
from server.core import clock, navigation
from server.core.cards import Card
from server.core.errors import NotFound
from server.core.http import Pages, redirect, render, url_for
from server.core.i18n import _, lazy
from server.core.identity import Actor, Role
from server.core.paging import Paged, paged
from server.core.permissions import PUBLIC
from server.core.privacy import mask_phone
from server.core.schemas import FormState
from server.core.unit_of_work import UnitOfWork
from server.workers import queries, schemas, services, wording
from server.workers.errors import PhoneNotConfirmed
from server.workers.home import add_card, cards
from server.workers.models import Worker
from server.workers.permissions import WorkerPermission

pages = Pages("workers")


def confirmed_phone(uow: UnitOfWork) -> str:
    """The phone that was confirmed in this browser; raises `PhoneNotConfirmed`."""
    try:
        return accounts.proven_phone(uow, UUID(str(session.get(PHONE_PROOF))))
    except (ValueError, NotFound):
        flash(str(PhoneNotConfirmed.message), "info")
        raise PhoneNotConfirmed from None


@pages.get("/register", needs=PUBLIC, payload=schemas.Asked)
def register(uow: UnitOfWork, actor: Actor, asked: schemas.Asked) -> Any:
    """The registration form; without a confirmed phone, the way there."""
    return _registration(confirmed_phone(uow), asked.next, FormState())


def register_again(uow: UnitOfWork, actor: Actor, form: FormState) -> Any:
    """The same form with everything that was typed."""
    return _registration(confirmed_phone(uow), form.value("next"), form)


def _registration(phone: str, onward: str, form: FormState) -> Any:
    return render("workers/register.html", form=form, masked_phone=mask_phone(phone), onward=onward)


@pages.post(
    "/register",
    needs=PUBLIC,
    payload=schemas.Register,
    again=register_again,
    idempotent=False,  # a repeated answer would lack the cookie
)
def create(uow: UnitOfWork, actor: Actor, payload: schemas.Register) -> Any:
    """Register and go straight to one's first page, signed in."""
    worker = services.register(
        uow,
        phone=confirmed_phone(uow),
        notice_version=schemas.NOTICE_VERSION,
        **payload.model_dump(exclude={"agreed", "next"}),
    )
    session.clear()
    account = accounts.list_accounts(uow, worker_id=worker.id)[0]
    flash(_("You are registered. Welcome!"), "good")
    return come_in(uow, account, payload.next)


@pages.get("/me", needs=WorkerPermission.HOME, on=queries.worker_of)
def home(uow: UnitOfWork, actor: Actor, worker: Worker) -> Any:
    """The worker's first page: cards that each domain hangs there."""
    return render("workers/home.html", worker=worker, cards=cards.load(uow, actor))


@pages.get("/me/profile", needs=WorkerPermission.EDIT, on=queries.worker_of)
def profile(uow: UnitOfWork, actor: Actor, worker: Worker, form: FormState = FormState()) -> Any:
    """What the registry says of oneself."""
    return render(
        "workers/profile.html",
        worker=worker,
        form=form,
        sexes=wording.SEXES,
        household=areas.name_of(uow, worker.household_area_code),
    )


@pages.post(
    "/me/profile",
    needs=WorkerPermission.EDIT,
    on=queries.worker_of,
    payload=schemas.EditProfile,
    again=profile,
)
def edit_profile(
    uow: UnitOfWork, actor: Actor, worker: Worker, payload: schemas.EditProfile
) -> Any:
    """Change what a worker may change by themselves."""
    services.edit_profile(uow, worker_id=worker.id, profile=payload.profile())
    flash(_("Your profile is saved."), "good")
    return redirect(url_for("workers.profile"))


def _listed(uow: UnitOfWork, page: Paged[Worker], form: FormState) -> Any:
    codes = {worker.household_area_code for worker in page.items}
    return render(
        "workers/list.html",
        page=page,
        form=form,
        sexes=wording.SEXES,
        today=clock.today(),
        places=areas.names_of(uow, codes),
    )


@pages.get("/workers", needs=WorkerPermission.LIST, payload=schemas.WorkerList)
def index(uow: UnitOfWork, actor: Actor, asked: schemas.WorkerList) -> Any:
    """The workers of one's area, masked."""
    return _listed(uow, paged(uow, queries.workers_seen_by(actor), asked), FormState())


def _list_again(uow: UnitOfWork, actor: Actor, form: FormState = FormState()) -> Any:
    page: Paged[Worker] = paged(uow, queries.workers_seen_by(actor), schemas.WorkerList())
    return _listed(uow, page, form)


@pages.post("/workers/find", needs=WorkerPermission.LIST, payload=schemas.Find, again=_list_again)
def find(uow: UnitOfWork, actor: Actor, payload: schemas.Find) -> Any:
    """Exact look-up by identity number or phone, within one's area."""
    worker = services.find(uow, payload.number)
    return redirect(url_for("workers.show", worker_id=worker.id))


@pages.get("/workers/<uuid:worker_id>", needs=WorkerPermission.READ, on=queries.worker_by_id)
def show(uow: UnitOfWork, actor: Actor, worker: Worker) -> Any:
    """A worker as staff see them: masked."""
    crumbs = [] if actor.role is Role.WORKER else [(_("Workers"), url_for("workers.index"))]
    return render(
        "workers/show.html",
        worker=worker,
        crumbs=crumbs,
        sexes=wording.SEXES,
        today=clock.today(),
        household=areas.name_of(uow, worker.household_area_code),
        residence=areas.name_of(uow, worker.residence_area_code),
    )


def _profile_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    worker = queries.worker_of(uow, actor)
    return Card("workers/_profile_card.html", {"completeness": queries.completeness(worker)})


add_card(_profile_card, order=90)
navigation.add(Role.WORKER, lazy("Home"), "workers.home", icon="home", order=0)
navigation.add(Role.ORGANIZER, lazy("Workers"), "workers.index", icon="people", order=50)
navigation.add(Role.OFFICER, lazy("Workers"), "workers.index", icon="people", order=20)
