"""Facts of live sessions."""

from dataclasses import dataclass
from uuid import UUID

from server.core.events import Event


@dataclass(frozen=True, kw_only=True)
class LiveSessionPrepared(Event, name="livestreams.session.prepared"):
    """A live session has its page; nobody is on air yet."""

    live_session_id: UUID
    booth_id: UUID
    enterprise_id: UUID
    fair_id: UUID


@dataclass(frozen=True, kw_only=True)
class WentOnAir(Event, name="livestreams.session.went_on_air"):
    """The stage sends, as the media node stated."""

    live_session_id: UUID
    booth_id: UUID
    enterprise_id: UUID
    fair_id: UUID


@dataclass(frozen=True, kw_only=True)
class WentOffAir(Event, name="livestreams.session.went_off_air"):
    """The session is over; `viewers` counts the persons who watched, 0 when it never was on air."""

    live_session_id: UUID
    booth_id: UUID
    enterprise_id: UUID
    fair_id: UUID
    viewers: int
    length_s: int
