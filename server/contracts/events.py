"""Facts of contracts. Each carries the worker, the enterprise and the posting."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from server.core.events import Event


class PartyKind(StrEnum):
    """The two sides of a labor contract."""

    WORKER = "worker"
    """Signs first (乙方): nobody is asked to sign what is already sealed by the stronger side."""
    ENTERPRISE = "enterprise"
    """Seals second (甲方)."""


@dataclass(frozen=True, kw_only=True)
class ContractDrafted(Event, name="contracts.contract.drafted"):
    """A contract was written from the accepted terms."""

    contract_id: UUID
    offer_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    posting_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContractSent(Event, name="contracts.contract.sent"):
    """The text is fixed, and the worker may sign."""

    contract_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    posting_id: UUID
    document_sha256: str
    """Of the very bytes that are signed."""


@dataclass(frozen=True, kw_only=True)
class PartySigned(Event, name="contracts.party.signed"):
    """One side confirmed the text with a one-time code."""

    contract_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    posting_id: UUID
    party: PartyKind


@dataclass(frozen=True, kw_only=True)
class ContractCompleted(Event, name="contracts.contract.completed"):
    """Both sides have signed; the seal is being made."""

    contract_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    posting_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContractSealed(Event, name="contracts.contract.sealed"):
    """The final file exists and can be downloaded by both sides."""

    contract_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    posting_id: UUID
