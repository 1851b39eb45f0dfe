"""Sample fairs: one that is open all day today, one to come.

Reads from `world`: host_bureau, partner_bureau, enterprise, recruiter, postings (or posting), seat.
Adds: fair, booth, air_slot, next_fair.
"""

from collections.abc import MutableMapping
from datetime import time, timedelta
from typing import Any

import sqlalchemy as sa

from server.accounts.models import Account
from server.core import clock
from server.core.unit_of_work import UnitOfWork
from server.fairs import queries, services
from server.fairs.models import BoothState, Fair, FairKind
from server.fairs.services import AirPlan, FairPlan
from server.fairs.timezones import Hours

TITLE = "【样例】花垣—东莞劳务协作视频招聘会"


def load(uow: UnitOfWork, world: MutableMapping[str, Any]) -> None:
    """Plan, invite, accept, bring a seat, publish, give a booth: through the real verbs."""
    _today(uow, world)
    _next_month(uow, world)


def hold_again(uow: UnitOfWork) -> None:
    """Hold the sample fair today as well, if it exists and was held on an earlier day.

    So a demonstration that is started again tomorrow still finds a fair that is open.
    """
    samples = uow.scalars(
        sa.select(Fair).where(Fair.title == TITLE).order_by(Fair.held_on.desc()).limit(1)
    )
    if not samples or samples[0].held_on >= clock.today():
        return
    last = samples[0]
    partners = queries.list_partners(uow, last.id)
    seats = queries.list_stations(uow, last.id)
    booths = queries.list_booths(uow, last.id, BoothState.APPROVED)
    if not (partners and seats and booths):
        return
    booth = booths[0].booth
    recruiter = uow.find(Account, booth.recruiter_account_id)
    postings = [post for post in queries.list_postings(uow, booth.id) if post.is_open]
    if recruiter is None or not postings:
        return
    world = {
        "host_bureau": queries.host_of(uow, last),
        "partner_bureau": partners[0].bureau,
        "enterprise": booths[0].enterprise,
        "recruiter": recruiter,
        "postings": postings,
        "seat": seats[0].seat,
    }
    _today(uow, world)


def _today(uow: UnitOfWork, world: MutableMapping[str, Any]) -> None:
    host, partner, enterprise = (
        world["host_bureau"],
        world["partner_bureau"],
        world["enterprise"],
    )
    plan = FairPlan(
        title=TITLE,
        kind=FairKind.VIDEO,
        # All day, so that whoever opens the demo finds it open.
        hours=Hours(clock.today(), time(0), time(23, 59)),
        booth_count=12,
        description="样例数据:两地人社部门联合举办,企业直播带岗,在村级服务站或手机上即可参加面试。",
    )
    fair = services.plan_fair(uow, bureau_id=host.id, plan=plan, accept_overlap=True)
    services.invite_bureau(
        uow, fair_id=fair.id, bureau_id=partner.id, message="诚邀贵局共同举办(样例)。"
    )
    services.answer_invitation(uow, fair_id=fair.id, bureau_id=partner.id, accept=True)
    services.add_station(uow, fair_id=fair.id, bureau_id=partner.id, seat_id=world["seat"].id)
    services.publish(uow, fair_id=fair.id)
    postings = world.get("postings") or [world["posting"]]
    booth = services.apply_for_booth(
        uow,
        fair_id=fair.id,
        enterprise_id=enterprise.id,
        posting_ids=[posting.id for posting in postings],
        recruiter_account_id=world["recruiter"].id,
    )
    services.approve_booth(uow, booth_id=booth.id)
    air = AirPlan(
        title="【样例】直播带岗:车间与宿舍实景",
        starts=time(0),
        ends=time(23, 59),
        booth_id=booth.id,
    )
    world["air_slot"] = services.add_air_slot(uow, fair_id=fair.id, air=air)
    world["fair"], world["booth"] = fair, booth


def _next_month(uow: UnitOfWork, world: MutableMapping[str, Any]) -> None:
    plan = FairPlan(
        title="【样例】春风行动专场招聘会",
        kind=FairKind.DEDICATED,
        hours=Hours(clock.today() + timedelta(days=30), time(9), time(16, 30)),
        booth_count=30,
        description="样例数据:企业可在此申请展位。",
        air=(AirPlan(title="【样例】开场介绍", starts=time(9, 30), ends=time(10)),),
    )
    fair = services.plan_fair(
        uow, bureau_id=world["host_bureau"].id, plan=plan, accept_overlap=True
    )
    services.invite_bureau(uow, fair_id=fair.id, bureau_id=world["partner_bureau"].id)
    world["next_fair"] = services.publish(uow, fair_id=fair.id)
