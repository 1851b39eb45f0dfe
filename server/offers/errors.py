"""What offers may refuse.

Conflict  InterviewNotOver  offers.interview.not_over
          AlreadyOffered    offers.offer.already_made
          NotOpen           offers.offer.not_open
          TermsChanged      offers.terms.changed
          EnterpriseStopped offers.enterprise.not_approved
Invalid   TermsRefused      offers.terms.refused
"""

from server.core.errors import Conflict, Invalid
from server.core.i18n import lazy


class InterviewNotOver(Conflict):
    """An offer follows an interview."""

    code = "offers.interview.not_over"
    message = lazy("The interview is still going on. An offer can be made once it has ended.")


class AlreadyOffered(Conflict):
    """One interview leads to one offer at a time."""

    code = "offers.offer.already_made"
    message = lazy("There is an offer after this interview already.")


class NotOpen(Conflict):
    """The offer was answered, withdrawn, or its time is over."""

    code = "offers.offer.not_open"
    message = lazy("This offer is no longer open.")


class TermsChanged(Conflict):
    """The worker accepted terms that are no longer the current ones."""

    code = "offers.terms.changed"
    message = lazy(
        "The enterprise changed the terms after you opened this page. "
        "Please read the new terms before you accept."
    )


class EnterpriseStopped(Conflict):
    """A bureau has not approved the enterprise, or has stopped it."""

    code = "offers.enterprise.not_approved"
    message = lazy("This enterprise is not approved and cannot hire here at the moment.")


class TermsRefused(Invalid):
    """The law does not allow these terms; `fields` says which."""

    code = "offers.terms.refused"
    message = lazy("These terms cannot be offered.")
