"""Promises: what must happen outside, written in the same commit as the fact that asks for it.

A worker process claims a row for a while (a lease with a fencing token), keeps the promise in a
transaction of its own and marks it kept in that same commit. A promise that fails is tried again
with growing pauses; after `MAX_ATTEMPTS` it is set aside and `doctor` names it.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.core import clock
from server.core.db import Row, UTCDateTime
from server.core.ids import new_id

LEASE = timedelta(seconds=60)
"""A promise whose keeper has been silent this long is claimed by another."""
MAX_ATTEMPTS = 16
"""With doubling pauses up to an hour this is about eight hours of trying."""
LONGEST_PAUSE = timedelta(hours=1)


class Promise(Row):
    """One thing that must happen."""

    __tablename__ = "outbox"

    task: Mapped[str] = mapped_column(sa.String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    run_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lease_token: Mapped[UUID | None]
    last_error: Mapped[str | None] = mapped_column(sa.String(200))
    """The error's code or class, never its text: texts may carry personal data."""
    kept_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    set_aside_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        sa.Index(
            "ix_outbox_open",
            "run_at",
            sqlite_where=sa.text("kept_at IS NULL AND set_aside_at IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL AND set_aside_at IS NULL"),
        ),
    )

    def keep(self, at: datetime) -> None:
        """Mark the promise kept."""
        self.kept_at = at
        self.lease_until = None

    def fail(self, at: datetime, error: str) -> None:
        """Try again later, or set aside after `MAX_ATTEMPTS`."""
        self.last_error = error[:200]
        self.lease_until = None
        if self.attempts >= MAX_ATTEMPTS:
            self.set_aside_at = at
        self.run_at = at + min(timedelta(seconds=2**self.attempts), LONGEST_PAUSE)


def claim(session: Session) -> Promise | None:
    """Lease the promise that has been due longest; None when none is due. The caller commits."""
    at = clock.now()
    due = (
        sa.select(Promise)
        .where(
            Promise.kept_at.is_(None),
            Promise.set_aside_at.is_(None),
            Promise.run_at <= at,
            sa.or_(Promise.lease_until.is_(None), Promise.lease_until < at),
        )
        .order_by(Promise.run_at, Promise.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    while (promise := session.scalars(due).first()) is not None:
        if promise.attempts >= MAX_ATTEMPTS:
            # Its last keeper died with it: a promise that kills its worker must not kill them all.
            promise.fail(at, promise.last_error or "LeaseLost")
            session.flush()
            continue
        promise.attempts += 1
        promise.lease_until = at + LEASE
        promise.lease_token = new_id()
        session.flush()
        return promise
    return None


def held(session: Session, promise_id: UUID, token: UUID | None) -> Promise | None:
    """The promise, locked, while the lease `token` still holds; None when another took over."""
    return session.scalars(
        sa.select(Promise)
        .where(Promise.id == promise_id, Promise.lease_token == token, Promise.kept_at.is_(None))
        .with_for_update()
    ).first()
