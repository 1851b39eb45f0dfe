"""From a confirmed document to the final file, outside any transaction.

Pure over its arguments and the authority; the caller reads the plan from the database, and records
the result. Made twice, it gives two files that are both right; only one is ever recorded.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.timestamps import TimeStamper

from server.signing import pades, verifier
from server.signing.certificates import CertificateAuthority, EventIdentity
from server.signing.typesetting import Typesetter
from server.signing.verdicts import Verdict

BEIJING = ZoneInfo("Asia/Shanghai")

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a remote authority's clock may be from ours."""


@dataclass(frozen=True)
class PlannedSignature:
    """One party's signature as the evidence describes it."""

    signer_id: UUID
    kind: str
    """`worker` or `enterprise`: how it looks."""
    name: str
    field: str
    width: float
    height: float
    confirmed_at: datetime
    evidence_sha256: str


@dataclass(frozen=True)
class SealPlan:
    """Everything the seal is made from."""

    prepared: bytes
    prepared_sha256: str
    prepared_at: datetime
    is_trial: bool
    signatures: tuple[PlannedSignature, ...]
    """In order."""


@dataclass(frozen=True)
class IssuedCertificate:
    """What is recorded of a signer's certificate."""

    signer_id: UUID
    sha256: str
    serial: str
    pem: str


@dataclass(frozen=True)
class SealedDocument:
    """The final file and what must be recorded with it."""

    pdf: bytes
    sha256: str
    certificates: tuple[IssuedCertificate, ...]


class SealUnsound(RuntimeError):
    """The fresh file does not pass our own verification and is not recorded; see `.verdict`."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(verdict.reason.value)


def make_seal(
    plan: SealPlan,
    *,
    authority: CertificateAuthority,
    timestamper: TimeStamper,
    typesetter: Typesetter,
    trust: verifier.Trust,
    at: datetime,
) -> SealedDocument:
    """Sign for every party with a fresh key, archive, and verify the result.

    :param at: now
    :raises TimestampUnavailable: when there is no token to be had; try again later
    :raises SealUnsound: when the result does not verify, so that it is never handed out
    """
    identities = [
        authority.issue_event_identity(_opaque_id(planned), at) for planned in plan.signatures
    ]
    parties = [
        _party(planned, identity, plan, typesetter)
        for planned, identity in zip(plan.signatures, identities, strict=True)
    ]
    pdf = pades.seal(
        plan.prepared,
        parties,
        chain=authority.chain,
        revocation_lists=authority.revocation_lists(at),
        timestamper=timestamper,
    )
    _require_sound(pdf, plan, identities, trust, at)
    return SealedDocument(
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        certificates=tuple(
            IssuedCertificate(
                signer_id=planned.signer_id,
                sha256=identity.fingerprint,
                serial=_serial(identity),
                pem=identity.certificate.public_bytes(Encoding.PEM).decode(),
            )
            for planned, identity in zip(plan.signatures, identities, strict=True)
        ),
    )


def _party(
    planned: PlannedSignature, identity: EventIdentity, plan: SealPlan, typesetter: Typesetter
) -> pades.PartySeal:
    shown = {
        "kind": planned.kind,
        "name": planned.name,
        "signed_at": planned.confirmed_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
        "certificate": _grouped(_serial(identity)[:16]),
        "trial": plan.is_trial,
        "width": planned.width,
        "height": planned.height,
    }
    return pades.PartySeal(
        field=planned.field,
        identity=identity,
        appearance=typesetter.typeset("appearance", shown, planned.confirmed_at).pdf,
        name=planned.name,
        reason=f"签订劳动合同 意愿确认记录 sha256:{planned.evidence_sha256}",
    )


def _require_sound(
    pdf: bytes,
    plan: SealPlan,
    identities: Sequence[EventIdentity],
    trust: verifier.Trust,
    at: datetime,
) -> None:
    expectation = verifier.Expectation(
        signatures=tuple(
            verifier.ExpectedSignature(planned.field, identity.fingerprint)
            for planned, identity in zip(plan.signatures, identities, strict=True)
        ),
        sealed_sha256=hashlib.sha256(pdf).hexdigest(),
        prepared_sha256=plan.prepared_sha256,
        prepared_size=len(plan.prepared),
        not_before=plan.prepared_at - CLOCK_TOLERANCE,
        not_after=at + CLOCK_TOLERANCE,
    )
    verdict = verifier.verify(pdf, expectation, trust)
    if not verdict.passed:
        raise SealUnsound(verdict)


def _opaque_id(planned: PlannedSignature) -> str:
    return f"LP-{planned.signer_id.hex}"


def _serial(identity: EventIdentity) -> str:
    return f"{identity.certificate.serial_number:040x}"


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
