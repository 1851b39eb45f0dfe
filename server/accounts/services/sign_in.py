"""Coming in: workers by a code to their phone, staff by login name and password."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from server.accounts import passwords, queries
from server.accounts.errors import (
    CodeExpired,
    PhoneWrong,
    SignInRefused,
    TooManyCodes,
    TooManyTries,
)
from server.accounts.models import Account, OneTimeCode
from server.accounts.phones import mobile
from server.accounts.services import codes, tries
from server.core.unit_of_work import UnitOfWork

NAME_AND_ADDRESS = (timedelta(minutes=15), 10)
"""Failed passwords for one name from one address."""
NAME = (timedelta(hours=1), 50)
"""Failed passwords for one name from anywhere; high, so that nobody is easily locked out."""
ADDRESS = (timedelta(minutes=15), 100)
"""Failed passwords from one address; a whole office may stand behind one."""


def send_sign_in_code(uow: UnitOfWork, *, phone: str, address: str) -> OneTimeCode:
    """Send a code that proves a phone. The answer is the same whether the phone has an account.

    :param address: the caller's network address; counted, never kept
    :raises PhoneWrong: not a mainland mobile number
    :raises TooManyCodes: too many to this phone, or from this address
    """
    try:
        kept = mobile(phone)
    except ValueError:
        raise PhoneWrong(fields={"phone": PhoneWrong.message}) from None
    within, most = codes.PER_ADDRESS
    if tries.spend("codes.address", address, most=most, within=within) is None:
        raise TooManyCodes(retry_after_s=int(within.total_seconds()))
    return codes.issue(uow, phone=kept, purpose=codes.SIGN_IN, subject=codes.SIGN_IN)


def confirm_sign_in_code(uow: UnitOfWork, *, code_id: UUID, code: str) -> Account | None:
    """Accept a sign-in code; returns the worker's account, or None when the phone has none yet.

    In the second case the code's id is the proof with which the phone can register
    (`queries.proven_phone`).

    :raises CodeExpired, CodeUsedUp, CodeWrong: as `codes.confirm_code`
    """
    row = uow.session.get(OneTimeCode, code_id, with_for_update=True)
    if row is None or row.purpose != codes.SIGN_IN:
        raise CodeExpired
    codes.accept(uow, row, code)
    return queries.find_worker_account(uow, phone_index=row.phone_index)


def sign_in_with_password(
    uow: UnitOfWork, *, login_name: str, password: str, address: str
) -> Account:
    """The account behind a login name and its password.

    The try is counted first, for known and unknown names alike, and forgiven when it was right.

    :raises SignInRefused: they do not belong together, or the account is closed
    :raises TooManyTries: too many failed for this name or from this address
    """
    name = login_name.strip().lower()
    counted = (
        ("password.here", f"{name}@{address}", NAME_AND_ADDRESS),
        ("password.name", name, NAME),
        ("password.address", address, ADDRESS),
    )
    for kind, subject, (within, most) in counted:
        if tries.spend(kind, subject, most=most, within=within) is None:
            raise TooManyTries(retry_after_s=int(within.total_seconds()))
    account = uow.session.scalars(sa.select(Account).where(Account.login_name == name)).first()
    kept = account.password_hash if account is not None and not account.is_disabled else None
    right = passwords.matches(kept, password)
    if not right or account is None or kept is None:
        raise SignInRefused
    if passwords.is_outdated(kept):
        account.password_hash = passwords.hashed(password)
    for kind, subject, _limit in counted[:2]:
        tries.forgive(kind, subject)
    return account
