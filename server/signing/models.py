"""Tables of signing: an envelope, its signers in order, their evidence, their certificates."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.core.db import Row, StrEnumType, UTCDateTime
from server.core.privacy import EncryptedText
from server.signing import errors


class EnvelopeState(StrEnum):
    """How far a document is."""

    PREPARED = "prepared"
    """Its bytes are fixed; parties sign in turn."""
    SIGNED = "signed"
    """Every party has confirmed; the seal is promised."""
    TIMESTAMP_PENDING = "timestamp_pending"
    """The time-stamping authority did not answer; the seal is tried again."""
    SEALED = "sealed"
    """The final file exists."""
    VOID = "void"
    """Withdrawn before every party had signed."""


class SignerKind(StrEnum):
    """How a signature looks."""

    PERSON = "worker"
    """A name in hand."""
    ENTERPRISE = "enterprise"
    """A round seal."""


class WillMethod(StrEnum):
    """How a person showed that they want to sign."""

    ONE_TIME_CODE = "one_time_code"
    """A code sent to the account's phone, bound to this document's digest."""


class Envelope(Row):
    """A document on its way through the parties' hands."""

    __tablename__ = "signing_envelopes"
    __table_args__ = (
        sa.UniqueConstraint("purpose", "subject_id"),
        sa.CheckConstraint(
            "(state = 'sealed') = (sealed_key IS NOT NULL)", name="sealed_with_file"
        ),
    )

    purpose: Mapped[str] = mapped_column(sa.String(60))
    """Which domain's document it is, such as `contracts.contract`."""
    subject_id: Mapped[UUID]
    """The row of that domain."""
    state: Mapped[EnvelopeState] = mapped_column(
        StrEnumType(EnvelopeState), default=EnvelopeState.PREPARED
    )
    is_trial: Mapped[bool]
    """Whether its certificates come from the trial authority; every page says so."""
    prepared_key: Mapped[str] = mapped_column(sa.String(120))
    """Storage key of the file that is read and confirmed."""
    prepared_sha256: Mapped[str] = mapped_column(sa.String(64))
    prepared_size: Mapped[int]
    """Bytes; the sealed file begins with the prepared one."""
    sealed_key: Mapped[str | None] = mapped_column(sa.String(120))
    sealed_sha256: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    sealed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    signers: Mapped[list["Signer"]] = relationship(
        back_populates="envelope", order_by="Signer.turn", lazy="selectin"
    )

    @property
    def next_signer(self) -> "Signer | None":
        """Whose turn it is; None when all have signed."""
        return next((signer for signer in self.signers if signer.evidence is None), None)

    @property
    def is_signed_by_all(self) -> bool:
        """Whether every party has confirmed."""
        return self.next_signer is None

    def complete(self) -> None:
        """Every party has confirmed; the seal may be made."""
        if self.state is not EnvelopeState.PREPARED or not self.is_signed_by_all:
            raise errors.DocumentChanged
        self.state = EnvelopeState.SIGNED

    def delay(self) -> bool:
        """Note that the seal waits for a timestamp; False when that was known."""
        if self.state is not EnvelopeState.SIGNED:
            return False
        self.state = EnvelopeState.TIMESTAMP_PENDING
        return True

    def seal(self, key: str, sha256: str, at: datetime) -> None:
        """Record the final file; there is exactly one."""
        if self.state not in (EnvelopeState.SIGNED, EnvelopeState.TIMESTAMP_PENDING):
            raise errors.NotYetSealed
        self.state = EnvelopeState.SEALED
        self.sealed_key, self.sealed_sha256, self.sealed_at = key, sha256, at

    def void(self) -> None:
        """Withdraw the document; impossible once every party has signed."""
        if self.state is not EnvelopeState.PREPARED:
            raise errors.AlreadySigned
        self.state = EnvelopeState.VOID


class Signer(Row):
    """One party of an envelope, at its turn."""

    __tablename__ = "signing_signers"
    __table_args__ = (
        sa.UniqueConstraint("envelope_id", "turn"),
        sa.CheckConstraint("turn > 0", name="turn_positive"),
    )

    envelope_id: Mapped[UUID] = mapped_column(sa.ForeignKey("signing_envelopes.id"), index=True)
    turn: Mapped[int]
    """1 signs first."""
    kind: Mapped[SignerKind] = mapped_column(StrEnumType(SignerKind))
    party_id: Mapped[UUID] = mapped_column(index=True)
    """The worker or the enterprise."""
    name: Mapped[str] = mapped_column(EncryptedText("signing.signer.name"))
    """As shown in the appearance."""
    field: Mapped[str] = mapped_column(sa.String(40))
    """The signature field in the PDF."""
    width: Mapped[float]
    """Of the field, points."""
    height: Mapped[float]
    envelope: Mapped[Envelope] = relationship(back_populates="signers")
    evidence: Mapped["Evidence | None"] = relationship(back_populates="signer", lazy="selectin")
    certificate: Mapped["SignerCertificate | None"] = relationship(lazy="selectin")


class Evidence(Row):
    """That a party wanted to sign: who, when, by which check, over which digest. Never changed."""

    __tablename__ = "signing_evidence"

    signer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("signing_signers.id"), unique=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    """Who confirmed, for the party."""
    session_id: Mapped[UUID | None]
    method: Mapped[WillMethod] = mapped_column(StrEnumType(WillMethod))
    check_id: Mapped[UUID | None]
    """The row of the check, such as the one-time code."""
    action: Mapped[str] = mapped_column(sa.String(60))
    """What the check was bound to, besides the digest, such as `contracts.sign`."""
    document_sha256: Mapped[str] = mapped_column(sa.String(64))
    confirmed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    previous_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    """Digest of the record of the party before; empty for the first."""
    record_sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """Digest of this record (`evidence.py`); the party's signature states it as its reason."""
    signer: Mapped[Signer] = relationship(back_populates="evidence")


class SignerCertificate(Row):
    """The certificate issued to a signer for one signature; recorded with the seal."""

    __tablename__ = "signing_certificates"

    signer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("signing_signers.id"), unique=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """Fingerprint; a verifier finds the contract by it."""
    serial: Mapped[str] = mapped_column(sa.String(64))
    pem: Mapped[str] = mapped_column(sa.Text)
