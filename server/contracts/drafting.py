"""From accepted terms to a contract, in Chinese whatever the reader's language. Pure."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from server.contracts.content import AgreedTerms, ContractContent, Employee, Employer, PayItem
from server.contracts.templates import GENERAL
from server.jobs.terms import MealsLodging, ShiftPattern
from server.offers.terms import PayPart, Terms, Transport

BEIJING = ZoneInfo("Asia/Shanghai")
NUMBER_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters that cannot be taken for one another when a number is read out."""
NUMBER_LENGTH = 6

PAY_LABELS = {
    PayPart.POST: "岗位津贴",
    PayPart.ATTENDANCE: "全勤奖",
    PayPart.NIGHT: "夜班补贴",
    PayPart.MEALS: "餐费补贴",
    PayPart.HOUSING: "住房补贴",
}
SHIFTS = {
    ShiftPattern.DAY: "长白班",
    ShiftPattern.TWO_SHIFT: "白班、夜班两班轮换",
    ShiftPattern.THREE_SHIFT: "三班轮换",
    ShiftPattern.SIX_ONE: "每周工作六日、休息一日",
    ShiftPattern.FIVE_TWO: "每周工作五日、休息二日",
    ShiftPattern.FLEXIBLE: "班次由双方另行协商",
}
LODGING = {
    MealsLodging.BOTH: "甲方免费提供工作餐和住宿",
    MealsLodging.MEALS: "甲方免费提供工作餐，住宿由乙方自理",
    MealsLodging.LODGING: "甲方免费提供住宿，餐费由乙方自理",
    MealsLodging.AT_COST: "甲方提供工作餐和住宿，按公示标准收取费用",
    MealsLodging.NONE: "食宿由乙方自理",
}
TRANSPORT = {
    Transport.ARRANGED: "由甲方或者输出地组织安排，费用不由乙方承担",
    Transport.REIMBURSED: "乙方自行前往，到岗后甲方凭票报销",
    Transport.OWN: "乙方自行前往，费用由乙方承担",
}


def new_number(at: datetime) -> str:
    """A contract number: the day and six letters nobody can guess in sequence."""
    letters = "".join(secrets.choice(NUMBER_LETTERS) for _ in range(NUMBER_LENGTH))
    return f"LP-{at.astimezone(BEIJING):%Y%m%d}-{letters}"


def content_of(
    *, number: str, employer: Employer, employee: Employee, terms: Terms, at: datetime
) -> ContractContent:
    """The content of a contract between these two, on the accepted terms."""
    probation_pay = terms.probation_pay_fen if terms.probation_months else None
    return ContractContent(
        number=number,
        template=GENERAL.name,
        employer=employer,
        employee=employee,
        terms=AgreedTerms(
            post=terms.post,
            duties=terms.duties.rstrip("。"),
            place=terms.place,
            base_pay_fen=terms.base_pay_fen,
            probation_pay_fen=probation_pay or terms.base_pay_fen,
            pay_items=tuple(
                PayItem(label=PAY_LABELS[part], amount_fen=fen)
                for part, fen in terms.pay_parts.items()
            ),
            pay_day=terms.pay_day,
            shift=SHIFTS[terms.shift_pattern],
            hours_system=terms.hours_system.value,
            term_months=terms.term_months,
            probation_months=terms.probation_months,
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
            lodging=LODGING[terms.meals_lodging],
            transport=TRANSPORT[terms.transport],
            note=terms.note,
        ),
        drafted_at=at,
    )
