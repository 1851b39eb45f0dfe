"""Who is acting. Accounts puts an `Actor` together; everyone else only reads it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Self
from uuid import UUID

if TYPE_CHECKING:
    from server.core.unit_of_work import UnitOfWork


class Role(StrEnum):
    """What an account is for; one account has one."""

    ORGANIZER = "organizer"
    """Staff of a human-resources bureau."""
    RECRUITER = "recruiter"
    """Speaks for an enterprise."""
    WORKER = "worker"
    """Looks for work."""
    OFFICER = "officer"
    """Runs a village or township service station."""
    AUDITOR = "auditor"
    """Reads who read what; changes nothing."""
    ADMINISTRATOR = "administrator"
    """Configures; reads no personal data."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The one who acts, with the ids that say what is theirs."""

    account_id: UUID | None = None
    role: Role | None = None
    worker_id: UUID | None = None
    enterprise_id: UUID | None = None
    bureau_id: UUID | None = None
    station_id: UUID | None = None
    area_code: str | None = None
    """The area whose subtree a bureau's or station's person may see."""
    session_id: UUID | None = None
    locale: str = "zh_Hans"
    display_name: str = field(default="", repr=False)
    """The person's own name, for greeting them; kept out of whatever prints an actor."""
    is_system: bool = False

    @classmethod
    def nobody(cls) -> Self:
        """A visitor."""
        return cls()

    @classmethod
    def system(cls) -> Self:
        """The platform itself: the clock, the outbox, the command line."""
        return cls(is_system=True)

    @property
    def is_signed_in(self) -> bool:
        """Whether an account stands behind this actor."""
        return self.account_id is not None

    def speaking(self, locale: str) -> Self:
        """The same actor, read to in `locale`."""
        return replace(self, locale=locale)


Loader = Callable[["UnitOfWork", str], Actor]
_loader: Loader | None = None


def load_with(loader: Loader) -> Loader:
    """Declare how a session token becomes an actor (accounts does)."""
    global _loader  # noqa: PLW0603 -- one plug, set at import by accounts
    _loader = loader
    return loader


def actor_of(uow: "UnitOfWork", token: str | None) -> Actor:
    """The actor behind a session token; a visitor when it is missing, unknown or over."""
    if not token or _loader is None:
        return Actor.nobody()
    return _loader(uow, token)
