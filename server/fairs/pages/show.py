"""The public page of a fair."""

from typing import Any

from server.core.identity import Actor
from server.core.permissions import allows
from server.core.unit_of_work import UnitOfWork
from server.fairs import queries
from server.fairs.actions import air_actions, booth_actions
from server.fairs.models import BoothState, Fair, PartnerState
from server.fairs.pages.blueprint import pages, render
from server.fairs.permissions import FairPermission
from server.jobs import queries as jobs


@pages.get("/fairs/<uuid:fair_id>", needs=FairPermission.READ, on=queries.fair_by_id)
def show(uow: UnitOfWork, actor: Actor, fair: Fair) -> Any:
    """Hours, hosts, program, booths with their postings, and where one can go in."""
    partners = queries.list_partners(uow, fair.id)
    booths = queries.list_booths(uow, fair.id, BoothState.APPROVED)
    slots = queries.list_air_slots(uow, fair.id)
    shelves = queries.postings_by_booth(uow, [one.booth.id for one in booths])
    shown = jobs.list_shown(uow, {post.id for shelf in shelves.values() for post in shelf})
    by_posting = {one.id: one for one in shown}
    by_booth = {one.booth.id: one for one in booths}
    at_booth = booth_actions.at_each(uow, actor, fair, [one.booth for one in booths])
    on_air = air_actions.at_each(uow, actor, fair, slots)
    return render(
        "show.html",
        fair=fair,
        host=queries.host_of(uow, fair),
        partners=[one.bureau for one in partners if one.part.state is PartnerState.ACCEPTED],
        stations=queries.list_stations(uow, fair.id),
        booths=[
            {
                "booth": one.booth,
                "enterprise": one.enterprise,
                "shelf": [
                    by_posting[post.id]
                    for post in shelves.get(one.booth.id, ())
                    if post.id in by_posting
                ],
                "actions": at_booth[one.booth.id],
            }
            for one in booths
        ],
        applied=jobs.applied_postings(uow, actor.worker_id, by_posting),
        slots=[
            {
                "slot": slot,
                "by": by_booth.get(slot.booth_id) if slot.booth_id else None,
                "actions": on_air[slot.id],
            }
            for slot in slots
        ],
        is_open=fair.is_open(uow.now),
        is_over=fair.ends_at <= uow.now,
        now=uow.now,
        may_manage=allows(uow, actor, FairPermission.MANAGE, fair),
        may_add_stations=allows(uow, actor, FairPermission.ADD_STATIONS, fair),
        may_apply=allows(uow, actor, FairPermission.APPLY, fair),
        own_booth=queries.find_booth_of(uow, fair.id, actor.enterprise_id)
        if actor.enterprise_id
        else None,
        invitation=next((one.part for one in partners if actor.bureau_id == one.bureau.id), None),
    )
