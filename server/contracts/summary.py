"""The three cards above a contract, 干什么, 拿多少 and 怎么走人, from the values of its text."""

from dataclasses import dataclass

from server.contracts.content import ContractContent
from server.contracts.wording import day, months, yuan


@dataclass(frozen=True)
class Card:
    """One large card, read before the clauses."""

    key: str
    """Stable name: `work`, `pay` or `leave`."""
    title: str
    lines: tuple[str, ...]


def cards(content: ContractContent) -> tuple[Card, Card, Card]:
    """What the work is, what it pays, and how one leaves."""
    terms = content.terms
    until = f"到{day(terms.ends_on)}" if terms.ends_on else "无固定期限"
    total = terms.base_pay_fen + sum(item.amount_fen for item in terms.pay_items)
    work = [
        f"{terms.post}，在{terms.place}",
        f"{day(terms.starts_on)}上班，{until}",
        terms.shift,
        terms.lodging,
    ]
    pay = [
        f"每月合计 {yuan(total)}",
        f"其中基本工资 {yuan(terms.base_pay_fen)}",
        *(f"{item.label} {yuan(item.amount_fen)}" for item in terms.pay_items),
        f"次月{terms.pay_day}日前发到本人银行卡",
    ]
    if terms.probation_months:
        pay.insert(
            1, f"前{months(terms.probation_months)}试用，每月 {yuan(terms.probation_pay_fen)}"
        )
    leave = [
        "提前30天书面告诉公司就可以走，不用赔钱"
        + ("；试用期内提前3天" if terms.probation_months else ""),
        "欠薪、不交社保、不安全，可以马上走，公司要给补偿",
        "走的时候工资一次结清，公司不能扣身份证、不能收押金",
    ]
    return (
        Card("work", "干什么", tuple(work)),
        Card("pay", "拿多少", tuple(pay)),
        Card("leave", "怎么走人", tuple(leave)),
    )
