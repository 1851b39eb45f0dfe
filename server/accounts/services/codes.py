"""One-time codes: six digits, ten minutes, five tries, one use; for a purpose on a subject."""

import hmac
import secrets
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from server.accounts.errors import (
    CodeExpired,
    CodeUsedUp,
    CodeWrong,
    NoPhone,
    TooManyCodes,
)
from server.accounts.models import Account, OneTimeCode
from server.accounts.services import tries
from server.core import sms
from server.core.privacy import blind_index
from server.core.unit_of_work import UnitOfWork

DIGITS: Final = 6
LASTS: Final = timedelta(minutes=10)
TRIES: Final = 5
"""Five tries at one million codes: a chance of 1 in 200,000."""
SIGN_IN: Final = "accounts.sign_in"
"""The purpose of codes that prove a phone."""

PER_PHONE = ((timedelta(minutes=10), 5), (timedelta(days=1), 15))
"""Codes that one phone gets: a text message costs money, and is a nuisance to a stranger."""
PER_ADDRESS = (timedelta(hours=1), 100)
"""Codes asked for from one address; a whole village may stand behind one."""


def send_code(uow: UnitOfWork, *, account_id: UUID, purpose: str, subject: str) -> OneTimeCode:
    """Send a step-up code to the phone of an account.

    :param purpose: what it permits, such as `contracts.sign`
    :param subject: on what, such as the digest of the document
    :raises NoPhone: the account has none
    :raises TooManyCodes: this phone got too many
    """
    account = uow.get(Account, account_id)
    if account.phone is None:
        raise NoPhone
    return issue(uow, phone=account.phone, account_id=account.id, purpose=purpose, subject=subject)


def confirm_code(
    uow: UnitOfWork, *, account_id: UUID, purpose: str, subject: str, code: str
) -> OneTimeCode:
    """Accept the code that was last sent to this account for this purpose and subject, once.

    The try is counted before the code is looked at, and stays counted when the door rolls back.

    :return: the code's row, whose id and `used_at` can stand as evidence
    :raises CodeExpired: it is over, or none was sent for this
    :raises CodeUsedUp: it was used, or tried five times
    :raises CodeWrong: it is another one
    """
    latest = uow.session.scalars(
        sa.select(OneTimeCode)
        .where(
            OneTimeCode.account_id == account_id,
            OneTimeCode.purpose == purpose,
            OneTimeCode.subject_digest == subject_digest(subject),
        )
        .order_by(OneTimeCode.created_at.desc(), OneTimeCode.id.desc())
        .limit(1)
        .with_for_update()
    ).first()
    if latest is None:
        raise CodeExpired
    accept(uow, latest, code)
    return latest


def issue(
    uow: UnitOfWork, *, phone: str, purpose: str, subject: str, account_id: UUID | None = None
) -> OneTimeCode:
    """Make a code, put it in the place of earlier ones for the same, and promise its message."""
    for within, most in PER_PHONE:
        if tries.spend(f"phone.{within}", phone, most=most, within=within) is None:
            raise TooManyCodes(retry_after_s=int(min(within, LASTS).total_seconds()))
    index = blind_index("accounts.phone", phone)
    uow.session.execute(
        sa.update(OneTimeCode)
        .where(
            OneTimeCode.phone_index == index,
            OneTimeCode.purpose == purpose,
            OneTimeCode.subject_digest == subject_digest(subject),
            OneTimeCode.used_at.is_(None),
            OneTimeCode.replaced_at.is_(None),
        )
        .values(replaced_at=uow.now)
    )
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row = uow.add(
        OneTimeCode(
            account_id=account_id,
            phone=phone,
            phone_index=index,
            purpose=purpose,
            subject_digest=subject_digest(subject),
            code_digest=_code_digest(digits, index),
            expires_at=uow.now + LASTS,
        )
    )
    sms.promise_message(
        uow,
        phone=phone,
        kind="sign_in_code" if purpose == SIGN_IN else "confirm_code",
        blanks={"code": digits, "minutes": str(int(LASTS.total_seconds() // 60))},
        expires_at=row.expires_at,
    )
    return row


def accept(uow: UnitOfWork, row: OneTimeCode, code: str) -> None:
    """Spend a try, then the code when it is the right one; raises as `confirm_code` does."""
    row.refuse_unless_open(uow.now)
    left = tries.spend("code", str(row.id), most=TRIES, within=LASTS)
    if left is None:
        raise CodeUsedUp
    given = _code_digest(code.strip(), row.phone_index)
    if not hmac.compare_digest(given, row.code_digest):
        raise CodeWrong(left=left) if left else CodeUsedUp
    row.use(uow.now)
    uow.flush()


def subject_digest(subject: str) -> str:
    """How a subject is kept."""
    return blind_index("accounts.code.subject", subject)


def _code_digest(digits: str, phone_index: str) -> str:
    return blind_index("accounts.code", f"{phone_index}:{digits}")
