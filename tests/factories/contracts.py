"""Contracts at every stage, and the accounts that sign them."""

import sqlalchemy as sa

from server.accounts.models import Account
from server.contracts import services
from server.contracts.events import PartyKind
from server.contracts.models import Contract
from server.contracts.queries import find_envelope
from server.contracts.services import Details
from server.core import sms
from server.core.identity import Role
from server.core.unit_of_work import UnitOfWork
from server.offers import services as offers
from server.workers.models import Worker
from tests.factories.offers import make_offer
from tests.factories.workers import make_worker

DETAILS = Details(
    legal_representative="陈𬎆",
    employer_address="广东省东莞市常平镇样例路1号",
    employer_phone="0769-80000000",
    employee_address="湖南省湘西土家族苗族自治州花垣县样例村3组",
    hazards="本岗位存在噪声,甲方配发耳塞并每年安排职业健康检查。",
)
RARE_NAME = "石㛃䶮𬎆"
"""A name that a careless font set loses."""


def make_draft(uow: UnitOfWork, *, worker: Worker | None = None) -> Contract:
    """A contract as the acceptance of an offer drafts it."""
    offer = make_offer(uow, worker=worker or make_worker(uow, name=RARE_NAME))
    offers.accept(uow, offer_id=offer.id, terms_version=offer.version)
    return uow.session.scalars(sa.select(Contract).where(Contract.offer_id == offer.id)).one()


def make_sent(uow: UnitOfWork, *, worker: Worker | None = None) -> Contract:
    """A contract that is out to be signed."""
    draft = make_draft(uow, worker=worker)
    return services.send(uow, contract_id=draft.id, details=DETAILS, by=None)


def make_signed(uow: UnitOfWork, *, worker: Worker | None = None) -> Contract:
    """A contract both sides have signed; its seal is promised."""
    contract = make_sent(uow, worker=worker)
    for side in PartyKind:
        sign(uow, contract, side)
    return contract


def signer_of(uow: UnitOfWork, contract: Contract, side: PartyKind) -> Account:
    """The account that signs for a side."""
    mine = (
        (Account.worker_id == contract.worker_id)
        if side is PartyKind.WORKER
        else sa.and_(
            Account.enterprise_id == contract.enterprise_id, Account.role == Role.RECRUITER
        )
    )
    return uow.session.scalars(sa.select(Account).where(mine).limit(1)).one()


def digest_of(uow: UnitOfWork, contract: Contract) -> str:
    """What a signer's screen shows."""
    envelope = find_envelope(uow, contract)
    assert envelope is not None
    return envelope.prepared_sha256


def code_for(uow: UnitOfWork, contract: Contract, side: PartyKind) -> str:
    """A code sent to a side's phone, as read there."""
    account = signer_of(uow, contract, side)
    services.send_code(uow, contract_id=contract.id, side=side, account_id=account.id)
    return last_code(uow)


def last_code(uow: UnitOfWork) -> str:
    """The digits of the message sent last."""
    newest = sa.select(sms.DemoMessage).order_by(sms.DemoMessage.id.desc()).limit(1)
    message: sms.DemoMessage = uow.scalars(newest)[0]
    return message.fields["code"]


def sign(uow: UnitOfWork, contract: Contract, side: PartyKind) -> Contract:
    """Sign for a side, with the right code."""
    code = code_for(uow, contract, side)
    return services.sign(
        uow,
        contract_id=contract.id,
        side=side,
        account_id=signer_of(uow, contract, side).id,
        code=code,
        document_sha256=digest_of(uow, contract),
    )
