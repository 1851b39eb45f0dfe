"""Refusals of workers."""

from server.core.errors import Conflict, Invalid, Unauthenticated
from server.core.i18n import lazy


class IdNumberWrong(Invalid):
    """The identity number cannot be one; `fields` says how."""

    code = "workers.id_number.wrong"


class TooYoung(Invalid):
    """Nobody may employ a person under sixteen (Labor Law, art. 15)."""

    code = "workers.registration.too_young"
    message = lazy(
        "Registration is open from the age of 16 on; the law allows no one to hire before."
    )


class AlreadyRegistered(Conflict):
    """One person, one registration; the number is never told back."""

    code = "workers.registration.already_registered"
    message = lazy(
        "This identity number is already registered. Sign in with the phone you registered, "
        "or ask a service station for help if that phone is no longer yours."
    )


class PhoneTaken(Conflict):
    """The phone belongs to another worker."""

    code = "workers.registration.phone_taken"
    message = lazy("This phone is already registered. Sign in with it, or use another phone.")


class PhoneNotConfirmed(Unauthenticated):
    """Registration without a confirmed phone, or too long after; the door leads to the sign-in."""

    code = "workers.registration.phone_not_confirmed"
    message = lazy("Please confirm your phone first; a confirmation is good for an hour.")


class NotFoundHere(Invalid):
    """An exact look-up that found nobody in the actor's area."""

    code = "workers.worker.not_found_here"
    message = lazy("Nobody of your area is registered with this number.")


class ProfileIncomplete(Conflict):
    """An employer needs to know more before an application."""

    code = "workers.profile.incomplete"
    message = lazy("Please complete your profile first.")
