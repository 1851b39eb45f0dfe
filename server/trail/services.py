"""Appending to a trail, and verifying trails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.core.privacy import derived_key
from server.core.unit_of_work import UnitOfWork
from server.trail import hash_chain
from server.trail.hash_chain import Finding
from server.trail.models import TrailChain, TrailEvent

PLATFORM = "platform"
"""Who acted when it was the clock or a task."""


def _key() -> bytes:
    return derived_key("trail")


def append(
    uow: UnitOfWork, *, worker_id: UUID, kind: str, facts: dict[str, Any], at: datetime
) -> TrailEvent:
    """Append one entry to a worker's trail. Locks the worker's chain.

    :param kind: the wire name of the fact
    :param facts: JSON values; ids and what things were called then, no person's name
    """
    chain = uow.session.get(
        TrailChain, worker_id, with_for_update=True, populate_existing=True
    ) or _begin(uow, worker_id)
    number = chain.length + 1
    actor = uow.actor
    content: dict[str, Any] = {
        "worker_id": worker_id,
        "number": number,
        "kind": kind,
        "happened_at": at,
        "actor_id": actor.account_id,
        "actor_role": str(actor.role) if actor.role else PLATFORM if actor.is_system else None,
        "facts": facts,
        "previous": chain.head,
    }
    digest = hash_chain.digest_of(**content)
    entry = uow.add(TrailEvent(**content, digest=digest, seal=hash_chain.seal_of(digest, _key())))
    chain.length = number
    chain.head = digest
    chain.seal = hash_chain.head_seal_of(worker_id, number, digest, _key())
    uow.flush()
    return entry


def _begin(uow: UnitOfWork, worker_id: UUID) -> TrailChain:
    head = hash_chain.genesis(worker_id)
    seal = hash_chain.head_seal_of(worker_id, 0, head, _key())
    return uow.add(TrailChain(worker_id=worker_id, length=0, head=head, seal=seal))


@dataclass(frozen=True)
class Verification:
    """What a verification looked at, and where chains break."""

    chains: int
    entries: int
    findings: list[Finding]

    @property
    def is_whole(self) -> bool:
        """Whether every chain is whole."""
        return not self.findings


def verify(uow: UnitOfWork, *, worker_id: UUID | None = None) -> Verification:
    """Verify every chain, or one worker's. Reads in order, in constant memory."""
    chains = sa.select(TrailChain).order_by(TrailChain.worker_id)
    entries = sa.select(TrailEvent).order_by(TrailEvent.worker_id, TrailEvent.number)
    if worker_id is not None:
        chains = chains.where(TrailChain.worker_id == worker_id)
        entries = entries.where(TrailEvent.worker_id == worker_id)
    known = {chain.worker_id: chain for chain in uow.session.scalars(chains)}
    findings: list[Finding] = []
    count = 0
    rows = uow.session.scalars(entries.execution_options(yield_per=1000))
    seen: set[UUID] = set()
    for owner, group in _by_worker(rows):
        count += len(group)
        seen.add(owner)
        chain = known.get(owner)
        finding = _verify_one(owner, chain, group)
        if finding is not None:
            findings.append(finding)
    for owner, chain in known.items():
        if owner not in seen:
            finding = _verify_one(owner, chain, [])
            if finding is not None:
                findings.append(finding)
    return Verification(len(known), count, findings)


def _verify_one(owner: UUID, chain: TrailChain | None, entries: list[TrailEvent]) -> Finding | None:
    if chain is None:
        return Finding(owner, entries[0].number, hash_chain.Break.FORGED)
    return hash_chain.verify(
        owner,
        (entry.as_link() for entry in entries),
        length=chain.length,
        head=chain.head,
        head_seal=chain.seal,
        key=_key(),
    )


def _by_worker(rows: "sa.ScalarResult[TrailEvent]") -> Iterator[tuple[UUID, list[TrailEvent]]]:
    owner: UUID | None = None
    group: list[TrailEvent] = []
    for row in rows:
        if owner is not None and row.worker_id != owner:
            yield owner, group
            group = []
        owner = row.worker_id
        group.append(row)
    if owner is not None:
        yield owner, group
