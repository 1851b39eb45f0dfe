"""Facts about inboxes."""

from dataclasses import dataclass
from uuid import UUID

from server.core.events import Event


@dataclass(frozen=True, kw_only=True)
class InboxChanged(Event, name="notifications.inbox.changed"):
    """Something came in or was read."""

    account_id: UUID
    unread: int
    """How many are unread now."""
    is_new: bool
    """Whether something came in."""
