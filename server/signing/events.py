"""Facts of documents."""

from dataclasses import dataclass
from uuid import UUID

from server.core.events import Event


@dataclass(frozen=True, kw_only=True)
class DocumentSealed(Event, name="signing.document.sealed"):
    """The final file exists: every party's signature, timestamps, the archive timestamp."""

    envelope_id: UUID
    purpose: str
    """Which domain's document it is, such as `contracts.contract`."""
    subject_id: UUID
    """The row of that domain."""


@dataclass(frozen=True, kw_only=True)
class SealDelayed(Event, name="signing.document.seal_delayed"):
    """All have signed, but the time-stamping authority does not answer; it is tried again."""

    envelope_id: UUID
    purpose: str
    subject_id: UUID
