"""Refusals of enterprises."""

from server.core.errors import Conflict, Invalid
from server.core.i18n import lazy


class AlreadyRegistered(Conflict):
    """The credit code is taken; a colleague has to let the second recruiter in."""

    code = "enterprises.enterprise.already_registered"
    message = lazy(
        "An enterprise with this credit code is already registered. "
        "Ask the colleague who registered it, or the bureau, for an account."
    )


class LicenseMissing(Invalid):
    """Who recruits or dispatches for others needs a license and names it."""

    code = "enterprises.enterprise.license_missing"
    message = lazy("An agency has to give the number of its license for this business.")


class NotApproved(Conflict):
    """Nothing of an enterprise is shown to workers before its bureau has approved it."""

    code = "enterprises.enterprise.not_approved"
    message = lazy("Your enterprise has not been approved by its bureau yet.")


class NotWaiting(Conflict):
    """The review was already decided."""

    code = "enterprises.review.not_waiting"
    message = lazy("This enterprise is not waiting for review; somebody has already decided.")


class NotRefused(Conflict):
    """Only a refused enterprise is sent in again."""

    code = "enterprises.review.not_refused"
    message = lazy("Only an enterprise that was refused can be sent in for review again.")


class WrongState(Conflict):
    """Only an approved enterprise is frozen or reviewed anew, only a frozen one released."""

    code = "enterprises.enterprise.wrong_state"
    message = lazy("The state of this enterprise has changed in the meantime.")
