"""Facts about accounts: ids only."""

from dataclasses import dataclass
from uuid import UUID

from server.core.events import Event
from server.core.identity import Role


@dataclass(frozen=True, kw_only=True)
class AccountCreated(Event, name="accounts.account.created"):
    """Somebody may sign in from now on."""

    account_id: UUID
    role: Role


@dataclass(frozen=True, kw_only=True)
class AccountDisabled(Event, name="accounts.account.disabled"):
    """An account may no longer sign in; its sessions ended with it."""

    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event, name="accounts.password.changed"):
    """An account has another password; its other sessions ended."""

    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event, name="accounts.session.opened"):
    """A session began."""

    account_id: UUID
    session_id: UUID


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event, name="accounts.session.ended"):
    """A session was ended, by its owner or with the account."""

    account_id: UUID
    session_id: UUID
