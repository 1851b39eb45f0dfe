"""The words of verdicts. Pure."""

from server.core.i18n import lazy
from server.signing.verdicts import Outcome, Reason

OUTCOMES = {
    Outcome.PASSED: lazy("This is the contract, unaltered and signed by both parties."),
    Outcome.INDETERMINATE: lazy("It cannot be said whether this is a valid contract."),
    Outcome.FAILED: lazy("This file must not be relied on."),
}
REASONS = {
    Reason.OK: lazy("Every check held."),
    Reason.UNREADABLE: lazy("The file is damaged, or is no PDF that reads without repair."),
    Reason.FIELDS_UNEXPECTED: lazy("Signatures are missing, or there are more than there may be."),
    Reason.ORDER_WRONG: lazy("The parties signed in another order than the contract has."),
    Reason.SIGNER_UNKNOWN: lazy("A signature was made by someone other than the party."),
    Reason.CERTIFICATE_UNTRUSTED: lazy("A certificate comes from nobody we trust."),
    Reason.TIMESTAMP_MISSING: lazy("A signature has no trusted timestamp."),
    Reason.TIMESTAMP_INVALID: lazy("A timestamp does not belong to its signature."),
    Reason.TIME_OUTSIDE_WINDOW: lazy(
        "A signature was made at a time at which it cannot have been."
    ),
    Reason.SIGNATURE_BROKEN: lazy("The file was altered after it was signed."),
    Reason.CHANGED_AFTER_SIGNING: lazy("Something was added to the file after it was signed."),
    Reason.CERTIFICATION_WRONG: lazy("The first signature does not forbid later changes."),
    Reason.ARCHIVE_MISSING: lazy("The archive timestamp over the whole file is missing."),
    Reason.NOT_REGISTERED_FILE: lazy("It is signed, but it is not the file that was sealed here."),
    Reason.NOT_CONFIRMED_TEXT: lazy("The text is not the text that the parties confirmed."),
    Reason.UNKNOWN_DOCUMENT: lazy("The signatures hold, but no contract is on record here for it."),
    Reason.NOT_CHECKABLE: lazy("Material that is needed to check a certificate is missing."),
}
CHECKS = {
    "parses_strictly": lazy("The file reads without repair"),
    "expected_fields_in_order": lazy("All parties signed, in the right order"),
    "signers_are_the_parties": lazy("The certificates are those of the parties"),
    "trusted_timestamps": lazy("Each signature has a trusted timestamp"),
    "nothing_altered_or_added": lazy("Nothing was altered or added"),
    "certification_level": lazy("The first signature forbids changes"),
    "archive_timestamp": lazy("The archive timestamp holds"),
    "the_file_on_record": lazy("It is the file and the text on record"),
}
