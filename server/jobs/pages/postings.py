"""The recruiter writes, publishes, copies and closes postings."""

from datetime import timedelta
from typing import Any

from flask import flash

from server.core import clock, navigation
from server.core.cards import Card
from server.core.http import redirect, render, url_for
from server.core.i18n import _, lazy
from server.core.identity import Actor, Role
from server.core.paging import paged
from server.core.schemas import FormState, Nothing
from server.core.unit_of_work import UnitOfWork
from server.enterprises import desk
from server.enterprises import queries as enterprises
from server.enterprises.models import Enterprise
from server.jobs import queries, schemas, services, wording
from server.jobs.models import JobPosting, PostingStatus
from server.jobs.pages.blueprint import pages
from server.jobs.pages.public import show
from server.jobs.permissions import JobPermission


@pages.get(
    "/desk/postings",
    needs=JobPermission.WRITE,
    on=enterprises.enterprise_of,
    payload=schemas.OwnPostings,
)
def own_postings(
    uow: UnitOfWork, actor: Actor, enterprise: Enterprise, asked: schemas.OwnPostings
) -> Any:
    """The enterprise's postings by state."""
    statement = queries.postings_of(enterprise.id, status=asked.status)
    page = paged(uow, statement, asked, read=lambda row: (row[0], row[1]))
    return render(
        "jobs/own_postings.html",
        enterprise=enterprise,
        page=page,
        asked=asked,
        counts=queries.count_postings(uow, enterprise.id),
        wording=wording,
    )


def _form_page(
    enterprise: Enterprise, form: FormState, posting: JobPosting | None, area: str
) -> Any:
    return render(
        "jobs/form.html",
        enterprise=enterprise,
        posting=posting,
        area_code=area,
        form=form,
        periods=wording.choices(wording.PAY_PERIODS),
        shifts=wording.choices(wording.SHIFT_PATTERNS),
        meals=wording.choices(wording.MEALS_LODGING),
        insurances=wording.choices(wording.INSURANCE),
        today=clock.today(),
        latest=clock.today() + services.LONGEST,
        usual=clock.today() + timedelta(days=30),
    )


@pages.get("/desk/postings/new", needs=JobPermission.WRITE, on=enterprises.enterprise_of)
def new(
    uow: UnitOfWork, actor: Actor, enterprise: Enterprise, form: FormState = FormState()
) -> Any:
    """An empty form; place and area begin with the enterprise's own."""
    return _form_page(enterprise, form, None, enterprise.area_code)


@pages.post(
    "/desk/postings",
    needs=JobPermission.WRITE,
    on=enterprises.enterprise_of,
    payload=schemas.WritePosting,
    again=new,
)
def create(
    uow: UnitOfWork, actor: Actor, enterprise: Enterprise, payload: schemas.WritePosting
) -> Any:
    """Save a draft, or save and publish."""
    posting = services.create_posting(uow, enterprise_id=enterprise.id, terms=payload.terms())
    return _saved(uow, posting, publish=payload.publish)


def _saved(uow: UnitOfWork, posting: JobPosting, *, publish: bool) -> Any:
    if publish:
        services.publish_posting(uow, posting_id=posting.id)
        flash(_("Published: workers can apply from now on."), "good")
    else:
        flash(_("Saved as a draft."), "good")
    return redirect(url_for("jobs.show", posting_id=posting.id))


@pages.get(
    "/desk/postings/<uuid:posting_id>/edit", needs=JobPermission.MANAGE, on=queries.own_posting
)
def edit(uow: UnitOfWork, actor: Actor, posting: JobPosting, form: FormState = FormState()) -> Any:
    """A draft, to be changed."""
    posting.require_draft()
    enterprise = uow.get(Enterprise, posting.enterprise_id)
    return _form_page(enterprise, form, posting, posting.area_code)


@pages.post(
    "/desk/postings/<uuid:posting_id>/edit",
    needs=JobPermission.MANAGE,
    on=queries.own_posting,
    payload=schemas.WritePosting,
    again=edit,
)
def save(uow: UnitOfWork, actor: Actor, posting: JobPosting, payload: schemas.WritePosting) -> Any:
    """Change a draft, or change and publish it."""
    services.edit_posting(uow, posting_id=posting.id, terms=payload.terms())
    return _saved(uow, posting, publish=payload.publish)


@pages.post(
    "/desk/postings/<uuid:posting_id>/publish",
    needs=JobPermission.MANAGE,
    on=queries.own_posting,
    payload=Nothing,
    again=show,
)
def publish(uow: UnitOfWork, actor: Actor, posting: JobPosting, payload: Nothing) -> Any:
    """Show a draft to everyone."""
    return _saved(uow, posting, publish=True)


@pages.post(
    "/desk/postings/<uuid:posting_id>/copy", needs=JobPermission.MANAGE, on=queries.own_posting
)
def copy(uow: UnitOfWork, actor: Actor, posting: JobPosting) -> Any:
    """A new draft with the same words."""
    made = services.copy_posting(uow, posting_id=posting.id)
    flash(_("This is a new draft with the words of the old posting."), "info")
    return redirect(url_for("jobs.edit", posting_id=made.id))


@pages.post(
    "/postings/<uuid:posting_id>/close",
    needs=JobPermission.STOP,
    on=queries.posting_by_id,
    payload=schemas.Close,
    again=show,
)
def close(uow: UnitOfWork, actor: Actor, posting: JobPosting, payload: schemas.Close) -> Any:
    """Take no applications any more; the enterprise or the bureau of the work area does so."""
    services.close_posting(uow, posting_id=posting.id, reason=payload.reason)
    flash(_("Closed: %(title)s takes no applications any more.", title=posting.title), "good")
    return redirect(url_for("jobs.show", posting_id=posting.id))


def _postings_card(uow: UnitOfWork, actor: Actor) -> Card:
    enterprise = enterprises.enterprise_of(uow, actor)
    counts = queries.count_postings(uow, enterprise.id)
    return Card(
        "jobs/_desk_card.html",
        {
            "open": counts[PostingStatus.OPEN],
            "drafts": counts[PostingStatus.DRAFT],
            "applications": queries.count_active_applications(uow, enterprise.id),
        },
    )


desk.add_card(_postings_card, order=30)
navigation.add(Role.RECRUITER, lazy("Postings"), "jobs.own_postings", icon="job", order=20)
