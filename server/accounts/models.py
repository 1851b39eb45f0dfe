"""Accounts, their sessions, the codes sent to their phones, and counted tries."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.accounts.errors import CodeExpired, CodeUsedUp
from server.core.db import Base, Row, StrEnumType, UTCDateTime
from server.core.identity import Role
from server.core.privacy import EncryptedText

STAFF_LASTS = timedelta(hours=12)
"""A working day: staff sign in every morning."""
STAFF_IDLE = timedelta(hours=4)
"""Staff who did nothing for so long must sign in again."""
WORKER_LASTS = timedelta(days=30)
"""Text messages cost money and patience, and the phone is the worker's own."""
SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is kept when a session was last used."""


class Account(Row):
    """Somebody who may sign in; one account has one role."""

    __tablename__ = "accounts"

    role: Mapped[Role] = mapped_column(StrEnumType(Role))
    phone: Mapped[str | None] = mapped_column(EncryptedText("accounts.phone"))
    """Eleven digits; a worker signs in with it, staff get their step-up codes there."""
    phone_index: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    """Blind index of the phone."""
    login_name: Mapped[str | None] = mapped_column(sa.String(60), unique=True)
    """In lower case; staff only."""
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    """argon2id; staff only."""
    display_name: Mapped[str] = mapped_column(EncryptedText("accounts.display_name"))
    locale: Mapped[str] = mapped_column(sa.String(10), default="zh_Hans")
    """The language the person is read to in when the browser chose none."""
    worker_id: Mapped[UUID | None] = mapped_column(unique=True)
    """Whom the account stands for; the rows lie in higher domains, so there is no foreign key."""
    enterprise_id: Mapped[UUID | None] = mapped_column(index=True)
    bureau_id: Mapped[UUID | None] = mapped_column(index=True)
    station_id: Mapped[UUID | None] = mapped_column(index=True)
    area_code: Mapped[str | None] = mapped_column(sa.String(12))
    """The area whose subtree a bureau's or a station's person may see."""
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        sa.CheckConstraint(
            "login_name IS NULL OR password_hash IS NOT NULL", name="login_has_password"
        ),
        sa.Index(
            "uq_accounts_worker_phone",
            "phone_index",
            unique=True,
            sqlite_where=sa.text("role = 'worker' AND disabled_at IS NULL"),
            postgresql_where=sa.text("role = 'worker' AND disabled_at IS NULL"),
        ),
    )

    @property
    def is_disabled(self) -> bool:
        """Whether the account may no longer sign in."""
        return self.disabled_at is not None

    @property
    def is_staff(self) -> bool:
        """Whether the account belongs to someone at work, and not to a worker."""
        return self.role is not Role.WORKER

    def disable(self, at: datetime) -> None:
        """Close the account; closing it twice keeps the first instant."""
        self.disabled_at = self.disabled_at or at


class AuthSession(Row):
    """One browser in which an account is signed in."""

    __tablename__ = "auth_sessions"
    __table_args__ = (
        sa.Index(
            "ix_auth_sessions_open",
            "expires_at",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """SHA-256 of the cookie's value, which is kept nowhere."""
    device: Mapped[str] = mapped_column(sa.String(60), default="")
    """Such as "Chrome · Android"."""
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """When it was last used, to within `SEEN_EVERY`."""
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)

    def is_open(self, at: datetime) -> bool:
        """Whether the session still lets its account in."""
        if self.revoked_at is not None or at >= self.expires_at or self.account.is_disabled:
            return False
        return not self.account.is_staff or at - self.seen_at < STAFF_IDLE

    def revoke(self, at: datetime) -> None:
        """End the session."""
        self.revoked_at = self.revoked_at or at


class OneTimeCode(Row):
    """Six digits sent to a phone, for one purpose about one subject, good once."""

    __tablename__ = "one_time_codes"

    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    """Whom it was sent for; None before it is known whether the phone has an account."""
    phone: Mapped[str] = mapped_column(EncryptedText("accounts.phone"))
    phone_index: Mapped[str] = mapped_column(sa.String(64), index=True)
    purpose: Mapped[str] = mapped_column(sa.String(60))
    """What it permits, such as `contracts.sign`."""
    subject_digest: Mapped[str] = mapped_column(sa.String(64))
    """Blind index of what it permits it on: a code for one document fails on another."""
    code_digest: Mapped[str] = mapped_column(sa.String(64))
    """Keyed hash of the digits: a copy of the table does not give the codes away."""
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When a newer code for the same took its place."""

    def refuse_unless_open(self, at: datetime) -> None:
        """Raise unless the code may still be tried."""
        if self.used_at is not None:
            raise CodeUsedUp
        if self.replaced_at is not None or at >= self.expires_at:
            raise CodeExpired

    def use(self, at: datetime) -> None:
        """Spend the code."""
        self.refuse_unless_open(at)
        self.used_at = at


class Tries(Base):
    """How often something was tried in a window; see `services/tries.py` for where it is kept."""

    __tablename__ = "tries"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    """Keyed hash of what is counted: phones and addresses are not to be read here."""
    count: Mapped[int]
    until: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    """When the window ends and counting starts anew."""
