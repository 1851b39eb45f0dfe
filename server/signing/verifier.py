"""Checks a sealed file against what is on record. "Signature valid" is not a verification.

The checks, in order; the first that fails gives the reason:

1. the file parses strictly, without repair
2. it has the expected signature fields, by name, signed in the expected order
3. each certificate is the one issued to that party, leads to a trusted root, and may sign
4. each signature has a trusted timestamp, within the window of the document
5. the signed bytes are unaltered, and nothing was added that a signed contract does not allow;
   the last signature covers the entire file
6. the first signature certifies with the template's level
7. the archive timestamp is there and holds
8. the file is the one on record, and begins with the very bytes the parties confirmed
9. the verdict

Pure: bytes and values in, a `Verdict` out; no database and no network.
"""

import asyncio
import hashlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from io import BytesIO

from asn1crypto import cms
from asn1crypto.crl import CertificateList
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.ades import (
    AdESLTAValidationResult,
    ades_lta_validation,
    ades_timestamp_validation,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from server.signing.pades import ARCHIVE_FIELD, MDP_LEVEL, asn1
from server.signing.verdicts import Check, Outcome, Reason, SignatureFinding, Verdict

UNREADABLE_ERRORS = (
    PdfError,
    SignatureValidationError,
    SigningError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    OSError,
)
"""What pyHanko raises on files that someone made to confuse it; each means "unreadable"."""

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
"""A file that fails is an answer here, not an incident; the verdict says what was wrong."""

_ONE_LOOP = threading.Lock()
"""Where threads are green, two requests share an operating system's thread, which can run one
event loop at a time; nothing here waits for a network, so nobody waits long."""

CHECK_NAMES = {
    1: "parses_strictly",
    2: "expected_fields_in_order",
    3: "signers_are_the_parties",
    4: "trusted_timestamps",
    5: "nothing_altered_or_added",
    6: "certification_level",
    7: "archive_timestamp",
    8: "the_file_on_record",
}

_INTEGRITY = (
    AdESFailure.HASH_FAILURE,
    AdESFailure.SIG_CRYPTO_FAILURE,
    AdESFailure.FORMAT_FAILURE,
)


@dataclass(frozen=True)
class Trust:
    """Whom the verifier believes."""

    roots: tuple[x509.Certificate, ...]
    """Roots of signers' certificates."""
    timestamp_roots: tuple[x509.Certificate, ...]
    """Roots of time-stamping authorities."""
    revocation_lists: tuple[x509.CertificateRevocationList, ...] = ()
    """Fresh lists of the roots, for files older than the lists they carry. Lists of issuing
    authorities do not belong here: an expired certificate is judged by the list it came with."""
    revocation_of_timestamps: bool = True
    """Whether a timestamp's certificate needs revocation material in the file."""


@dataclass(frozen=True)
class ExpectedSignature:
    """A party's signature as recorded when it was made."""

    field: str
    certificate: str
    """SHA-256 of the certificate issued for it, hex."""


@dataclass(frozen=True)
class Expectation:
    """What is on record about a document."""

    signatures: tuple[ExpectedSignature, ...]
    """In the order they were made."""
    sealed_sha256: str
    """Of the final file."""
    prepared_sha256: str
    """Of the file the parties confirmed; the final file begins with it."""
    prepared_size: int
    """Its length, bytes."""
    not_before: datetime
    """No signature is older: when the document was sent."""
    not_after: datetime
    """No signature is younger: when the seal was recorded."""


class _Failed(Exception):
    """Ends the sequence of checks; never leaves this file."""

    def __init__(self, number: int, reason: Reason, outcome: Outcome = Outcome.FAILED) -> None:
        self.number, self.reason, self.outcome = number, reason, outcome
        super().__init__(reason)


def verify(pdf: bytes, expectation: Expectation | None, trust: Trust) -> Verdict:
    """Check `pdf` against what is on record.

    :param expectation: None when nothing is on record; the best answer is then INDETERMINATE
    """
    examination = _Examination(pdf, expectation, trust)
    passed = 0
    try:
        for number, check in examination.checks():
            check()
            passed = number
        outcome, reason = Outcome.PASSED, Reason.OK
        if expectation is None:
            outcome, reason = Outcome.INDETERMINATE, Reason.UNKNOWN_DOCUMENT
    except _Failed as failed:
        outcome, reason = failed.outcome, failed.reason
    except UNREADABLE_ERRORS:
        outcome, reason = Outcome.FAILED, Reason.UNREADABLE
    unchecked = () if expectation else (8,)
    return Verdict(
        outcome=outcome,
        reason=reason,
        sha256=examination.sha256,
        checks=tuple(
            Check(number, name, _holds(number, passed, reason, unchecked))
            for number, name in CHECK_NAMES.items()
        ),
        signatures=tuple(examination.findings),
        sealed_at=examination.sealed_at,
    )


def _holds(number: int, passed: int, reason: Reason, unchecked: Sequence[int]) -> bool | None:
    if number in unchecked:
        return None
    if number <= passed:
        return True
    failed = number == passed + 1 and reason not in (Reason.OK, Reason.NOT_CHECKABLE)
    return False if failed else None


def signer_fingerprints(pdf: bytes) -> tuple[str, ...]:
    """SHA-256 of the signers' certificates in a file, to find its record; () when unreadable."""
    try:
        reader = PdfFileReader(BytesIO(pdf))
        return tuple(
            signature.signer_cert.sha256.hex() for signature in reader.embedded_regular_signatures
        )
    except UNREADABLE_ERRORS:
        return ()


class _Examination:
    """One file under the checks; each check raises `_Failed` or returns."""

    def __init__(self, pdf: bytes, expectation: Expectation | None, trust: Trust) -> None:
        self.pdf = pdf
        self.expected = expectation
        self.trust = trust
        self.sha256 = hashlib.sha256(pdf).hexdigest()
        self.findings: list[SignatureFinding] = []
        self.sealed_at: datetime | None = None
        self.reader: PdfFileReader
        self.all: list[EmbeddedPdfSignature] = []
        self.parties: list[EmbeddedPdfSignature] = []
        self.results: list[AdESLTAValidationResult] = []
        self.wrong_times: set[str] = set()
        """Fields whose timestamp is absent, not their own, or of an authority we distrust."""

    def checks(self) -> Iterator[tuple[int, Callable[[], None]]]:
        """The checks in order."""
        yield 1, self.parses
        yield 2, self.has_fields
        yield 3, self.signers_are_the_parties
        yield 4, self.timestamps_hold
        yield 5, self.nothing_altered
        yield 6, self.certification
        yield 7, self.archive
        if self.expected is not None:
            yield 8, self.on_record

    def parses(self) -> None:
        """Strictly: the reader repairs nothing, and nothing stands before or after the file."""
        if not self.pdf.startswith(b"%PDF-") or not self.pdf.rstrip().endswith(b"%%EOF"):
            raise _Failed(1, Reason.UNREADABLE)
        self.reader = PdfFileReader(BytesIO(self.pdf), strict=True)
        self.all = list(self.reader.embedded_signatures)
        self.parties = [found for found in self.all if found.sig_object_type == "/Sig"]
        self.findings = [_finding(found) for found in self.parties]

    def has_fields(self) -> None:
        """The fields of the template, each filled, in the order of the parties."""
        signed = [found.field_name for found in self.all]
        every = [name for name, _value, _ref in enumerate_sig_fields(self.reader)]
        if self.expected is None:
            if not self.parties or sorted(every) != sorted(signed):
                raise _Failed(2, Reason.FIELDS_UNEXPECTED)
            return
        names = [expected.field for expected in self.expected.signatures]
        expected_all = [*names, ARCHIVE_FIELD]
        if sorted(every) == sorted(expected_all) and sorted(signed) == sorted(names):
            raise _Failed(7, Reason.ARCHIVE_MISSING)
        if sorted(signed) != sorted(expected_all) or sorted(every) != sorted(expected_all):
            raise _Failed(2, Reason.FIELDS_UNEXPECTED)
        if signed != expected_all:
            raise _Failed(2, Reason.ORDER_WRONG)

    def signers_are_the_parties(self) -> None:
        """The certificates on record, a chain to a trusted root, and a usage for signing."""
        if self.expected is not None:
            bound = [expected.certificate for expected in self.expected.signatures]
            if [found.certificate for found in self.findings] != bound:
                raise _Failed(3, Reason.SIGNER_UNKNOWN)
        with _ONE_LOOP:
            self.results = asyncio.run(self._validate_all())
        for found, result in zip(self.findings, self.results, strict=True):
            if result.ades_subindic in _INTEGRITY or found.field in self.wrong_times:
                # Without sound bytes or a trusted time a chain cannot be judged; 4 or 5 will fail.
                continue
            if result.ades_subindic in (
                AdESFailure.REVOKED,
                AdESIndeterminate.SIG_CONSTRAINTS_FAILURE,
                AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE,
                AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND,
                AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE,
                AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
            ):
                raise _Failed(3, Reason.CERTIFICATE_UNTRUSTED)

    def timestamps_hold(self) -> None:
        """One on each signature, over that signature, trusted, and at a possible time."""
        for found, result in zip(self.findings, self.results, strict=True):
            if found.timestamp is None:
                raise _Failed(4, Reason.TIMESTAMP_MISSING)
            if result.ades_subindic not in _INTEGRITY and found.field in self.wrong_times:
                raise _Failed(4, Reason.TIMESTAMP_INVALID)
            within = self.expected is None or (
                self.expected.not_before <= found.timestamp <= self.expected.not_after
            )
            if not within:
                raise _Failed(4, Reason.TIME_OUTSIDE_WINDOW)

    def nothing_altered(self) -> None:
        """The bytes, every later revision, and the reach of the last signature."""
        for signature in self.all:
            if _claimed_digest(signature) != signature.compute_digest():
                raise _Failed(5, Reason.SIGNATURE_BROKEN)
        for result in self.results:
            if result.ades_subindic in _INTEGRITY:
                raise _Failed(5, Reason.SIGNATURE_BROKEN)
        for signature in self.all:
            signature.compute_integrity_info()
            summary = signature.summarise_integrity_info()
            wanted = SignatureCoverageLevel.ENTIRE_REVISION
            if signature is self.all[-1]:
                wanted = SignatureCoverageLevel.ENTIRE_FILE
            level = summary.get("modification_level", ModificationLevel.NONE)
            if (
                summary["coverage"] < wanted
                or not summary["docmdp_ok"]
                or level > ModificationLevel.FORM_FILLING
            ):
                raise _Failed(5, Reason.CHANGED_AFTER_SIGNING)

    def certification(self) -> None:
        """The first signature certifies, at the template's level, and no other does."""
        levels = [signature.docmdp_level for signature in self.parties]
        if levels != [MDP_LEVEL, *[None] * (len(levels) - 1)]:
            raise _Failed(6, Reason.CERTIFICATION_WRONG)

    def archive(self) -> None:
        """The last signature is a document timestamp, and every party's signature rests on it."""
        last = self.all[-1]
        if last.sig_object_type != "/DocTimeStamp":
            raise _Failed(7, Reason.ARCHIVE_MISSING)
        for result in self.results:
            if not _passed(result.ades_subindic):
                raise _Failed(7, Reason.NOT_CHECKABLE, Outcome.INDETERMINATE)
            if result.oldest_evidence_record_timestamp is None:
                raise _Failed(7, Reason.ARCHIVE_MISSING)
            self.sealed_at = result.oldest_evidence_record_timestamp

    def on_record(self) -> None:
        """The same file, and the same text as was confirmed."""
        if self.expected is None:
            raise TypeError("nothing is on record")
        begin = self.pdf[: self.expected.prepared_size]
        if hashlib.sha256(begin).hexdigest() != self.expected.prepared_sha256:
            raise _Failed(8, Reason.NOT_CONFIRMED_TEXT)
        if self.sha256 != self.expected.sealed_sha256:
            raise _Failed(8, Reason.NOT_REGISTERED_FILE)

    async def _validate_all(self) -> list[AdESLTAValidationResult]:
        spec = _specification(self.trust)
        without_lists = replace(self.trust, revocation_of_timestamps=False)
        alone = _specification(without_lists).signature_validation_spec
        results = [await ades_lta_validation(found, spec) for found in self.parties]
        for found, result in zip(self.parties, results, strict=True):
            status = result.signature_timestamp_status
            token = _timestamp_of(found.signer_info)
            # Where the chain fails first, pyHanko does not look at the timestamp.
            if status is None and token is not None:
                status = await ades_timestamp_validation(
                    token, alone, partial(_signature_digest, found)
                )
            if token is None or status is None or not _passed(status.ades_subindic):
                self.wrong_times.add(found.field_name)
        return results


def _passed(indication: AdESSubIndic) -> bool:
    return indication is AdESPassed.OK


def _finding(signature: EmbeddedPdfSignature) -> SignatureFinding:
    certificate = signature.signer_cert
    token = _timestamp_of(signature.signer_info)
    return SignatureFinding(
        field=signature.field_name,
        certificate=certificate.sha256.hex(),
        common_name=str(certificate.subject.native.get("common_name", "")),
        timestamp=None if token is None else _time_in(token),
    )


def _timestamp_of(signer: cms.SignerInfo) -> cms.SignedData | None:
    """The signature's timestamp token; None when it carries none."""
    for attribute in signer["unsigned_attrs"] or ():
        if attribute["type"].native == "signature_time_stamp_token":
            return attribute["values"][0]["content"]
    return None


def _time_in(token: cms.SignedData) -> datetime:
    """What a token says, unchecked."""
    at: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return at


def _signature_digest(signature: EmbeddedPdfSignature, algorithm: str) -> bytes:
    """What a token over this signature must state."""
    return hashlib.new(algorithm, signature.signer_info["signature"].native).digest()


def _claimed_digest(signature: EmbeddedPdfSignature) -> bytes:
    """The digest of the covered bytes that the signature, or document timestamp, states."""
    content = signature.signed_data["encap_content_info"]
    if content["content_type"].native == "tst_info":
        stated: bytes = content["content"].parsed["message_imprint"]["hashed_message"].native
        return stated
    for attribute in signature.signer_info["signed_attrs"]:
        if attribute["type"].native == "message_digest":
            digest: bytes = attribute["values"][0].native
            return digest
    return b""


def _specification(trust: Trust) -> PdfSignatureValidationSpec:
    """Offline: certificates and revocation lists come from the file, trust only from us."""

    def policy(
        roots: tuple[x509.Certificate, ...], *, revocation: bool
    ) -> CertValidationPolicySpec:
        return CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=[asn1(root) for root in roots]),
            revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO if revocation else NO_REVOCATION),
        )

    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=policy(trust.roots, revocation=True),
            ts_cert_validation_policy=policy(
                trust.timestamp_roots, revocation=trust.revocation_of_timestamps
            ),
            local_knowledge=LocalKnowledge(
                known_crls=[
                    CRLContainer(CertificateList.load(found.public_bytes(Encoding.DER)))
                    for found in trust.revocation_lists
                ]
            ),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
            ),
            key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
        ),
        # Check 5 compares the revisions, once for each signature; pyHanko would do so again for
        # every signature it judges, and lets nothing depend on it.
        diff_policy=None,
    )
