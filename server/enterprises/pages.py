"""Pages of enterprises: sign-up, the recruiter's desk, the entry, the bureau's review."""

from typing import Any

from flask import flash, session

from server.accounts import queries as accounts
from server.accounts.pages import come_in
from server.areas import queries as areas
from server.bureaus import desk as bureau_desk
from server.core import navigation
from server.core.cards import Card
from server.core.http import Pages, redirect, render, url_for
from server.core.i18n import _, lazy
from server.core.identity import Actor, Role
from server.core.paging import Paged, paged
from server.core.permissions import PUBLIC
from server.core.schemas import FormState, Nothing
from server.core.unit_of_work import UnitOfWork
from server.enterprises import queries, schemas, services, wording
from server.enterprises.desk import cards
from server.enterprises.models import Enterprise, EnterpriseStatus
from server.enterprises.permissions import EnterprisePermission

pages = Pages("enterprises")


# --- signing up -----------------------------------------------------------------------------------


@pages.get("/enterprises/register", needs=PUBLIC)
def register(uow: UnitOfWork, actor: Actor, form: FormState = FormState()) -> Any:
    """An enterprise signs itself up, with its first recruiter."""
    return render("enterprises/register.html", form=form, kinds=wording.kind_choices())


@pages.post(
    "/enterprises/register",
    needs=PUBLIC,
    payload=schemas.Register,
    again=register,
    idempotent=False,  # a repeated answer would lack the cookie
)
def create(uow: UnitOfWork, actor: Actor, payload: schemas.Register) -> Any:
    """Wait for review from now on, and sign the recruiter in."""
    enterprise = services.register(uow, uscc=payload.uscc, entry=payload.entry())
    account = services.admit_recruiter(
        uow,
        enterprise_id=enterprise.id,
        login_name=payload.login_name,
        password=payload.password,
        display_name=payload.contact_name,
        phone=payload.phone,
    )
    session.clear()
    flash(_("Your enterprise is registered. The bureau of your area will review it."), "good")
    return come_in(uow, account, url_for("enterprises.desk"))


# --- the recruiter --------------------------------------------------------------------------------


@pages.get("/desk", needs=EnterprisePermission.DESK, on=queries.enterprise_of)
def desk(uow: UnitOfWork, actor: Actor, enterprise: Enterprise) -> Any:
    """The recruiter's first page: cards that each domain hangs there."""
    return render("enterprises/desk.html", enterprise=enterprise, cards=cards.load(uow, actor))


@pages.get("/desk/enterprise", needs=EnterprisePermission.EDIT, on=queries.enterprise_of)
def edit(
    uow: UnitOfWork, actor: Actor, enterprise: Enterprise, form: FormState = FormState()
) -> Any:
    """The enterprise's own entry, to be corrected."""
    return render(
        "enterprises/edit.html", enterprise=enterprise, form=form, kinds=wording.kind_choices()
    )


@pages.post(
    "/desk/enterprise",
    needs=EnterprisePermission.EDIT,
    on=queries.enterprise_of,
    payload=schemas.EditEntry,
    again=edit,
)
def save(uow: UnitOfWork, actor: Actor, enterprise: Enterprise, payload: schemas.EditEntry) -> Any:
    """Correct the entry; a refused enterprise is sent in for review again."""
    services.edit(uow, enterprise_id=enterprise.id, entry=payload.entry())
    if enterprise.status is EnterpriseStatus.REFUSED:
        services.resubmit(uow, enterprise_id=enterprise.id)
    if enterprise.status is EnterpriseStatus.PENDING:
        flash(_("Saved. The bureau of your area will review it."), "good")
    else:
        flash(_("Saved."), "good")
    return redirect(url_for("enterprises.desk"))


@pages.get("/desk/colleagues", needs=EnterprisePermission.ADMIT, on=queries.enterprise_of)
def colleagues(
    uow: UnitOfWork, actor: Actor, enterprise: Enterprise, form: FormState = FormState()
) -> Any:
    """Who may act for the enterprise."""
    recruiters = queries.list_recruiters(uow, enterprise.id)
    return render(
        "enterprises/colleagues.html", enterprise=enterprise, recruiters=recruiters, form=form
    )


