"""The enterprise's side: asking for a booth, staffing it, choosing what it shows."""

from typing import Any
from uuid import UUID

from flask import flash

from server.core.errors import NotFound
from server.core.http import redirect, url_for
from server.core.i18n import _
from server.core.identity import Actor
from server.core.schemas import FormState
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.enterprises.queries import list_recruiters
from server.fairs import errors, queries, schemas, services
from server.fairs.actions import booth_actions
from server.fairs.models import Booth, Fair
from server.fairs.pages.blueprint import pages, render
from server.fairs.permissions import FairPermission
from server.fairs.schedule import Clash, Resource
from server.jobs.queries import applied_postings, list_open_postings_of, list_shown


def _enterprise(uow: UnitOfWork, actor: Actor) -> Enterprise:
    if actor.enterprise_id is None:
        raise NotFound
    return uow.get(Enterprise, actor.enterprise_id)


def _choices(uow: UnitOfWork, enterprise: Enterprise) -> dict[str, Any]:
    """What a booth of this enterprise can show, and who can staff it."""
    return {
        "enterprise": enterprise,
        "postings": list_open_postings_of(uow, enterprise.id),
        "recruiters": [one for one in list_recruiters(uow, enterprise.id) if not one.is_disabled],
    }


@pages.get("/fairs/<uuid:fair_id>/apply", needs=FairPermission.APPLY, on=queries.fair_for_staff)
def applying(uow: UnitOfWork, actor: Actor, fair: Fair, form: FormState = FormState()) -> Any:
    """The form that asks for a booth."""
    enterprise = _enterprise(uow, actor)
    return render(
        "apply.html",
        fair=fair,
        form=form,
        host=queries.host_of(uow, fair),
        own_booth=queries.find_booth_of(uow, fair.id, enterprise.id),
        **_choices(uow, enterprise),
    )


@pages.post(
    "/fairs/<uuid:fair_id>/apply",
    needs=FairPermission.APPLY,
    on=queries.fair_for_staff,
    payload=schemas.ApplyForBooth,
    again=applying,
)
def apply_for_booth(uow: UnitOfWork, actor: Actor, fair: Fair, sent: schemas.ApplyForBooth) -> Any:
    """Ask for a booth; a recruiter who is taken elsewhere is named and nothing is saved."""
    booth = services.apply_for_booth(
        uow, fair_id=fair.id, enterprise_id=_enterprise(uow, actor).id, **sent.model_dump()
    )
    flash(_("Your application is with the host. You will hear of the decision."), "good")
    return redirect(url_for("fairs.booth", booth_id=booth.id))


@pages.get(
    "/fairs/<uuid:fair_id>/apply/check",
    needs=FairPermission.APPLY,
    on=queries.fair_for_staff,
    payload=schemas.CheckRecruiter,
)
def check_recruiter(
    uow: UnitOfWork, actor: Actor, fair: Fair, asked: schemas.CheckRecruiter
) -> Any:
    """Whether the chosen recruiter is taken in the fair's hours. A fragment."""
    enterprise = _enterprise(uow, actor)
    booth = queries.find_booth_of(uow, fair.id, enterprise.id) or Booth(fair_id=fair.id)
    found = _clashes(uow, fair, booth, enterprise, asked.recruiter_account_id)
    return render(
        "_clashes.html",
        asked=asked.recruiter_account_id is not None,
        clashes=[(errors.words_of(clash), False) for clash in found],
    )


def _clashes(
    uow: UnitOfWork, fair: Fair, booth: Booth, enterprise: Enterprise, account_id: UUID | None
) -> list[Clash]:
    colleagues = {one.id for one in list_recruiters(uow, enterprise.id)}
    if account_id is None or account_id not in colleagues:
        return []
    wanted = queries.engagement_of(Resource.RECRUITER, account_id, enterprise.name, booth, fair)
    return queries.clashes_with(uow, [wanted])


@pages.get("/booths/<uuid:booth_id>", needs=FairPermission.READ_BOOTH, on=queries.booth_by_id)
def booth(uow: UnitOfWork, actor: Actor, place: Booth, form: FormState = FormState()) -> Any:
    """A booth: for visitors what it shows, for its enterprise also who staffs it."""
    fair = uow.get(Fair, place.fair_id)
    enterprise = uow.get(Enterprise, place.enterprise_id)
    shelf = queries.list_postings(uow, place.id)
    is_own = actor.enterprise_id == enterprise.id
    return render(
        "booth.html",
        fair=fair,
        form=form,
        booth=place,
        host=queries.host_of(uow, fair),
        shelf=list_shown(uow, [posting.id for posting in shelf]),
        applied=applied_postings(uow, actor.worker_id, [posting.id for posting in shelf]),
        actions=booth_actions.at(uow, actor, fair, place),
        is_open=fair.is_open(uow.now),
        is_own=is_own,
        shown_ids=[posting.id for posting in shelf],
        **(_choices(uow, enterprise) if is_own else {"enterprise": enterprise}),
    )


@pages.post(
    "/booths/<uuid:booth_id>",
    needs=FairPermission.STAFF,
    on=queries.booth_by_id,
    payload=schemas.StaffBooth,
    again=booth,
)
def staff_booth(uow: UnitOfWork, actor: Actor, place: Booth, sent: schemas.StaffBooth) -> Any:
    """Say who staffs the booth and what it shows."""
    services.assign_recruiter(uow, booth_id=place.id, account_id=sent.recruiter_account_id)
    services.show_postings(uow, booth_id=place.id, posting_ids=sent.posting_ids)
    flash(_("Saved."), "good")
    return redirect(url_for("fairs.booth", booth_id=place.id))
