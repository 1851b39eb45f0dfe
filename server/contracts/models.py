"""Tables of contracts."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.contracts import content, errors
from server.contracts.content import ContractContent
from server.contracts.events import PartyKind
from server.core.db import Row, StrEnumType, UTCDateTime
from server.core.privacy import EncryptedText


class ContractState(StrEnum):
    """How far a contract is."""

    DRAFTED = "drafted"
    """The enterprise completes and sends it."""
    SENT = "sent"
    """Its text is fixed; the parties sign in turn."""
    COMPLETED = "completed"
    """Both have signed; the seal is being made."""
    SEALED = "sealed"
    """The final file exists."""


class Contract(Row):
    """A labor contract between a worker and an enterprise."""

    __tablename__ = "contracts"
    __table_args__ = (
        sa.CheckConstraint(
            "(state = 'drafted') = (envelope_id IS NULL)", name="sent_with_document"
        ),
        sa.CheckConstraint("(state = 'sealed') = (sealed_at IS NOT NULL)", name="sealed_at_known"),
    )

    number: Mapped[str] = mapped_column(sa.String(24), unique=True)
    """As people quote it: `LP-20261121-8K3M2P`."""
    offer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("offers.id"), unique=True)
    terms_version: Mapped[int]
    """Of the offer's terms that were accepted."""
    worker_id: Mapped[UUID] = mapped_column(sa.ForeignKey("workers.id"), index=True)
    enterprise_id: Mapped[UUID] = mapped_column(sa.ForeignKey("enterprises.id"), index=True)
    posting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("job_postings.id"))
    template: Mapped[str] = mapped_column(sa.String(40))
    """Code and version, as `labor_contract@1`."""
    state: Mapped[ContractState] = mapped_column(
        StrEnumType(ContractState), default=ContractState.DRAFTED
    )
    content_json: Mapped[str] = mapped_column(EncryptedText("contracts.content"))
    """`ContractContent`; has names and the identity number, so it is encrypted."""
    envelope_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("signing_envelopes.id"))
    """The document, from the moment it is sent."""
    sent_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sealed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    parties: Mapped[list["ContractParty"]] = relationship(
        order_by="ContractParty.turn", lazy="selectin"
    )

    @property
    def content(self) -> ContractContent:
        """What the contract says."""
        return content.load(self.content_json)

    @property
    def next_party(self) -> "ContractParty | None":
        """Whose turn it is; None before it is sent and after all have signed."""
        if self.state is not ContractState.SENT:
            return None
        return next((party for party in self.parties if party.signed_at is None), None)

    def party_of(self, kind: PartyKind) -> "ContractParty":
        """The worker's or the enterprise's side."""
        return next(party for party in self.parties if party.kind is kind)

    def rewrite(self, said: ContractContent) -> None:
        """Change what a draft says."""
        if self.state is not ContractState.DRAFTED:
            raise errors.NotADraft
        self.content_json = content.dump(said)

    def send(self, envelope_id: UUID, by: UUID | None, at: datetime) -> None:
        """Fix the text."""
        if self.state is not ContractState.DRAFTED:
            raise errors.NotADraft
        self.state = ContractState.SENT
        self.envelope_id, self.sent_by, self.sent_at = envelope_id, by, at

    def require_turn(self, kind: PartyKind) -> "ContractParty":
        """The party of this kind, when it is its turn.

        :raises NotOutToSign: nothing to sign yet, or any more
        :raises AlreadySigned: it has signed
        :raises NotYourTurn: the other side comes first
        """
        turn = self.next_party
        if turn is None:
            raise errors.NotOutToSign
        if self.party_of(kind).signed_at is not None:
            raise errors.AlreadySigned
        if turn.kind is not kind:
            raise errors.NotYourTurn
        return turn

    def complete(self, at: datetime) -> None:
        """Both have signed."""
        if self.state is not ContractState.SENT or self.next_party is not None:
            raise errors.NotOutToSign
        self.state = ContractState.COMPLETED
        self.completed_at = at

    def seal(self, at: datetime) -> bool:
        """The final file exists; False when that was known."""
        if self.state is ContractState.SEALED:
            return False
        if self.state is not ContractState.COMPLETED:
            raise errors.NotOutToSign
        self.state = ContractState.SEALED
        self.sealed_at = at
        return True


class ContractParty(Row):
    """One side of a contract, at its turn."""

    __tablename__ = "contract_parties"
    __table_args__ = (
        sa.UniqueConstraint("contract_id", "turn"),
        sa.UniqueConstraint("contract_id", "kind"),
    )

    contract_id: Mapped[UUID] = mapped_column(sa.ForeignKey("contracts.id"))
    turn: Mapped[int]
    """1 signs first."""
    kind: Mapped[PartyKind] = mapped_column(StrEnumType(PartyKind))
    party_id: Mapped[UUID]
    """The worker or the enterprise."""
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    signed_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))

    def sign(self, by: UUID, at: datetime) -> None:
        """Note the signature; its evidence is kept by signing."""
        if self.signed_at is not None:
            raise errors.AlreadySigned
        self.signed_by, self.signed_at = by, at
