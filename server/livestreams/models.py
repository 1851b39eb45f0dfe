"""Live sessions and how their state may move."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Row, StrEnumType, UTCDateTime
from server.livestreams.errors import LiveOver


class LiveState(StrEnum):
    """Before, on air, after."""

    SCHEDULED = "scheduled"
    ON_AIR = "on_air"
    ENDED = "ended"


class LiveSession(Row):
    """A booth on air for a while."""

    __tablename__ = "live_sessions"

    air_slot_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("air_slots.id"), unique=True)
    """The stretch of the fair's program; None when the booth went on air by itself."""
    booth_id: Mapped[UUID] = mapped_column(sa.ForeignKey("booths.id"), index=True)
    fair_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fairs.id"), index=True)
    enterprise_id: Mapped[UUID] = mapped_column(sa.ForeignKey("enterprises.id"), index=True)
    room_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("media_room.id"))
    title: Mapped[str] = mapped_column(sa.String(80))
    planned_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    """When it is to begin, shown to those who come early."""
    planned_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    state: Mapped[LiveState] = mapped_column(StrEnumType(LiveState), default=LiveState.SCHEDULED)
    on_air_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    host_account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    """Who stood on the stage last."""

    __table_args__ = (
        sa.Index("ix_live_sessions_state", "state"),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_once"),
        sa.CheckConstraint(
            "state != 'on_air' OR on_air_at IS NOT NULL", name="on_air_with_instant"
        ),
    )

    @property
    def is_over(self) -> bool:
        """Whether nobody can watch any more."""
        return self.state is LiveState.ENDED

    @property
    def length_s(self) -> int:
        """Seconds from going on air to the end; 0 when it never was or still is on air."""
        if self.on_air_at is None or self.ended_at is None:
            return 0
        return int((self.ended_at - self.on_air_at).total_seconds())

    def go_on_air(self, at: datetime) -> bool:
        """The stage sends; False when it was on air already (the host's line came back).

        :raises LiveOver: it has ended
        """
        if self.is_over:
            raise LiveOver
        if self.state is LiveState.ON_AIR:
            return False
        self.state, self.on_air_at = LiveState.ON_AIR, at
        return True

    def end(self, at: datetime) -> None:
        """It is over.

        :raises LiveOver: it had ended before
        """
        if self.is_over:
            raise LiveOver
        self.state, self.ended_at = LiveState.ENDED, at
