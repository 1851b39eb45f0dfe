"""Sample postings.

Reads from `world`: enterprise, second_worker. Adds: posting, postings, application.
"""

from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

from server.core import clock
from server.core.unit_of_work import UnitOfWork
from server.jobs import services
from server.jobs.terms import Insurance, MealsLodging, PayPeriod, ShiftPattern, Terms

CHANGPING = "441900110000"
PLACE = "东莞市常平镇样例工业园1号"


def load(uow: UnitOfWork, world: MutableMapping[str, Any]) -> None:
    """Three that are published, one draft, and one application."""
    made = [
        services.create_posting(uow, enterprise_id=world["enterprise"].id, terms=terms)
        for terms in _terms()
    ]
    *published, _draft = made
    for posting in published:
        services.publish_posting(uow, posting_id=posting.id)
    world["posting"], world["postings"] = published[0], published
    world["application"] = services.apply_to(
        uow, posting_id=published[1].id, worker_id=world["second_worker"].id
    )


def _terms() -> list[Terms]:
    until = clock.today() + timedelta(days=60)
    return [
        Terms(
            title="电子装配工",
            occupation="电子设备装配人员",
            place=PLACE,
            area_code=CHANGPING,
            pay_from_fen=550_000,
            pay_to_fen=700_000,
            pay_period=PayPeriod.MONTH,
            pay_notes="每月15日发上月工资，加班按法定标准，夜班补贴每天20元",
            shift_pattern=ShiftPattern.TWO_SHIFT,
            meals_lodging=MealsLodging.BOTH,
            couple_room=True,
            insurance=Insurance.FIVE,
            headcount=60,
            valid_until=until,
            description=(
                "样例数据：在流水线上装配、检验电路板，坐班，车间有空调。\n"
                "不要求经验，有师傅带教一周。需视力正常，能分辨颜色。"
            ),
        ),
        Terms(
            title="仓库叉车工",
            occupation="叉车司机",
            place=PLACE,
            area_code=CHANGPING,
            pay_from_fen=620_000,
            pay_period=PayPeriod.MONTH,
            pay_notes="每月15日发上月工资",
            shift_pattern=ShiftPattern.SIX_ONE,
            meals_lodging=MealsLodging.BOTH,
            insurance=Insurance.FIVE_AND_HOUSING,
            headcount=6,
            valid_until=until,
            description="样例数据：成品仓装卸、码放和盘点。需要有效的叉车证。",
        ),
        Terms(
            title="缝纫工（计件）",
            occupation="缝纫工",
            place=PLACE,
            area_code=CHANGPING,
            pay_from_fen=180,
            pay_to_fen=420,
            pay_period=PayPeriod.PIECE,
            pay_notes="熟手每月约7000元，新手前两个月保底4500元",
            shift_pattern=ShiftPattern.DAY,
            meals_lodging=MealsLodging.LODGING,
            couple_room=True,
            insurance=Insurance.FIVE,
            headcount=30,
            valid_until=until,
            description="样例数据：缝制布面配件，长白班。会用平车即可，不会的可以先学两周。",
        ),
        Terms(
            title="质检员",
            occupation="质量检验员",
            place=PLACE,
            area_code=CHANGPING,
            pay_from_fen=600_000,
            pay_period=PayPeriod.MONTH,
            shift_pattern=ShiftPattern.FIVE_TWO,
            meals_lodging=MealsLodging.MEALS,
            insurance=Insurance.FIVE,
            headcount=3,
            valid_until=until,
            description="样例数据：这是一份尚未发布的草稿。",
        ),
    ]
