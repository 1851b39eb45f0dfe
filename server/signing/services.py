"""Verbs of signing: prepare a document, apply a party's signature, record the seal."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from server.core import storage
from server.core.unit_of_work import UnitOfWork
from server.signing import authority, errors, pades
from server.signing.events import DocumentSealed, SealDelayed
from server.signing.evidence import WillRecord
from server.signing.models import (
    Envelope,
    EnvelopeState,
    Evidence,
    Signer,
    SignerCertificate,
    SignerKind,
    WillMethod,
)
from server.signing.sealing import PlannedSignature, SealedDocument, SealPlan

KIND = "documents"
"""What prepared and sealed files are stored as."""


@dataclass(frozen=True)
class PartySpec:
    """A party that will sign."""

    kind: SignerKind
    party_id: UUID
    name: str
    field: str
    """Its signature field, a box of the template."""


def prepare(
    uow: UnitOfWork,
    *,
    purpose: str,
    subject_id: UUID,
    template: str,
    data: Mapping[str, Any],
    dated: datetime,
    parties: Sequence[PartySpec],
) -> Envelope:
    """Typeset a document, place every signature field, and fix its bytes.

    :param template: file name below `templates/documents`, without suffix
    :param dated: creation time written into the file
    :param parties: in the order in which they sign
    """
    typeset = authority.typesetter().typeset(template, data, dated)
    boxes = {box.name: box for box in typeset.boxes}
    prepared = pades.prepare(typeset.pdf, [boxes[party.field] for party in parties])
    return uow.add(
        Envelope(
            purpose=purpose,
            subject_id=subject_id,
            is_trial=authority.certificate_authority().is_trial,
            prepared_key=storage.put(prepared, kind=KIND),
            prepared_sha256=hashlib.sha256(prepared).hexdigest(),
            prepared_size=len(prepared),
            signers=[
                Signer(
                    turn=turn,
                    kind=party.kind,
                    party_id=party.party_id,
                    name=party.name,
                    field=party.field,
                    width=boxes[party.field].width,
                    height=boxes[party.field].height,
                )
                for turn, party in enumerate(parties, start=1)
            ],
        )
    )


def apply_signature(
    uow: UnitOfWork,
    *,
    envelope_id: UUID,
    party_id: UUID,
    account_id: UUID,
    document_sha256: str,
    action: str,
    check_id: UUID | None,
    method: WillMethod = WillMethod.ONE_TIME_CODE,
) -> Evidence:
    """Record that a party wants to sign exactly these bytes. The last one completes the envelope.

    Locks the envelope. The will itself was checked by the caller, with `action` and the digest as
    what the check was bound to.

    :param document_sha256: what the party's screen showed
    :param check_id: the row of the check that was passed
    :raises DocumentChanged: when that is not the digest of the document
    :raises NotNext: when it is another party's turn, or this one has signed
    """
    envelope = uow.locked(Envelope, envelope_id)
    if document_sha256 != envelope.prepared_sha256:
        raise errors.DocumentChanged
    signer = envelope.next_signer
    if envelope.state is not EnvelopeState.PREPARED or signer is None:
        raise errors.AlreadySigned
    if signer.party_id != party_id:
        raise errors.NotNext
    record = WillRecord(
        envelope_id=envelope.id,
        turn=signer.turn,
        party_id=party_id,
        account_id=account_id,
        session_id=uow.actor.session_id,
        method=method.value,
        check_id=check_id,
        action=action,
        document_sha256=document_sha256,
        confirmed_at=uow.now,
        previous_sha256=_previous_sha256(envelope, signer),
    )
    evidence = Evidence(
        signer_id=signer.id,
        account_id=account_id,
        session_id=record.session_id,
        method=method,
        check_id=check_id,
        action=action,
        document_sha256=document_sha256,
        confirmed_at=record.confirmed_at,
        previous_sha256=record.previous_sha256,
        record_sha256=record.sha256,
    )
    signer.evidence = evidence
    uow.flush()
    if envelope.is_signed_by_all:
        envelope.complete()
        uow.flush()
    return evidence


def _previous_sha256(envelope: Envelope, signer: Signer) -> str:
    before = [other.evidence for other in envelope.signers if other.turn < signer.turn]
    return before[-1].record_sha256 if before and before[-1] is not None else ""


def void(uow: UnitOfWork, *, envelope_id: UUID) -> None:
    """Withdraw a document that not every party has signed."""
    uow.locked(Envelope, envelope_id).void()
    uow.flush()


def plan_seal(uow: UnitOfWork, envelope_id: UUID) -> SealPlan | None:
    """What the seal is made from; None when it exists already.

    :raises NotYetSealed: when a party has not signed
    """
    envelope = uow.get(Envelope, envelope_id)
    if envelope.state is EnvelopeState.SEALED:
        return None
    planned = []
    for signer in envelope.signers:
        if signer.evidence is None:
            raise errors.NotYetSealed
        planned.append(
            PlannedSignature(
                signer_id=signer.id,
                kind=signer.kind.value,
                name=signer.name,
                field=signer.field,
                width=signer.width,
                height=signer.height,
                confirmed_at=signer.evidence.confirmed_at,
                evidence_sha256=signer.evidence.record_sha256,
            )
        )
    return SealPlan(
        prepared=storage.get(envelope.prepared_key),
        prepared_sha256=envelope.prepared_sha256,
        prepared_at=envelope.created_at,
        is_trial=envelope.is_trial,
        signatures=tuple(planned),
    )


def record_seal(
    uow: UnitOfWork, *, envelope_id: UUID, key: str, document: SealedDocument
) -> Envelope:
    """Record the final file, once; a second one made meanwhile is left unrecorded. Locks."""
    envelope = uow.locked(Envelope, envelope_id)
    if envelope.state is EnvelopeState.SEALED:
        return envelope
    for issued in document.certificates:
        uow.add(
            SignerCertificate(
                signer_id=issued.signer_id,
                sha256=issued.sha256,
                serial=issued.serial,
                pem=issued.pem,
            )
        )
    envelope.seal(key, document.sha256, uow.now)
    uow.flush()
    uow.publish(
        DocumentSealed(
            envelope_id=envelope.id, purpose=envelope.purpose, subject_id=envelope.subject_id
        )
    )
    return envelope


def delay_seal(uow: UnitOfWork, *, envelope_id: UUID) -> None:
    """Note that the seal waits for a timestamp, so that people see it in words. Locks."""
    envelope = uow.locked(Envelope, envelope_id)
    if envelope.delay():
        uow.flush()
        uow.publish(
            SealDelayed(
                envelope_id=envelope.id, purpose=envelope.purpose, subject_id=envelope.subject_id
            )
        )


def read_prepared(envelope: Envelope) -> bytes:
    """The file that is read and confirmed."""
    return storage.get(envelope.prepared_key)


def read_sealed(envelope: Envelope) -> bytes:
    """The final file.

    :raises NotYetSealed: nobody gets half-signed bytes
    """
    if envelope.sealed_key is None:
        raise errors.NotYetSealed
    return storage.get(envelope.sealed_key)
