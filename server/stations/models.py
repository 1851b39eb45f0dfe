"""Tables of stations."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Row, UTCDateTime
from server.stations import errors


class Station(Row):
    """A service station in a village or township."""

    __tablename__ = "stations"
    __table_args__ = (sa.UniqueConstraint("area_code", "name"),)

    name: Mapped[str] = mapped_column(sa.String(120))
    area_code: Mapped[str] = mapped_column(sa.String(12), index=True)
    """The 12-digit code of its village, township or community."""
    bureau_id: Mapped[UUID] = mapped_column(sa.ForeignKey("bureaus.id"), index=True)
    """The bureau that runs it."""
    address: Mapped[str] = mapped_column(sa.String(200), default="")
    """How one finds the door."""
    phone: Mapped[str | None] = mapped_column(sa.String(40))
    """The station's public number."""


class Seat(Row):
    """A place with a camera at a station; a participant's position in a media room is a *place*."""

    __tablename__ = "seats"
    __table_args__ = (sa.UniqueConstraint("station_id", "label"),)

    station_id: Mapped[UUID] = mapped_column(sa.ForeignKey("stations.id"), index=True)
    label: Mapped[str] = mapped_column(sa.String(40))
    """What stands on the table: `1号机`."""
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Since when it is out of use; a seat with a history is never deleted."""

    @property
    def is_open(self) -> bool:
        """Whether it can be booked."""
        return self.closed_at is None

    def close(self, at: datetime) -> None:
        """Take it out of use."""
        if not self.is_open:
            raise errors.SeatClosed
        self.closed_at = at

    def reopen(self) -> None:
        """Put it back into use; doing so twice changes nothing."""
        self.closed_at = None
