"""What comes in."""

from uuid import UUID

from server.core.schemas import Payload


class AboutSession(Payload):
    """A command about a live session."""

    live_session_id: UUID


class ApplyFromShelf(Payload):
    """One tap beside the picture."""

    posting_id: UUID
