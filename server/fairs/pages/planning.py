"""Planning a fair: the form, the look at the schedule while typing, and saving."""

from datetime import time
from typing import Any
from uuid import UUID

from flask import flash

from server.bureaus.models import Bureau
from server.core import clock
from server.core.errors import Invalid
from server.core.http import redirect, url_for
from server.core.i18n import _, lazy
from server.core.identity import Actor
from server.core.schemas import FormState
from server.core.unit_of_work import UnitOfWork
from server.fairs import errors, queries, schemas, services
from server.fairs.models import Fair
from server.fairs.pages.blueprint import pages, render
from server.fairs.permissions import FairPermission
from server.fairs.schedule import Engagement, Resource
from server.fairs.services import AirPlan, FairPlan
from server.fairs.timezones import ZONES, NoSuchTime
from server.fairs.wording import KIND_HINTS, KINDS, ZONE_NAMES

USUAL = {"opens_at": time(9), "closes_at": time(17), "booth_count": 20}
"""What the form proposes."""


def form_choices() -> dict[str, Any]:
    """The choices of a fair's form."""
    return {
        "kinds": [(kind, label, KIND_HINTS[kind]) for kind, label in KINDS.items()],
        "zones": [(zone, ZONE_NAMES[zone]) for zone in ZONES],
        "first_day": clock.today(),
    }


@pages.get("/fairs/new", needs=FairPermission.PLAN, on=queries.own_bureau, payload=schemas.NewFair)
def new(
    uow: UnitOfWork,
    actor: Actor,
    bureau: Bureau,
    asked: schemas.NewFair | None = None,
    form: FormState = FormState(),
) -> Any:
    """The form for a new fair; the day comes from the calendar."""
    return render(
        "plan.html",
        form=form,
        bureau=bureau,
        held_on=asked.held_on if asked and asked.held_on else "",
        usual=USUAL,
        **form_choices(),
    )


def planning(uow: UnitOfWork, actor: Actor, bureau: Bureau, form: FormState = FormState()) -> Any:
    """The same form with what was typed and what is wrong with it."""
    return new(uow, actor, bureau, None, form)


@pages.post(
    "/fairs",
    needs=FairPermission.PLAN,
    on=queries.own_bureau,
    payload=schemas.PlanFair,
    again=planning,
)
def plan(uow: UnitOfWork, actor: Actor, bureau: Bureau, sent: schemas.PlanFair) -> Any:
    """Plan it as a draft; a clash is named and nothing is saved."""
    fair = services.plan_fair(
        uow, bureau_id=bureau.id, plan=_plan(sent), accept_overlap=sent.accept_overlap
    )
    flash(_("The fair is planned. Invite partners now, then publish it."), "good")
    return redirect(url_for("fairs.manage", fair_id=fair.id))


def _plan(sent: schemas.PlanFair) -> FairPlan:
    air: tuple[AirPlan, ...] = ()
    if sent.air_starts is not None and sent.air_ends is not None:
        title = sent.air_title or str(_("Live presentation of the jobs"))
        air = (AirPlan(title=title, starts=sent.air_starts, ends=sent.air_ends),)
    elif sent.air_title or sent.air_starts or sent.air_ends:
        missing = "air_ends" if sent.air_starts else "air_starts"
        raise Invalid(fields={missing: lazy("A slot on air needs its beginning and its end.")})
    return FairPlan(
        title=sent.title,
        kind=sent.kind,
        hours=sent.hours,
        booth_count=sent.booth_count,
        description=sent.description,
        air=air,
    )


@pages.get(
    "/fairs/check", needs=FairPermission.PLAN, on=queries.own_bureau, payload=schemas.CheckHours
)
def check(uow: UnitOfWork, actor: Actor, bureau: Bureau, asked: schemas.CheckHours) -> Any:
    """What these hours would clash with; asked while somebody types. A fragment."""
    if asked.held_on is None or asked.opens_at is None or asked.closes_at is None:
        return render("_clashes.html", clashes=[], asked=False)
    at = schemas.AtHours(
        held_on=asked.held_on,
        opens_at=asked.opens_at,
        closes_at=asked.closes_at,
        timezone=asked.timezone,
    )
    fair = _own_fair(uow, actor, asked.fair_id) if asked.fair_id else None
    try:
        wanted = _wanted(uow, bureau, fair, at)
    except NoSuchTime:
        return render("_clashes.html", clashes=[], asked=False)
    found = queries.clashes_with(uow, wanted)
    return render(
        "_clashes.html",
        asked=bool(wanted) and not wanted[0].is_empty,
        clashes=[(errors.words_of(clash), clash.may_be_accepted) for clash in found],
    )


def _own_fair(uow: UnitOfWork, actor: Actor, fair_id: UUID) -> Fair | None:
    fair = queries.fair_by_id(uow, actor, fair_id)
    return fair if fair.host_bureau_id == actor.bureau_id else None


def _wanted(
    uow: UnitOfWork, bureau: Bureau, fair: Fair | None, at: schemas.AtHours
) -> list[Engagement]:
    """What the fair would take at these hours; a fair that is moved takes its seats along."""
    if fair is not None:
        return services.engagements_at(uow, fair, at.hours)
    return [
        Engagement(
            resource=Resource.BUREAU,
            resource_id=bureau.id,
            label=bureau.name,
            starts_at=at.hours.starts_at,
            ends_at=at.hours.ends_at,
            fair_id=None,
            fair_title="",
            zone=at.timezone,
        )
    ]
