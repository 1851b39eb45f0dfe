"""Reading contracts."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from server.contracts.clauses import Clause
from server.contracts.content import ContractContent
from server.contracts.events import PartyKind
from server.contracts.models import Contract
from server.contracts.summary import Card, cards
from server.contracts.templates import clauses_of
from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.signing import queries as signing
from server.signing.models import Envelope
from server.signing.verdicts import Verdict
from server.workers.models import Worker

PURPOSE = "contracts.contract"
"""How envelopes of contracts are told from those of other domains."""

LARGEST_FILE = 8_000_000
"""A contract has about 300 kB; anything larger than this many bytes is not one."""


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Row scope: the worker's own; the recruiter's enterprise's; nothing for others."""
    if actor.is_system:
        return sa.true()
    if actor.role is Role.WORKER and actor.worker_id:
        return Contract.worker_id == actor.worker_id
    if actor.role is Role.RECRUITER and actor.enterprise_id:
        return Contract.enterprise_id == actor.enterprise_id
    return sa.false()


def contract_by_id(uow: UnitOfWork, actor: Actor, contract_id: UUID) -> Contract:
    """A contract in the actor's sight; else `NotFound`."""
    found = uow.session.scalar(
        sa.select(Contract).where(Contract.id == contract_id, _visible(actor))
    )
    if found is None:
        raise NotFound
    return found


def side_of(actor: Actor) -> PartyKind:
    """The side this actor signs for; `NotFound` for those who have none."""
    sides = {Role.WORKER: PartyKind.WORKER, Role.RECRUITER: PartyKind.ENTERPRISE}
    if actor.role not in sides:
        raise NotFound
    return sides[actor.role]


def find_envelope(uow: UnitOfWork, contract: Contract) -> Envelope | None:
    """The contract's document; None while it is a draft."""
    return uow.find(Envelope, contract.envelope_id) if contract.envelope_id else None


@dataclass(frozen=True)
class Shown:
    """A contract as its page shows it."""

    contract: Contract
    content: ContractContent
    cards: tuple[Card, Card, Card]
    clauses: tuple[Clause, ...]
    envelope: Envelope | None


def snapshot_contract(uow: UnitOfWork, contract: Contract) -> Shown:
    """What the page of a contract shows."""
    content = contract.content
    return Shown(
        contract,
        content,
        cards(content),
        clauses_of(content),
        find_envelope(uow, contract),
    )


@dataclass(frozen=True)
class Listed:
    """A contract in a list."""

    contract: Contract
    post: str
    worker: Worker
    enterprise: Enterprise


def list_contracts(uow: UnitOfWork, actor: Actor, *, limit: int = 100) -> list[Listed]:
    """The contracts in the actor's sight, newest first."""
    rows = uow.session.execute(
        sa.select(Contract, Worker, Enterprise)
        .join(Worker, Worker.id == Contract.worker_id)
        .join(Enterprise, Enterprise.id == Contract.enterprise_id)
        .where(_visible(actor))
        .order_by(Contract.id.desc())
        .limit(limit)
    )
    return [
        Listed(contract, contract.content.terms.post, worker, enterprise)
        for contract, worker, enterprise in rows
    ]


def last_representative(uow: UnitOfWork, enterprise_id: UUID) -> str:
    """The legal representative in the enterprise's latest contract; empty when there is none."""
    latest = uow.session.scalar(
        sa.select(Contract)
        .where(Contract.enterprise_id == enterprise_id, Contract.sent_at.is_not(None))
        .order_by(Contract.sent_at.desc())
        .limit(1)
    )
    return latest.content.employer.legal_representative if latest is not None else ""


@dataclass(frozen=True)
class Verification:
    """The answer to a file that somebody brought."""

    verdict: Verdict
    number: str | None
    """The contract it was checked against; None when no contract is on record for it."""


def verify_file(uow: UnitOfWork, pdf: bytes, *, number: str | None = None) -> Verification:
    """Check a file against the contract its signatures lead to, or the one that is named.

    :param number: the contract the bringer says it is
    :raises NotFound: when there is no contract of that number
    """
    if number is not None:
        named = uow.session.scalar(sa.select(Contract).where(Contract.number == number))
        if named is None:
            raise NotFound
        return Verification(signing.verify(pdf, find_envelope(uow, named)), named.number)
    envelope = signing.find_envelope_of_file(uow, pdf)
    ours = envelope is not None and envelope.purpose == PURPOSE
    found = uow.find(Contract, envelope.subject_id) if envelope is not None and ours else None
    verdict = signing.verify(pdf, envelope if found is not None else None)
    return Verification(verdict, found.number if found is not None else None)
