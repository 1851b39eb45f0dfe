"""What signing may refuse.

Conflict     DocumentChanged       signing.document.changed
             AlreadySigned         signing.signer.already_signed
             NotYetSealed          signing.document.not_yet_sealed
Invalid      NotAPdf               signing.document.not_a_pdf
Unavailable  TimestampUnavailable  signing.timestamp.unavailable
"""

from server.core.errors import Conflict, Invalid, Unavailable
from server.core.i18n import lazy


class DocumentChanged(Conflict):
    """The digest that was confirmed is not the digest of the document that is to be signed."""

    code = "signing.document.changed"
    message = lazy("The document changed after you read it. Please read it again before signing.")


class AlreadySigned(Conflict):
    """A party signs once; its signature is already on record."""

    code = "signing.signer.already_signed"
    message = lazy("This signature is already on record.")


class NotNext(Conflict):
    """Parties sign in the order of the template."""

    code = "signing.signer.not_next"
    message = lazy("It is another party's turn to sign.")


class NotYetSealed(Conflict):
    """The final file does not exist yet; nobody gets half-signed bytes."""

    code = "signing.document.not_yet_sealed"
    message = lazy("The sealed file is not ready yet. It appears here as soon as it is.")


class NotAPdf(Invalid):
    """The file given for verification is no PDF, or larger than a contract can be."""

    code = "signing.document.not_a_pdf"
    message = lazy("This is not a PDF file that can be checked here.")


class TimestampUnavailable(Unavailable):
    """The time-stamping authority does not answer; the seal is tried again."""

    code = "signing.timestamp.unavailable"
    message = lazy("The time-stamping authority does not answer. The seal is tried again shortly.")
