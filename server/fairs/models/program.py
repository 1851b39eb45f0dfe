"""The program on air."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Row, UTCDateTime


class AirSlot(Row):
    """A stretch of the fair's hours in which somebody is on air; a fair has one stage."""

    __tablename__ = "air_slots"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        sa.Index(None, "fair_id", "starts_at"),
    )

    fair_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fairs.id"))
    booth_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("booths.id"), index=True)
    """None while it is kept free, or when the bureau itself speaks."""
    title: Mapped[str] = mapped_column(sa.String(80))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
