"""Making, changing and closing accounts."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from server.accounts import events, passwords, phones
from server.accounts.errors import LoginTaken, PasswordWeak, PhoneTaken, PhoneWrong
from server.accounts.models import Account
from server.accounts.services.sessions import end_other_sessions
from server.core.i18n import LOCALES
from server.core.identity import Role
from server.core.privacy import blind_index
from server.core.unit_of_work import UnitOfWork


def create_account(  # noqa: PLR0913 -- an account says whom it stands for, by name
    uow: UnitOfWork,
    *,
    role: Role,
    display_name: str,
    phone: str | None = None,
    login_name: str | None = None,
    password: str | None = None,
    worker_id: UUID | None = None,
    enterprise_id: UUID | None = None,
    bureau_id: UUID | None = None,
    station_id: UUID | None = None,
    area_code: str | None = None,
    locale: str = "zh_Hans",
) -> Account:
    """Make an account; a worker signs in with `phone`, staff with `login_name` and `password`.

    :param area_code: what a bureau's or a station's person may see, with everything inside it
    :raises LoginTaken: another account has this login name
    :raises PhoneTaken: another worker has this phone
    :raises PhoneWrong: not a mainland mobile number
    :raises PasswordWeak: too short or too common
    """
    kept = _mobile(phone) if phone else None
    account = Account(
        role=role,
        display_name=display_name,
        phone=kept,
        phone_index=blind_index("accounts.phone", kept) if kept else None,
        login_name=login_name.strip().lower() if login_name else None,
        password_hash=_hashed(password) if password else None,
        worker_id=worker_id,
        enterprise_id=enterprise_id,
        bureau_id=bureau_id,
        station_id=station_id,
        area_code=area_code,
        locale=locale,
    )
    _refuse_taken(uow, account)
    try:
        with uow.session.begin_nested():
            uow.add(account)
    except IntegrityError:
        # Two at the same time: the second learns what a later one would.
        raise (LoginTaken if account.login_name else PhoneTaken) from None
    uow.publish(events.AccountCreated(account_id=account.id, role=role))
    return account


def set_password(
    uow: UnitOfWork, *, account_id: UUID, password: str, keep_session: UUID | None = None
) -> None:
    """Give an account another password and end its sessions, but for `keep_session`.

    :raises PasswordWeak: too short or too common
    """
    account = uow.locked(Account, account_id)
    account.password_hash = _hashed(password)
    uow.publish(events.PasswordChanged(account_id=account.id))
    end_other_sessions(uow, account_id=account.id, keep_session=keep_session)


def disable_account(uow: UnitOfWork, *, account_id: UUID) -> Account:
    """Close an account and end its sessions; closing it twice changes nothing more."""
    account = uow.locked(Account, account_id)
    if not account.is_disabled:
        account.disable(uow.now)
        uow.publish(events.AccountDisabled(account_id=account.id))
    end_other_sessions(uow, account_id=account.id)
    return account


def choose_language(uow: UnitOfWork, *, account_id: UUID, locale: str) -> None:
    """Keep the language the person wants to be read to in."""
    if locale in LOCALES:
        uow.locked(Account, account_id).locale = locale
        uow.flush()


def _mobile(phone: str) -> str:
    try:
        return phones.mobile(phone)
    except ValueError:
        raise PhoneWrong(fields={"phone": PhoneWrong.message}) from None


def _hashed(password: str) -> str:
    try:
        return passwords.hashed(passwords.accept(password))
    except ValueError:
        raise PasswordWeak(fields={"password": PasswordWeak.message}) from None


def _refuse_taken(uow: UnitOfWork, account: Account) -> None:
    if account.login_name is not None:
        taken = sa.select(Account.id).where(Account.login_name == account.login_name)
        if uow.session.scalar(taken) is not None:
            raise LoginTaken
    if account.role is Role.WORKER and account.phone_index is not None:
        taken = sa.select(Account.id).where(
            Account.role == Role.WORKER,
            Account.phone_index == account.phone_index,
            Account.disabled_at.is_(None),
        )
        if uow.session.scalar(taken) is not None:
            raise PhoneTaken
