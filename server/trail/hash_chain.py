"""The hash chain of a trail. Pure: plain values in, verdicts out.

    digest[n] = SHA-256(canonical JSON of entry n, with digest[n-1] inside)
    seal[n]   = HMAC-SHA256(key, digest[n])

The digest shows that an entry or its order was changed. The seal's key stands outside the database,
so someone who can only write to the database cannot make a fitting new chain either.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Link:
    """One entry as the chain sees it."""

    worker_id: UUID
    number: int
    """1 for the first entry, without gaps."""
    kind: str
    happened_at: datetime
    actor_id: UUID | None
    actor_role: str | None
    facts: dict[str, Any]
    previous: str
    digest: str
    seal: str


class Break(StrEnum):
    """How a chain is broken."""

    EDITED = "edited"
    """The entry's content does not fit its digest."""
    UNLINKED = "unlinked"
    """The entry does not follow the one before it."""
    GAP = "gap"
    """An entry is missing before this one."""
    FORGED = "forged"
    """The digest fits, the seal does not: somebody without the key wrote it."""
    TRUNCATED = "truncated"
    """The chain ends before its recorded head."""


@dataclass(frozen=True)
class Finding:
    """The first row at which a chain breaks."""

    worker_id: UUID
    number: int
    kind: Break


def genesis(worker_id: UUID) -> str:
    """What the first entry names as its predecessor."""
    return hashlib.sha256(f"lianpin trail 1 {worker_id}".encode()).hexdigest()


def digest_of(
    *,
    worker_id: UUID,
    number: int,
    kind: str,
    happened_at: datetime,
    actor_id: UUID | None,
    actor_role: str | None,
    facts: dict[str, Any],
    previous: str,
) -> str:
    """The digest of an entry, 64 hex digits.

    :param happened_at: aware; microseconds count
    :param facts: JSON values only
    """
    canonical = json.dumps(
        {
            "worker": str(worker_id),
            "number": number,
            "kind": kind,
            "at": happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": str(actor_id) if actor_id else None,
            "role": actor_role,
            "facts": facts,
            "previous": previous,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def seal_of(digest: str, key: bytes) -> str:
    """The seal over a digest, 64 hex digits."""
    return hmac.new(key, digest.encode(), hashlib.sha256).hexdigest()


def head_seal_of(worker_id: UUID, length: int, head: str, key: bytes) -> str:
    """The seal over a chain's recorded end."""
    return seal_of(f"{worker_id}:{length}:{head}", key)


def verify(
    worker_id: UUID, links: Iterable[Link], *, length: int, head: str, head_seal: str, key: bytes
) -> Finding | None:
    """The first break of a worker's chain, or None when it is whole.

    :param links: every entry of the worker, by number
    :param length: recorded number of entries
    :param head: recorded digest of the last entry (`genesis` when there is none)
    """
    previous, expected = genesis(worker_id), 1
    for link in links:
        broken = _check(link, previous, expected, key)
        if broken is not None:
            return Finding(worker_id, link.number, broken)
        previous, expected = link.digest, expected + 1
    if expected - 1 != length or previous != head:
        return Finding(worker_id, expected, Break.TRUNCATED)
    if not hmac.compare_digest(head_seal, head_seal_of(worker_id, length, head, key)):
        return Finding(worker_id, length, Break.FORGED)
    return None


def _check(link: Link, previous: str, expected: int, key: bytes) -> Break | None:
    if link.number != expected:
        return Break.GAP
    content = digest_of(
        worker_id=link.worker_id,
        number=link.number,
        kind=link.kind,
        happened_at=link.happened_at,
        actor_id=link.actor_id,
        actor_role=link.actor_role,
        facts=link.facts,
        previous=link.previous,
    )
    if content != link.digest:
        return Break.EDITED
    if link.previous != previous:
        return Break.UNLINKED
    if not hmac.compare_digest(link.seal, seal_of(link.digest, key)):
        return Break.FORGED
    return None
