"""What contracts may refuse.

    Conflict  NotADraft       contracts.contract.not_a_draft
              NotOutToSign    contracts.contract.not_out_to_sign
              NotYourTurn     contracts.party.not_your_turn
              AlreadySigned   contracts.party.already_signed
    Invalid   DetailsMissing  contracts.details.missing
              ClausesMissing  contracts.clauses.missing
              NotAgreed       contracts.sign.not_agreed

A wrong, expired or used-up code is refused by accounts, a changed document by signing.
"""

from server.core.errors import Conflict, Invalid
from server.core.i18n import lazy


class NotADraft(Conflict):
    """What was sent is not changed any more."""

    code = "contracts.contract.not_a_draft"
    message = lazy("This contract was sent already; its text is fixed.")


class NotOutToSign(Conflict):
    """There is nothing to sign yet, or any more."""

    code = "contracts.contract.not_out_to_sign"
    message = lazy("This contract cannot be signed: it was not sent yet, or all have signed.")


class NotYourTurn(Conflict):
    """The worker signs first, then the enterprise seals."""

    code = "contracts.party.not_your_turn"
    message = lazy(
        "It is not your turn to sign. The worker signs first, then the enterprise seals."
    )


class AlreadySigned(Conflict):
    """A party signs once."""

    code = "contracts.party.already_signed"
    message = lazy("You have signed this contract already.")


class DetailsMissing(Invalid):
    """The law wants it in the contract; `fields` says what."""

    code = "contracts.details.missing"
    message = lazy("The contract lacks something the law requires.")


class ClausesMissing(Invalid):
    """A mandatory clause has no words."""

    code = "contracts.clauses.missing"
    message = lazy("The contract lacks mandatory clauses: %(clauses)s.")


class NotAgreed(Invalid):
    """One signs after reading, and says so."""

    code = "contracts.sign.not_agreed"
    message = lazy("Please tick that you have read the contract and want to sign it.")
