"""Refusals of jobs."""

from server.core.errors import Conflict, Invalid
from server.core.i18n import lazy


class PayOrder(Invalid):
    """A range that ends below its beginning."""

    code = "jobs.posting.pay_order"


class ValidUntilPast(Invalid):
    """A posting that is over before it begins, or runs too long to stay true."""

    code = "jobs.posting.valid_until"


class NotDraft(Conflict):
    """What workers have seen is not changed under their eyes."""

    code = "jobs.posting.not_draft"
    message = lazy(
        "This posting has been published and cannot be changed any more. "
        "Close it and publish a copy with the new terms."
    )


class NotOpen(Conflict):
    """Closed, over, or not published yet."""

    code = "jobs.posting.not_open"
    message = lazy("This posting takes no applications any more.")


class AlreadyApplied(Conflict):
    """One worker, one posting, one application."""

    code = "jobs.application.already_applied"
    message = lazy("You have already applied for this posting. There is no need to apply again.")


class NotApplied(Conflict):
    """The application was withdrawn or declined in the meantime."""

    code = "jobs.application.not_active"
    message = lazy("This application is no longer active.")
