"""Reading accounts and sessions; how a session token becomes an actor."""

import hashlib
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from server.accounts.models import SEEN_EVERY, Account, AuthSession, OneTimeCode
from server.core import identity, unit_of_work
from server.core.errors import NotFound, Unauthenticated
from server.core.identity import Actor, Role
from server.core.privacy import blind_index
from server.core.unit_of_work import UnitOfWork

PROOF_LASTS = timedelta(minutes=60)
"""How long a proven phone may be used to register."""


def token_hash(token: str) -> str:
    """How a session's token is kept; it is random enough to need no key."""
    return hashlib.sha256(token.encode()).hexdigest()


@identity.load_with
def actor_of_token(uow: UnitOfWork, token: str) -> Actor:
    """The actor behind a session token; a visitor when it is unknown, over or ended."""
    session = uow.session.scalars(
        sa.select(AuthSession).where(AuthSession.token_hash == token_hash(token))
    ).first()
    if session is None or not session.is_open(uow.now):
        return Actor.nobody()
    if uow.now - session.seen_at >= SEEN_EVERY:
        _keep_seen(uow, session)
    account = session.account
    return Actor(
        account_id=account.id,
        role=account.role,
        worker_id=account.worker_id,
        enterprise_id=account.enterprise_id,
        bureau_id=account.bureau_id,
        station_id=account.station_id,
        area_code=account.area_code,
        session_id=session.id,
        locale=account.locale,
        display_name=account.display_name,
    )


def _keep_seen(uow: UnitOfWork, session: AuthSession) -> None:
    """Note that the session is in use: in the door's own transaction when it writes anyway."""
    if uow.session.get_bind().get_execution_options().get("lianpin_writes"):
        session.seen_at = uow.now
        return
    try:
        with unit_of_work.writing(Actor.system()) as own:
            own.session.execute(
                sa.update(AuthSession).where(AuthSession.id == session.id).values(seen_at=own.now)
            )
    except OperationalError:
        # Somebody else writes for long; the next request notes it.
        return


def find_account(uow: UnitOfWork, account_id: UUID) -> Account | None:
    """The account, or None."""
    return uow.find(Account, account_id)


def account_of(uow: UnitOfWork, actor: Actor) -> Account:
    """The actor's own account.

    :raises Unauthenticated: nobody is signed in
    """
    if actor.account_id is None:
        raise Unauthenticated
    return uow.get(Account, actor.account_id)


def find_by_login(uow: UnitOfWork, login_name: str) -> Account | None:
    """The account with this login name, also a closed one."""
    name = login_name.strip().lower()
    return uow.session.scalars(sa.select(Account).where(Account.login_name == name)).first()


def find_worker_account(
    uow: UnitOfWork, *, phone_index: str | None = None, worker_id: UUID | None = None
) -> Account | None:
    """The open account of a worker, by phone (its blind index) or by worker."""
    statement = sa.select(Account).where(Account.role == Role.WORKER, Account.disabled_at.is_(None))
    if phone_index is not None:
        statement = statement.where(Account.phone_index == phone_index)
    else:
        statement = statement.where(Account.worker_id == worker_id)
    return uow.session.scalars(statement).first()


def phone_index(phone: str) -> str:
    """The blind index under which a phone (eleven digits) is kept."""
    return blind_index("accounts.phone", phone)


def list_accounts(
    uow: UnitOfWork,
    *,
    worker_id: UUID | None = None,
    enterprise_id: UUID | None = None,
    bureau_id: UUID | None = None,
    station_id: UUID | None = None,
) -> list[Account]:
    """The open accounts that stand for one worker, enterprise, bureau or station, oldest first.

    :raises ValueError: none of the four is given
    """
    columns = {
        Account.worker_id: worker_id,
        Account.enterprise_id: enterprise_id,
        Account.bureau_id: bureau_id,
        Account.station_id: station_id,
    }
    conditions = [column == value for column, value in columns.items() if value is not None]
    if not conditions:
        raise ValueError("whose accounts?")
    return uow.scalars(
        sa.select(Account)
        .where(Account.disabled_at.is_(None), *conditions)
        .order_by(Account.created_at, Account.id)
    )


def list_sessions(uow: UnitOfWork, account_id: UUID) -> list[AuthSession]:
    """The sessions in which an account is signed in now, last used first."""
    mine = uow.scalars(
        sa.select(AuthSession)
        .where(AuthSession.account_id == account_id, AuthSession.revoked_at.is_(None))
        .order_by(AuthSession.seen_at.desc(), AuthSession.id.desc())
    )
    return [session for session in mine if session.is_open(uow.now)]


def proven_phone(uow: UnitOfWork, proof_id: UUID) -> str:
    """The phone that was proven by the code with this id, for registering with it.

    :raises NotFound: no such proof, or it is older than `PROOF_LASTS`
    """
    code = uow.find(OneTimeCode, proof_id)
    if (
        code is None
        or code.purpose != "accounts.sign_in"
        or code.used_at is None
        or uow.now - code.used_at > PROOF_LASTS
    ):
        raise NotFound
    return code.phone
