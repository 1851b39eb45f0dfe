"""Rooms, who was in them, what was published, and which messages of the node were heard."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Row, StrEnumType, UTCDateTime
from server.media.errors import RoomOver
from server.media.grants import Place, RoomPurpose


class RoomState(StrEnum):
    """A room opens once and ends once."""

    OPEN = "open"
    ENDED = "ended"


class Room(Row):
    """A media room as the core knows it; the node makes it when the first person comes."""

    __tablename__ = "media_room"

    purpose: Mapped[RoomPurpose] = mapped_column(StrEnumType(RoomPurpose))
    subject_id: Mapped[UUID]
    """The interview or the live session; no foreign key, since those stand above."""
    state: Mapped[RoomState] = mapped_column(StrEnumType(RoomState), default=RoomState.OPEN)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        sa.UniqueConstraint("purpose", "subject_id"),
        sa.Index("ix_media_room_state", "state"),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_once"),
    )

    @property
    def name(self) -> str:
        """What the media node calls it."""
        return str(self.id)

    def end(self, at: datetime) -> None:
        """Close it for ever.

        :raises RoomOver: when it has ended before
        """
        if self.state is RoomState.ENDED:
            raise RoomOver
        self.state, self.ended_at = RoomState.ENDED, at


class Presence(Row):
    """One stay of one person in one room: attendance, as the node stated it."""

    __tablename__ = "media_presence"

    room_id: Mapped[UUID] = mapped_column(sa.ForeignKey("media_room.id"))
    person: Mapped[str] = mapped_column(sa.String(64))
    place: Mapped[Place] = mapped_column(StrEnumType(Place))
    session: Mapped[str] = mapped_column(sa.String(64))
    """The live use the join token was issued for; one stay per session."""
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        sa.UniqueConstraint("room_id", "session"),
        sa.Index("ix_media_presence_now", "room_id", "left_at"),
    )


class Publication(Row):
    """What someone sent, from when to when."""

    __tablename__ = "media_publication"

    room_id: Mapped[UUID] = mapped_column(sa.ForeignKey("media_room.id"))
    name: Mapped[str] = mapped_column(sa.String(64))
    """What the node calls it; unique in its room."""
    place: Mapped[Place] = mapped_column(StrEnumType(Place))
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (sa.UniqueConstraint("room_id", "name"),)


class HeardFact(Row):
    """A message of the node that was taken in; the node sends until it is acknowledged."""

    __tablename__ = "media_heard_fact"

    fact_id: Mapped[str] = mapped_column(sa.String(64), unique=True)
