"""Facts about bureaus."""

from dataclasses import dataclass
from uuid import UUID

from server.core.events import Event


@dataclass(frozen=True, kw_only=True)
class BureauOpened(Event, name="bureaus.bureau.opened"):
    """An office joined the platform."""

    bureau_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganizerAppointed(Event, name="bureaus.organizer.appointed"):
    """A person may act for an office."""

    bureau_id: UUID
    account_id: UUID
