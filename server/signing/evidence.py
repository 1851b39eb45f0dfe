"""The record that a party wanted to sign, and its digest.

A record names the one before it by digest, so that neither can be exchanged alone; the digest is
written into the party's signature, so that the file and the record vouch for each other. The record
carries ids only; names and phones stand, encrypted, in the tables the ids lead to.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class WillRecord:
    """Who confirmed, when, by which check, over which digest."""

    envelope_id: UUID
    turn: int
    party_id: UUID
    account_id: UUID
    session_id: UUID | None
    method: str
    check_id: UUID | None
    """The row of the check that was passed."""
    action: str
    document_sha256: str
    confirmed_at: datetime
    """Aware."""
    previous_sha256: str
    """Digest of the record before; empty for the first."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical JSON form (sorted keys, no spaces), hex."""
        text = json.dumps(asdict(self), default=_text, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
