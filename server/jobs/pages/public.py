"""The public list, the public posting, and the one tap that applies."""

from typing import Any

from flask import flash

from server.accounts.pages import is_page_of_ours
from server.areas import queries as areas
from server.core import clock, navigation
from server.core.http import redirect, render, url_for
from server.core.i18n import _, lazy
from server.core.identity import Actor, Role
from server.core.paging import paged
from server.core.permissions import PUBLIC, allows
from server.core.schemas import FormState
from server.core.unit_of_work import UnitOfWork
from server.enterprises import wording as enterprise_wording
from server.jobs import queries, schemas, services, wording
from server.jobs.models import JobPosting
from server.jobs.pages.blueprint import pages
from server.jobs.permissions import JobPermission


@pages.get("/postings", needs=PUBLIC, payload=schemas.PostingList)
def index(uow: UnitOfWork, actor: Actor, asked: schemas.PostingList) -> Any:
    """Every posting that takes applications."""
    statement = queries.open_postings(
        clock.today(),
        text=asked.text,
        area_code=asked.area_code,
        pay_from_fen=asked.pay_from * 100 if asked.pay_from else None,
        pay_period=asked.pay_period,
        couple_room=asked.couple_room,
    )
    page = paged(uow, statement, asked, read=lambda row: queries.Shown(row[0], row[1], True))
    return render(
        "jobs/index.html",
        page=page,
        form=FormState(values=asked.model_dump(exclude_none=True)),
        is_filtered=bool(asked.kept()),
        applied=queries.applied_postings(uow, actor.worker_id, [row.id for row in page.items]),
        periods=wording.choices(wording.PAY_PERIODS),
    )


@pages.get("/postings/<uuid:posting_id>", needs=JobPermission.READ, on=queries.posting_by_id)
def show(uow: UnitOfWork, actor: Actor, posting: JobPosting, form: FormState = FormState()) -> Any:
    """One posting, complete, fit for printing."""
    own = (
        queries.find_application(uow, posting_id=posting.id, worker_id=actor.worker_id)
        if actor.worker_id
        else None
    )
    return render(
        "jobs/show.html",
        shown=queries.shown(uow, posting),
        place=areas.name_of(uow, posting.area_code),
        application=own,
        may_manage=allows(uow, actor, JobPermission.MANAGE, posting),
        may_stop=allows(uow, actor, JobPermission.STOP, posting) and posting.is_open,
        reasons=wording.choices(wording.CLOSE_REASONS),
        form=form,
        wording=wording,
        kinds=enterprise_wording.KINDS,
    )


@pages.post(
    "/postings/<uuid:posting_id>/apply",
    needs=JobPermission.APPLY,
    on=queries.posting_by_id,
    payload=schemas.Apply,
    again=show,
)
def apply(uow: UnitOfWork, actor: Actor, posting: JobPosting, payload: schemas.Apply) -> Any:
    """One tap: the worker's own application, and back to where it was tapped."""
    assert actor.worker_id is not None  # noqa: S101 -- the permission asks for a worker
    services.apply_to(
        uow,
        posting_id=posting.id,
        worker_id=actor.worker_id,
        **payload.model_dump(exclude={"back"}),
    )
    flash(_("You have applied: %(title)s.", title=posting.title), "good")
    if is_page_of_ours(payload.back):
        return redirect(payload.back)
    return redirect(url_for("jobs.show", posting_id=posting.id))


navigation.add(None, lazy("Jobs"), "jobs.index", icon="job", order=20)
navigation.add(Role.WORKER, lazy("Jobs"), "jobs.index", icon="job", order=20)
navigation.add(Role.OFFICER, lazy("Jobs"), "jobs.index", icon="job", order=30)
