"""Reading of signing."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from server.core.unit_of_work import UnitOfWork
from server.signing import authority, verifier
from server.signing.models import Envelope, EnvelopeState, Signer, SignerCertificate
from server.signing.sealing import CLOCK_TOLERANCE
from server.signing.verdicts import Verdict

_SEALING_TIME = timedelta(minutes=10)
"""The longest time between asking for a timestamp and recording the seal."""


def find_envelope(uow: UnitOfWork, *, purpose: str, subject_id: UUID) -> Envelope | None:
    """The envelope of another domain's row, or None."""
    return uow.session.scalar(
        sa.select(Envelope).where(Envelope.purpose == purpose, Envelope.subject_id == subject_id)
    )


def find_envelope_of_file(uow: UnitOfWork, pdf: bytes) -> Envelope | None:
    """The envelope whose certificates signed this file, whatever else was done to it; or None."""
    prints = verifier.signer_fingerprints(pdf)
    if not prints:
        return None
    return uow.session.scalar(
        sa.select(Envelope)
        .join(Signer)
        .join(SignerCertificate, SignerCertificate.signer_id == Signer.id)
        .where(SignerCertificate.sha256.in_(prints))
        .limit(1)
    )


def expectation_of(envelope: Envelope) -> verifier.Expectation | None:
    """What is on record about a sealed document; None while it is not sealed."""
    if envelope.state is not EnvelopeState.SEALED:
        return None
    if envelope.sealed_sha256 is None or envelope.sealed_at is None:
        return None
    return verifier.Expectation(
        signatures=tuple(
            verifier.ExpectedSignature(signer.field, signer.certificate.sha256)
            for signer in envelope.signers
            if signer.certificate is not None
        ),
        sealed_sha256=envelope.sealed_sha256,
        prepared_sha256=envelope.prepared_sha256,
        prepared_size=envelope.prepared_size,
        not_before=envelope.created_at - CLOCK_TOLERANCE,
        not_after=envelope.sealed_at + CLOCK_TOLERANCE + _SEALING_TIME,
    )


def verify(pdf: bytes, envelope: Envelope | None) -> Verdict:
    """Check a file against what is on record about `envelope` (None: nothing is on record)."""
    expectation = expectation_of(envelope) if envelope is not None else None
    return verifier.verify(pdf, expectation, authority.trust())
