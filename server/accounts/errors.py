"""What can be refused about accounts, sign-in and codes."""

from typing import Any

from server.core.errors import Conflict, Invalid, TooMany
from server.core.i18n import lazy


class LoginTaken(Conflict):
    """Another account has this login name."""

    code = "accounts.login.taken"
    message = lazy("This login name is taken. Please choose another.")


class PhoneTaken(Conflict):
    """Another account of this role has this phone."""

    code = "accounts.phone.taken"
    message = lazy("There is already an account with this mobile number.")


class PhoneWrong(Invalid):
    """Not a mainland mobile number."""

    code = "accounts.phone.wrong"
    message = lazy("Please enter a mobile number of 11 digits.")


class NoPhone(Conflict):
    """A code was asked for, and the account has no phone to send it to."""

    code = "accounts.phone.missing"
    message = lazy("This account has no mobile number, so no code can be sent.")


class PasswordWeak(Invalid):
    """The password is too short or too common."""

    code = "accounts.password.weak"
    message = lazy(
        "A password needs at least 10 characters and must not be one that is often used."
    )


class PasswordsDiffer(Invalid):
    """The new password was not typed twice alike."""

    code = "accounts.password.differ"
    message = lazy("The two new passwords are not the same.")

    def __init__(self) -> None:
        super().__init__(fields={"repeated": self.message})


class SignInRefused(Invalid):
    """Name and password do not belong together; which of the two is wrong is told to nobody."""

    code = "accounts.sign_in.refused"
    message = lazy("Login name or password is wrong.")


class _CodeRefused(Invalid):
    """A one-time code that does not open; the field is marked."""

    def __init__(self, message: Any = None, **details: Any) -> None:
        super().__init__(message, **details)
        self.fields = {"code": self.text}


class CodeWrong(_CodeRefused):
    """Not the code that was sent; a try is spent."""

    code = "accounts.code.wrong"
    message = lazy("This is not the code that was sent. Tries left: %(left)s.")


class CodeExpired(_CodeRefused):
    """The code is over, or none was sent for this."""

    code = "accounts.code.expired"
    message = lazy("This code is no longer valid. Please ask for a new one.")


class CodeUsedUp(_CodeRefused):
    """The code was used already, or was tried too often."""

    code = "accounts.code.used_up"
    message = lazy("This code can no longer be used. Please ask for a new one.")


class TooManyCodes(TooMany):
    """So many codes were sent to this phone or asked for from this connection."""

    code = "accounts.code.too_many"
    message = lazy("Too many codes were asked for. Please wait a little and try again.")


class TooManyTries(TooMany):
    """So many sign-ins failed for this name or from this connection."""

    code = "accounts.sign_in.too_many"
    message = lazy("Too many failed sign-ins. Please wait a quarter of an hour.")
