"""What a verification says: frozen values, in the terms of ETSI EN 319 102-1."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """The three answers; there is no fourth."""

    PASSED = "TOTAL-PASSED"
    """Every check held."""
    INDETERMINATE = "INDETERMINATE"
    """Nothing speaks against the file, but not everything could be checked."""
    FAILED = "TOTAL-FAILED"
    """Something speaks against the file; the reason says what."""


class Reason(StrEnum):
    """Why a verdict is what it is; stable, for programs. Words for people stand in `wording.py`."""

    OK = "ok"
    """Every check held."""
    UNREADABLE = "document.unreadable"
    """Not a PDF, or not one that reads strictly; nothing was repaired to read it."""
    FIELDS_UNEXPECTED = "signatures.unexpected_fields"
    """Signatures are missing, too many, or have other names than the template gave them."""
    ORDER_WRONG = "signatures.order_wrong"
    """The right signatures, made in another order than the parties had."""
    SIGNER_UNKNOWN = "signatures.signer_unknown"
    """A certificate is not the one that was issued to this party for this signature."""
    CERTIFICATE_UNTRUSTED = "signatures.certificate_untrusted"
    """A certificate leads to no trusted root, was revoked, or may not be used for signing."""
    TIMESTAMP_MISSING = "timestamps.missing"
    """A signature has no trusted timestamp."""
    TIMESTAMP_INVALID = "timestamps.invalid"
    """A timestamp does not belong to its signature, or comes from an untrusted authority."""
    TIME_OUTSIDE_WINDOW = "timestamps.outside_window"
    """A signature was made before the document was sent, or after it was sealed."""
    SIGNATURE_BROKEN = "document.altered"
    """The signed bytes are not the bytes that were signed."""
    CHANGED_AFTER_SIGNING = "document.changed_after_signing"
    """Something was added after a signature that a signed contract does not allow."""
    CERTIFICATION_WRONG = "document.certification_wrong"
    """The first signature does not forbid later changes as the template says."""
    ARCHIVE_MISSING = "timestamps.archive_missing"
    """The archive timestamp over the whole file is absent."""
    NOT_REGISTERED_FILE = "registry.other_file"
    """The file is signed, but it is not the file this contract was sealed as."""
    NOT_CONFIRMED_TEXT = "registry.other_text"
    """The text under the signatures is not the text the parties confirmed."""
    UNKNOWN_DOCUMENT = "registry.unknown_document"
    """The signatures hold, but no contract is on record for this file."""
    NOT_CHECKABLE = "signatures.not_checkable"
    """Material to check a certificate is missing."""


@dataclass(frozen=True)
class Check:
    """One of the checks, in order."""

    number: int
    """1 to 8, as the verifier numbers them; 9 is the verdict itself."""
    name: str
    """Stable name."""
    holds: bool | None
    """None when it could not be made, because an earlier one failed or nothing is on record."""


@dataclass(frozen=True)
class SignatureFinding:
    """One signature as found in the file."""

    field: str
    certificate: str
    """SHA-256 of the signer's certificate, hex."""
    common_name: str
    """An opaque id; never a person's name."""
    timestamp: datetime | None
    """What the trusted timestamp says; None when there is none."""


@dataclass(frozen=True)
class Verdict:
    """The answer to "is this the contract, unaltered, signed by these parties?"."""

    outcome: Outcome
    reason: Reason
    sha256: str
    """Of the file that was given."""
    checks: tuple[Check, ...]
    signatures: tuple[SignatureFinding, ...]
    sealed_at: datetime | None
    """Time of the archive timestamp."""

    @property
    def passed(self) -> bool:
        """Whether every check held."""
        return self.outcome is Outcome.PASSED

    def as_json(self) -> dict[str, Any]:
        """The verdict as JSON values, for the command line and for other programs."""
        return {
            "outcome": self.outcome.value,
            "reason": self.reason.value,
            "sha256": self.sha256,
            "sealed_at": self.sealed_at.isoformat() if self.sealed_at else None,
            "checks": [
                {"number": check.number, "name": check.name, "holds": check.holds}
                for check in self.checks
            ],
            "signatures": [
                {
                    "field": found.field,
                    "certificate_sha256": found.certificate,
                    "common_name": found.common_name,
                    "timestamp": found.timestamp.isoformat() if found.timestamp else None,
                }
                for found in self.signatures
            ],
        }
