"""Facts of rooms, as the media node states them. `subject_id` is the row the room is for."""

from dataclasses import dataclass
from uuid import UUID

from server.core.events import Event
from server.media.grants import Place, RoomPurpose


@dataclass(frozen=True, kw_only=True)
class ParticipantJoined(Event, name="media.participant.joined"):
    """Someone is connected to a room."""

    room_id: UUID
    purpose: RoomPurpose
    subject_id: UUID
    place: Place
    person: str
    """Opaque id, as in the join token."""


@dataclass(frozen=True, kw_only=True)
class ParticipantLeft(Event, name="media.participant.left"):
    """Someone's connection to a room is over."""

    room_id: UUID
    purpose: RoomPurpose
    subject_id: UUID
    place: Place
    person: str


@dataclass(frozen=True, kw_only=True)
class PublicationStarted(Event, name="media.publication.started"):
    """Someone began to send audio or video."""

    room_id: UUID
    purpose: RoomPurpose
    subject_id: UUID
    place: Place
    publication: str


@dataclass(frozen=True, kw_only=True)
class PublicationEnded(Event, name="media.publication.ended"):
    """Someone no longer sends."""

    room_id: UUID
    purpose: RoomPurpose
    subject_id: UUID
    place: Place
    publication: str


@dataclass(frozen=True, kw_only=True)
class RoomEnded(Event, name="media.room.ended"):
    """A room was ended by the core; nobody enters it again."""

    room_id: UUID
    purpose: RoomPurpose
    subject_id: UUID