@pages.post(
    "/desk/colleagues",
    needs=EnterprisePermission.ADMIT,
    on=queries.enterprise_of,
    payload=schemas.Admit,
    again=colleagues,
)
def admit(uow: UnitOfWork, actor: Actor, enterprise: Enterprise, payload: schemas.Admit) -> Any:
    """Give a colleague an account."""
    services.admit_recruiter(uow, enterprise_id=enterprise.id, **payload.model_dump())
    flash(_("%(name)s may now sign in.", name=payload.display_name), "good")
    return redirect(url_for("enterprises.colleagues"))


# --- the bureau -----------------------------------------------------------------------------------


@pages.get("/enterprises", needs=EnterprisePermission.LIST, payload=schemas.EnterpriseList)
def index(uow: UnitOfWork, actor: Actor, asked: schemas.EnterpriseList) -> Any:
    """The enterprises of one's area, by state."""
    statement = queries.enterprises_seen_by(actor, status=asked.status, text=asked.text)
    page: Paged[Enterprise] = paged(uow, statement, asked)
    return render(
        "enterprises/list.html",
        page=page,
        asked=asked,
        counts=queries.count_by_status(uow, actor),
        places=areas.names_of(uow, {row.area_code for row in page.items}),
        wording=wording,
    )


@pages.get(
    "/enterprises/<uuid:enterprise_id>",
    needs=EnterprisePermission.READ,
    on=queries.enterprise_by_id,
)
def show(
    uow: UnitOfWork, actor: Actor, enterprise: Enterprise, form: FormState = FormState()
) -> Any:
    """The whole entry; for the bureau with the buttons of the review."""
    reviewer = (
        accounts.find_account(uow, enterprise.reviewed_by) if enterprise.reviewed_by else None
    )
    return render(
        "enterprises/show.html",
        enterprise=enterprise,
        place=areas.name_of(uow, enterprise.area_code),
        reviewer=reviewer,
        may_review=actor.role is Role.ORGANIZER,
        form=form,
        wording=wording,
    )


def _review(name: str, payload: type[schemas.Payload]) -> Any:
    return pages.post(
        f"/enterprises/<uuid:enterprise_id>/{name}",
        needs=EnterprisePermission.REVIEW,
        on=queries.enterprise_by_id,
        payload=payload,
        again=show,
    )


@_review("approve", Nothing)
def approve(uow: UnitOfWork, actor: Actor, enterprise: Enterprise, payload: Nothing) -> Any:
    """It may show itself to workers from now on."""
    services.approve(uow, enterprise_id=enterprise.id)
    flash(_("%(enterprise)s is approved.", enterprise=enterprise.name), "good")
    return redirect(url_for("enterprises.index", status="pending"))


@_review("refuse", schemas.Reason)
def refuse(uow: UnitOfWork, actor: Actor, enterprise: Enterprise, payload: schemas.Reason) -> Any:
    """It may correct its entry and come again."""
    services.refuse(uow, enterprise_id=enterprise.id, reason=payload.reason)
    flash(_("%(enterprise)s is refused; its recruiter reads why.", enterprise=enterprise.name))
    return redirect(url_for("enterprises.index", status="pending"))


@_review("freeze", schemas.Reason)
def freeze(uow: UnitOfWork, actor: Actor, enterprise: Enterprise, payload: schemas.Reason) -> Any:
    """Nothing of it is shown any more."""
    services.freeze(uow, enterprise_id=enterprise.id, reason=payload.reason)
    flash(_("%(enterprise)s is stopped: nothing of it is shown.", enterprise=enterprise.name))
    return redirect(url_for("enterprises.show", enterprise_id=enterprise.id))


@_review("release", Nothing)
def release(uow: UnitOfWork, actor: Actor, enterprise: Enterprise, payload: Nothing) -> Any:
    """It may show itself again."""
    services.release(uow, enterprise_id=enterprise.id)
    flash(_("%(enterprise)s may show itself again.", enterprise=enterprise.name), "good")
    return redirect(url_for("enterprises.show", enterprise_id=enterprise.id))


def _waiting_card(uow: UnitOfWork, actor: Actor) -> Card:
    waiting = queries.list_waiting(uow, actor)
    return Card(
        "enterprises/_waiting_card.html",
        {
            "waiting": waiting,
            "number": queries.count_by_status(uow, actor)[EnterpriseStatus.PENDING],
            "places": areas.names_of(uow, {row.area_code for row in waiting}),
        },
    )


bureau_desk.add_card(_waiting_card, order=20)
navigation.add(Role.RECRUITER, lazy("Desk"), "enterprises.desk", icon="home", order=0)
navigation.add(
    Role.ORGANIZER, lazy("Enterprises"), "enterprises.index", icon="enterprise", order=40
)
