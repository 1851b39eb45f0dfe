"""Every refusal derives from here.

    LianpinError
    ├── Unauthenticated  401  nobody is signed in
    ├── Forbidden        403  somebody is, and may not
    ├── NotFound         404  not there, or not theirs to see
    ├── Conflict         409  true rules of the moment forbid it (already done, not your turn)
    ├── Invalid          422  what was sent cannot be accepted; `fields` says where
    ├── TooMany          429  slow down; `retry_after_s`
    └── Unavailable      503  something we depend on does not answer; try again

`code` is for programs and never changes; `message` is for people and is translated.
"""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python

from server.core.i18n import lazy


class LianpinError(Exception):
    """A refusal in words."""

    status = 500
    code = "internal"
    message: Any = lazy("Something went wrong on our side. Nothing was changed.")

    def __init__(self, message: Any = None, **details: Any) -> None:
        if message is not None:
            self.message = message
        self.details: dict[str, Any] = details
        super().__init__(self.code)

    @property
    def text(self) -> str:
        """The message in the reader's language, its blanks filled from `details`."""
        words = str(self.message)
        return words % self.details if self.details and "%(" in words else words


class Unauthenticated(LianpinError):
    """Nobody is signed in."""

    status = 401
    code = "unauthenticated"
    message = lazy("Please sign in first.")


class Forbidden(LianpinError):
    """Somebody is signed in, and may not."""

    status = 403
    code = "forbidden"
    message = lazy("Your account may not do this.")


class NotFound(LianpinError):
    """Not there, or outside what the reader may see; the two are told apart to nobody."""

    status = 404
    code = "not_found"
    message = lazy("This page or record does not exist, or is not open to you.")


class Conflict(LianpinError):
    """The state of things forbids it now."""

    status = 409
    code = "conflict"
    message = lazy("This is no longer possible; the page may be out of date.")


class Invalid(LianpinError):
    """What was sent cannot be accepted."""

    status = 422
    code = "invalid"
    message = lazy("Please check what you entered.")

    def __init__(
        self, message: Any = None, *, fields: Mapping[str, Any] | None = None, **details: Any
    ) -> None:
        super().__init__(message, **details)
        self.fields: dict[str, Any] = dict(fields or {})


class BadRequest(LianpinError):
    """The request itself is malformed; browsers do not send such."""

    status = 400
    code = "bad_request"
    message = lazy("This request could not be understood.")


class FormExpired(LianpinError):
    """The form's token is missing or from another session."""

    status = 400
    code = "form_expired"
    message = lazy("This form has been open too long or in another session. Please send it again.")


class NotJson(LianpinError):
    """The API was sent a form or a file."""

    status = 415
    code = "not_json"
    message = lazy("Please send JSON, with the content type application/json.")


class TooLarge(LianpinError):
    """More was sent than is accepted."""

    status = 413
    code = "too_large"
    message = lazy("What you sent is too large.")


class TooMany(LianpinError):
    """Too many tries in too short a time."""

    status = 429
    code = "too_many"
    message = lazy("Too many tries. Please wait a little.")

    def __init__(self, message: Any = None, *, retry_after_s: int = 60, **details: Any) -> None:
        super().__init__(message, **details)
        self.retry_after_s = retry_after_s


class Unavailable(LianpinError):
    """Something we depend on does not answer."""

    status = 503
    code = "unavailable"
    message = lazy("A part of the system does not answer right now. Please try again shortly.")


def details_of(error: LianpinError) -> dict[str, Any]:
    """What a refusal says beside its sentence, as JSON values; `fields` of an `Invalid` not."""
    details: dict[str, Any] = to_jsonable_python(error.details, fallback=str)
    return details


def problem_details(error: LianpinError) -> dict[str, Any]:
    """The refusal as problem details (:rfc:`9457`)."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": error.text,
        "status": error.status,
        "code": error.code,
    }
    if isinstance(error, Invalid) and error.fields:
        body["fields"] = {name: str(text) for name, text in error.fields.items()}
    if error.details:
        body["details"] = details_of(error)
    return body
