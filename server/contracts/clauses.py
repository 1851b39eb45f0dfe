"""The clauses of the general labor contract, written from the agreed terms.

Each clause names which of the mandatory clauses of Labor Contract Law, article 17, it fulfils, and
`require_complete` refuses a contract in which one is missing. The wording is plain on purpose: the
reader is a worker with a phone in hand. A bureau must review it before use (docs/signing.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.contracts.content import AgreedTerms, ContractContent
from server.contracts.wording import day, months, yuan, yuan_in_capitals


class Mandatory(StrEnum):
    """Labor Contract Law, article 17, first paragraph, items 1 to 9."""

    EMPLOYER = "employer"
    """Item 1: name, domicile and legal representative of the employer."""
    WORKER = "worker"
    """Item 2: name, domicile and identity number of the worker."""
    TERM = "term"
    """Item 3: term of the contract."""
    WORK = "work"
    """Item 4: work content and place."""
    HOURS = "hours"
    """Item 5: working hours, rest and leave."""
    PAY = "pay"
    """Item 6: labor remuneration."""
    INSURANCE = "insurance"
    """Item 7: social insurance."""
    PROTECTION = "protection"
    """Item 8: labor protection, conditions, protection from occupational hazards."""
    OTHER = "other"
    """Item 9: what other laws require a contract to contain."""


@dataclass(frozen=True)
class Clause:
    """One numbered clause of the contract."""

    title: str
    items: tuple[str, ...]
    """Paragraphs, in order; the page and the PDF number them alike."""
    covers: frozenset[Mandatory]
    highlighted: bool = False
    """Whether it limits the worker or costs money, and must be pointed out (Civil Code, 496)."""


NUMERALS = (
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
)
"""How clauses are numbered."""


TO_FILL_IN = "（待填写）"
"""Stands in a draft where the enterprise still has to write something."""


class ClauseMissing(ValueError):
    """The contract lacks a clause the law requires; `.missing` says which."""

    def __init__(self, missing: Sequence[Mandatory]) -> None:
        self.missing = tuple(missing)
        super().__init__(", ".join(self.missing))


def require_complete(clauses: Sequence[Clause]) -> None:
    """Refuse a contract that lacks a mandatory clause, or has one without words.

    :raises ClauseMissing: naming every mandatory clause that is absent
    """
    covered = {kind for clause in clauses if any(clause.items) for kind in clause.covers}
    missing = [kind for kind in Mandatory if kind not in covered]
    if missing:
        raise ClauseMissing(missing)


def labor_contract(content: ContractContent) -> tuple[Clause, ...]:
    """The clauses of the general labor contract, complete in the sense of article 17."""
    terms = content.terms
    clauses = (
        _parties(content),
        _term(terms),
        _work(terms),
        _hours(terms),
        _pay(terms),
        _insurance(),
        _protection(terms),
        _life_and_travel(terms),
        _no_deposit(),
        _ending(),
        _disputes(),
        _delivery(),
    )
    require_complete(clauses)
    return clauses


def _parties(content: ContractContent) -> Clause:
    employer, employee = content.employer, content.employee
    representative = employer.legal_representative or TO_FILL_IN
    return Clause(
        "合同双方",
        (
            (
                f"甲方（用人单位）：{employer.name}，统一社会信用代码 {employer.uscc}，"
                f"住所：{employer.address}，法定代表人（主要负责人）：{representative}。"
            ),
            (
                f"乙方（劳动者）：{employee.name}，居民身份证号码 {employee.id_number}，"
                f"住址：{employee.address}。"
            ),
            (
                "双方在合法、公平、平等自愿、协商一致、诚实信用的基础上订立本合同，并已互相如实告知"
                "与订立本合同有关的情况。"
            ),
        ),
        frozenset({Mandatory.EMPLOYER, Mandatory.WORKER}),
    )


def _term(terms: AgreedTerms) -> Clause:
    if terms.ends_on is None:
        period = f"本合同为无固定期限劳动合同，自{day(terms.starts_on)}起，至法定终止条件出现时止。"
    else:
        period = (
            f"本合同为固定期限劳动合同，期限{months(terms.term_months)}，"
            f"自{day(terms.starts_on)}起至{day(terms.ends_on)}止。"
        )
    if terms.probation_months:
        probation = (
            f"试用期{months(terms.probation_months)}，自合同起始日计算，包含在合同期限内。"
            "同一用人单位与同一劳动者只能约定一次试用期。"
        )
    else:
        probation = "双方不约定试用期。"
    return Clause(
        "合同期限与试用期",
        (period, probation, "劳动关系自实际用工之日起建立。"),
        frozenset({Mandatory.TERM}),
        highlighted=bool(terms.probation_months),
    )


def _work(terms: AgreedTerms) -> Clause:
    return Clause(
        "工作内容和工作地点",
        (
            f"乙方的工作岗位为：{terms.post}。工作内容：{terms.duties}。",
            f"工作地点：{terms.place}。",
            "甲方变更乙方的工作岗位或者工作地点，应当与乙方协商一致，并以书面形式变更本合同。",
        ),
        frozenset({Mandatory.WORK}),
    )


_HOURS = {
    "standard": "甲方实行标准工时制：每日工作不超过8小时，每周工作不超过40小时，每周至少休息一日。",
    "comprehensive": "甲方对本岗位实行综合计算工时工作制，并已取得人力资源社会保障行政部门批准；"
    "平均每日不超过8小时，平均每周不超过40小时。",
    "flexible": "甲方对本岗位实行不定时工作制，并已取得人力资源社会保障行政部门批准；"
    "甲方应保证乙方的休息休假权利。",
}


def _hours(terms: AgreedTerms) -> Clause:
    return Clause(
        "工作时间和休息休假",
        (
            _HOURS[terms.hours_system],
            f"班次安排：{terms.shift}。甲方提前告知乙方排班。",
            (
                "甲方因生产经营需要安排加班的，应当与工会和乙方协商，一般每日不超过1小时；特殊原因下每日"
                "不超过3小时，每月不超过36小时。甲方不得强迫或者变相强迫乙方加班。"
            ),
            "乙方依法享受法定节假日、年休假、婚假、丧假、产假、护理假等假期。",
        ),
        frozenset({Mandatory.HOURS}),
    )


def _pay(terms: AgreedTerms) -> Clause:
    items = [
        (
            f"乙方每月基本工资为人民币 {yuan(terms.base_pay_fen)}"
            f"（大写：{yuan_in_capitals(terms.base_pay_fen)}）。"
        ),
    ]
    if terms.pay_items:
        parts = "；".join(f"{item.label}每月 {yuan(item.amount_fen)}" for item in terms.pay_items)
        items.append(f"除基本工资外，甲方另行支付：{parts}。")
    if terms.probation_months:
        items.append(
            f"试用期工资为每月人民币 {yuan(terms.probation_pay_fen)}"
            f"（大写：{yuan_in_capitals(terms.probation_pay_fen)}），不低于本合同约定工资的百分之八十，"
            "也不低于工作地最低工资标准。"
        )
    items += [
        (
            f"甲方于次月{terms.pay_day}日前以货币形式，通过乙方本人的银行账户足额支付上月工资；遇节假日"
            "提前支付。甲方每月向乙方提供工资清单，不得克扣或者无故拖欠。"
        ),
        (
            "加班工资：工作日加班按不低于工资的150%支付；休息日加班又不能补休的，按不低于200%支付；"
            "法定节假日加班的，按不低于300%支付。"
        ),
    ]
    return Clause("劳动报酬", tuple(items), frozenset({Mandatory.PAY}))


def _insurance() -> Clause:
    return Clause(
        "社会保险",
        (
            (
                "甲方自用工之日起30日内为乙方办理社会保险登记，双方依法缴纳养老、医疗、失业、工伤、生育"
                "保险；乙方应缴部分由甲方从工资中代扣代缴，并告知乙方明细。"
            ),
            "乙方发生工伤或者患职业病的，甲方应当及时救治，并依法申请工伤认定，保障乙方的工伤待遇。",
        ),
        frozenset({Mandatory.INSURANCE}),
    )


def _protection(terms: AgreedTerms) -> Clause:
    return Clause(
        "劳动保护、劳动条件和职业危害防护",
        (
            (
                "甲方提供符合国家规定的劳动安全卫生条件和劳动防护用品，并在上岗前对乙方进行安全教育和"
                "岗位培训，培训费用由甲方承担。"
            ),
            terms.hazards,
            "甲方依法对女职工和未成年工实行特殊劳动保护。乙方对违章指挥、强令冒险作业有权拒绝。",
        ),
        frozenset({Mandatory.PROTECTION}),
    )


def _life_and_travel(terms: AgreedTerms) -> Clause:
    promised = (f"双方另行约定：{terms.note.rstrip('。')}。",) if terms.note else ()
    return Clause(
        "食宿、交通与其他约定",
        (f"食宿：{terms.lodging}。", f"赴岗交通：{terms.transport}。", *promised),
        frozenset({Mandatory.OTHER}),
    )


def _no_deposit() -> Clause:
    return Clause(
        "双方的保证",
        (
            (
                "甲方不扣押乙方的居民身份证和其他证件，不要求乙方提供担保，不以任何名义向乙方收取财物。"
                "乙方签订本合同不支付任何费用。"
            ),
            "甲方不因乙方的民族、种族、性别、宗教信仰等歧视乙方。",
            "乙方遵守甲方依法制定并已公示的规章制度，保守在工作中知悉的商业秘密。",
        ),
        frozenset({Mandatory.OTHER}),
    )


def _ending() -> Clause:
    return Clause(
        "合同的变更、解除和终止",
        (
            "双方协商一致，可以变更或者解除本合同。",
            "乙方提前30日以书面形式（试用期内提前3日）通知甲方，可以解除本合同，无须支付违约金。",
            (
                "甲方未按约定支付劳动报酬、未提供劳动保护、未依法缴纳社会保险，或者有《劳动合同法》"
                "第三十八条规定的其他情形的，乙方可以随时解除本合同，甲方应当支付经济补偿。"
            ),
            (
                "甲方解除本合同，应当符合《劳动合同法》第三十九条、第四十条、第四十一条的规定；依法应当"
                "支付经济补偿的，按乙方在甲方的工作年限，每满一年支付一个月工资。"
            ),
            (
                "解除或者终止时，甲方一次付清乙方工资，出具解除或者终止劳动合同的证明，并在15日内办理档案"
                "和社会保险关系转移手续。"
            ),
        ),
        frozenset({Mandatory.OTHER}),
        highlighted=True,
    )


def _disputes() -> Clause:
    return Clause(
        "争议处理",
        (
            (
                "双方发生劳动争议，可以协商解决，也可以向当地劳动争议调解组织申请调解，或者自知道权利被侵害"
                "之日起一年内向劳动合同履行地的劳动人事争议仲裁委员会申请仲裁；对裁决不服的，可以依法向"
                "人民法院起诉。劳动者也可以拨打12333咨询或者投诉。"
            ),
        ),
        frozenset({Mandatory.OTHER}),
    )


def _delivery() -> Clause:
    return Clause(
        "电子合同的订立与送达",
        (
            (
                "双方同意以数据电文形式订立本合同，并以可靠的电子签名签署。本合同自双方签署完成、附加可信"
                "时间戳之日起生效。"
            ),
            (
                "签署完成后，双方可随时通过平台免费查看、下载和打印本合同；乙方需要纸质文本的，甲方至少免费"
                "提供一份并盖章确认。"
            ),
            "甲方保存本合同至劳动关系解除或者终止后至少二年。",
        ),
        frozenset({Mandatory.OTHER}),
    )
