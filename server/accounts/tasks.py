"""What the clock does for accounts: forget what is over."""

from datetime import timedelta

import sqlalchemy as sa

from server.accounts.models import AuthSession, OneTimeCode
from server.accounts.services import sessions, tries
from server.core.tasks import every
from server.core.unit_of_work import UnitOfWork

CODES_KEPT = timedelta(days=1)
"""A used code may be looked up as a phone's proof for an hour; a day leaves room."""
SESSIONS_KEPT = timedelta(days=180)
"""How long it stays known when somebody was signed in: GB/T 22239 asks for six months of logs."""


@every(seconds=60, name="accounts.end_expired_sessions")
def end_expired_sessions(uow: UnitOfWork) -> None:
    """A command asks the table; a socket that only listens has to be told."""
    sessions.end_expired(uow)


@every(seconds=3600, name="accounts.forget")
def forget(uow: UnitOfWork) -> None:
    """Remove old codes, sessions and ended windows of counted tries."""
    uow.session.execute(sa.delete(OneTimeCode).where(OneTimeCode.expires_at < uow.now - CODES_KEPT))
    uow.session.execute(
        sa.delete(AuthSession).where(AuthSession.expires_at < uow.now - SESSIONS_KEPT)
    )
    tries.forget_over()
