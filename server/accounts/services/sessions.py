"""Sessions: opened by a sign-in, known by a token whose hash alone is kept, ended at once."""

import secrets
from uuid import UUID

import sqlalchemy as sa

from server.accounts.events import SignedIn, SignedOut
from server.accounts.models import STAFF_LASTS, WORKER_LASTS, Account, AuthSession
from server.accounts.queries import token_hash
from server.core.errors import NotFound
from server.core.unit_of_work import UnitOfWork

TOKEN_BYTES = 32


def open_session(uow: UnitOfWork, account: Account, *, device: str = "") -> str:
    """Sign an account in; returns the token that the browser brings back.

    :param device: the browser in two words (`devices.described`)
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session = uow.add(
        AuthSession(
            account_id=account.id,
            account=account,
            token_hash=token_hash(token),
            device=device[:60],
            expires_at=uow.now + (STAFF_LASTS if account.is_staff else WORKER_LASTS),
            seen_at=uow.now,
        )
    )
    uow.publish(SignedIn(account_id=account.id, session_id=session.id))
    return token


def end_session(uow: UnitOfWork, *, account_id: UUID, session_id: UUID) -> None:
    """End one session of an account; its next command is a visitor's.

    :raises NotFound: the account has no such session
    """
    session = uow.locked(AuthSession, session_id)
    if session.account_id != account_id:
        raise NotFound
    _end(uow, session)


def end_other_sessions(
    uow: UnitOfWork, *, account_id: UUID, keep_session: UUID | None = None
) -> int:
    """End every open session of an account but `keep_session`; returns how many were ended."""
    mine = sa.select(AuthSession).where(
        AuthSession.account_id == account_id, AuthSession.revoked_at.is_(None)
    )
    others = [session for session in uow.scalars(mine) if session.id != keep_session]
    for session in others:
        _end(uow, session)
    return len(others)


def end_expired(uow: UnitOfWork) -> int:
    """End the sessions whose time is over, so that their open sockets are hung up too."""
    over = sa.select(AuthSession).where(
        AuthSession.expires_at <= uow.now, AuthSession.revoked_at.is_(None)
    )
    expired = uow.scalars(over)
    for session in expired:
        _end(uow, session)
    return len(expired)


def _end(uow: UnitOfWork, session: AuthSession) -> None:
    if session.revoked_at is None:
        session.revoke(uow.now)
        uow.publish(SignedOut(account_id=session.account_id, session_id=session.id))
