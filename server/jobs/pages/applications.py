"""Applications: the worker's own, and those an enterprise received."""

from typing import Any

from flask import flash

from server.areas import queries as areas
from server.core import navigation
from server.core.cards import Card
from server.core.http import redirect, render, url_for
from server.core.i18n import _, lazy
from server.core.identity import Actor, Role
from server.core.paging import PageQuery, paged
from server.core.unit_of_work import UnitOfWork
from server.enterprises import queries as enterprises
from server.enterprises.models import Enterprise
from server.jobs import queries, schemas, services, wording
from server.jobs.models import Application, ApplicationState
from server.jobs.pages.blueprint import pages
from server.jobs.permissions import JobPermission
from server.workers import home
from server.workers import queries as workers
from server.workers.models import Worker

ON_HOME = 3
"""So many applications stand on the worker's first page."""


@pages.get(
    "/desk/applications",
    needs=JobPermission.LIST_RECEIVED,
    on=enterprises.enterprise_of,
    payload=schemas.ReceivedList,
)
def received(
    uow: UnitOfWork, actor: Actor, enterprise: Enterprise, asked: schemas.ReceivedList
) -> Any:
    """The applications an enterprise received; the workers are masked."""
    statement = queries.applications_received(
        enterprise.id, posting_id=asked.posting_id, state=asked.state
    )
    page = paged(uow, statement, asked, read=lambda row: queries.Received(*row))
    return render(
        "jobs/received.html",
        page=page,
        asked=asked,
        places=areas.names_of(uow, {row.worker.household_area_code for row in page.items}),
        states=ApplicationState,
        wording=wording,
    )


@pages.post(
    "/applications/<uuid:application_id>/decline",
    needs=JobPermission.DECLINE,
    on=queries.application_by_id,
)
def decline(uow: UnitOfWork, actor: Actor, application: Application) -> Any:
    """The enterprise will not go on with it."""
    services.decline(uow, application_id=application.id)
    flash(_("The application is declined; the worker is told."), "info")
    return redirect(url_for("jobs.received"))


@pages.get(
    "/me/applications",
    needs=JobPermission.LIST_OWN,
    on=workers.worker_of,
    payload=schemas.MadeList,
)
def mine(uow: UnitOfWork, actor: Actor, worker: Worker, asked: schemas.MadeList) -> Any:
    """One's own applications."""
    statement = queries.applications_made(worker.id)
    page = paged(uow, statement, asked, read=lambda row: queries.Made(*row))
    return render("jobs/mine.html", page=page, wording=wording)


@pages.post(
    "/applications/<uuid:application_id>/withdraw",
    needs=JobPermission.WITHDRAW,
    on=queries.application_by_id,
)
def withdraw(uow: UnitOfWork, actor: Actor, application: Application) -> Any:
    """Take one's own application back."""
    services.withdraw(uow, application_id=application.id)
    flash(_("Your application is taken back."), "info")
    return redirect(url_for("jobs.mine"))


def _applications_card(uow: UnitOfWork, actor: Actor) -> Card:
    worker = workers.worker_of(uow, actor)
    statement = queries.applications_made(worker.id)
    page = paged(uow, statement, PageQuery(), size=ON_HOME, read=lambda row: queries.Made(*row))
    return Card("jobs/_home_card.html", {"page": page, "wording": wording})


home.add_card(_applications_card, order=60)
navigation.add(Role.RECRUITER, lazy("Applications"), "jobs.received", icon="people", order=30)
