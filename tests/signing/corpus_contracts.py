"""Genuine labor contracts of people who do not exist, each with other names and sums."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from server.contracts import document
from server.contracts.clauses import labor_contract
from server.contracts.content import AgreedTerms, ContractContent, Employee, Employer, PayItem
from server.core import clock
from server.signing import pades, verifier
from server.signing.certificates import CertificateAuthority
from server.signing.keys import FileCustody
from server.signing.timestamps import EmbeddedAuthority
from server.signing.typesetting import Typesetter

WORKER, ENTERPRISE = document.WORKER_FIELD, document.EMPLOYER_FIELD

FAMILY_NAMES = "王李张刘陈杨石田麻龙吴向彭滕㛃"
GIVEN_NAMES = "建国秀英玉兰志强晓燕阿依古丽𬎆䶮鿍堃瑢平安"
POSTS = ("装配工", "焊工", "缝纫工", "质检员", "叉车司机", "包装工")
PLACES = ("江苏省昆山市样例路8号", "广东省东莞市常平镇样例路1号", "浙江省义乌市样例街20号")


def content_of(number: int) -> ContractContent:
    """The contract of this number: the same number gives the same words and sums."""
    draw = random.Random(number)
    name = draw.choice(FAMILY_NAMES) + "".join(draw.sample(GIVEN_NAMES, draw.choice((1, 2, 2, 3))))
    pay = draw.randrange(3_000_00, 12_000_00, 50_00)
    months = draw.choice((0, 12, 24, 36))
    probation = {0: 6, 12: 1, 24: 2, 36: 6}[months]
    place = draw.choice(PLACES)
    return ContractContent(
        number=f"LP-20261121-{number:06d}",
        template="labor_contract@1",
        employer=Employer(
            name=f"样例{draw.randrange(10_000)}电子科技有限公司",
            uscc=f"91320583MA{draw.randrange(10**8):08d}",
            address=place,
            legal_representative=draw.choice(("陈𬎆", "李样例", "欧阳样例")),
            phone=f"0512-{draw.randrange(10**8):08d}",
        ),
        employee=Employee(
            name=name,
            id_number=f"999999{draw.randrange(1970, 2006)}0101{draw.randrange(10_000):04d}",
            address=f"湖南省湘西土家族苗族自治州花垣县样例村{draw.randrange(1, 20)}组",
            phone=f"199{draw.randrange(10**8):08d}",
        ),
        terms=AgreedTerms(
            post=draw.choice(POSTS),
            duties="流水线装配、检验和现场整理",
            place=place,
            base_pay_fen=pay,
            probation_pay_fen=pay * 9 // 10,
            pay_items=tuple(
                PayItem(label=label, amount_fen=draw.randrange(100_00, 900_00, 10_00))
                for label in draw.sample(("全勤奖", "夜班补贴", "餐费补贴", "住房补贴"), 2)
            ),
            pay_day=draw.randrange(1, 29),
            shift=draw.choice(("长白班", "白班、夜班两班轮换")),
            hours_system="standard",
            term_months=months,
            probation_months=probation,
            starts_on=date(2026, 12, 1),
            ends_on=date(2026 + months // 12, 11, 30) if months else None,
            lodging="甲方免费提供工作餐和住宿",
            transport="乙方自行前往，到岗后甲方凭票报销",
            note=draw.choice(("", "春节返乡由甲方报销单程车票")),
        ),
        drafted_at=clock.now(),
    )


@dataclass(frozen=True)
class Made:
    """A sealed contract and what is on record about it."""

    content: ContractContent
    prepared: bytes
    parties: tuple[pades.PartySeal, ...]
    pdf: bytes
    expectation: verifier.Expectation


class House:
    """A platform with its own authority, made for a test or a benchmark."""

    def __init__(self, folder: Path, typesetter: Typesetter) -> None:
        custody = FileCustody(folder, "a secret of at least 32 characters")
        self.authority = CertificateAuthority(
            custody, pki_url="http://127.0.0.1/pki", now=clock.now()
        )
        self.tsa = EmbeddedAuthority(
            self.authority.timestamp_key,
            self.authority.timestamp_certificate,
            (self.authority.root,),
        )
        self.trust = verifier.Trust((self.authority.root,), (self.authority.root,))
        self.typesetter = typesetter

    def prepared(self, content: ContractContent) -> bytes:
        """The file the parties of a contract confirm."""
        data = document.document_data(content, labor_contract(content), trial=True)
        typeset = self.typesetter.typeset("labor_contract", data, content.drafted_at)
        boxes = {box.name: box for box in typeset.boxes}
        return pades.prepare(typeset.pdf, [boxes[WORKER], boxes[ENTERPRISE]])

    def party(
        self, field: str, content: ContractContent, at: datetime | None = None
    ) -> pades.PartySeal:
        """A party ready to sign, with a certificate issued now, or `at`."""
        is_worker = field == WORKER
        name = content.employee.name if is_worker else content.employer.name
        identity = self.authority.issue_event_identity(f"LP-{field}", at or clock.now())
        shown = {
            "kind": "worker" if is_worker else "enterprise",
            "name": name,
            "signed_at": "2026-11-21 10:30:05",
            "certificate": f"{identity.certificate.serial_number:040x}"[:16],
            "trial": True,
            "width": 181,
            "height": 91,
        }
        look = self.typesetter.typeset("appearance", shown, clock.now()).pdf
        return pades.PartySeal(field, identity, look, name, "签订劳动合同")

    def parties(self, content: ContractContent) -> tuple[pades.PartySeal, ...]:
        """Both parties, in their order."""
        return tuple(self.party(field, content) for field in (WORKER, ENTERPRISE))

    def finished(self, signed: bytes, parties: Sequence[pades.PartySeal]) -> bytes:
        """What was signed, with validation material and archive timestamp."""
        identities = [party.identity.certificate for party in parties]
        chain = self.authority.chain
        lists = self.authority.revocation_lists(clock.now())
        with_material = pades._with_validation_material(signed, [*identities, *chain], lists)
        return pades._archived(with_material, self.tsa)

    def make(self, number: int) -> Made:
        """The sealed contract of this number."""
        content = content_of(number)
        prepared = self.prepared(content)
        parties = self.parties(content)
        pdf = pades.seal(
            prepared,
            parties,
            chain=self.authority.chain,
            revocation_lists=self.authority.revocation_lists(clock.now()),
            timestamper=self.tsa,
        )
        return Made(content, prepared, parties, pdf, expect(pdf, prepared, parties))


def expect(pdf: bytes, prepared: bytes, parties: Sequence[pades.PartySeal]) -> verifier.Expectation:
    """What would be on record about a file."""
    now = clock.now()
    return verifier.Expectation(
        signatures=tuple(
            verifier.ExpectedSignature(party.field, party.identity.fingerprint) for party in parties
        ),
        sealed_sha256=hashlib.sha256(pdf).hexdigest(),
        prepared_sha256=hashlib.sha256(prepared).hexdigest(),
        prepared_size=len(prepared),
        not_before=now - timedelta(hours=1),
        not_after=now + timedelta(hours=1),
    )
