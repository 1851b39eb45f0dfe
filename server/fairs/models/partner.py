"""Who holds the fair together with the host, and with which stations."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core import clock
from server.core.db import Row, StrEnumType, UTCDateTime
from server.fairs import errors


class PartnerState(StrEnum):
    """What the invited bureau said."""

    INVITED = "invited"
    """Nothing yet."""
    ACCEPTED = "accepted"
    """It takes part and adds its stations."""
    DECLINED = "declined"
    """It does not; the reason is for the host."""


class FairPartner(Row):
    """An invitation of a bureau to hold a fair together."""

    __tablename__ = "fair_partners"
    __table_args__ = (sa.UniqueConstraint("fair_id", "bureau_id"),)

    fair_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fairs.id"))
    bureau_id: Mapped[UUID] = mapped_column(sa.ForeignKey("bureaus.id"), index=True)
    state: Mapped[PartnerState] = mapped_column(
        StrEnumType(PartnerState), default=PartnerState.INVITED
    )
    message: Mapped[str] = mapped_column(sa.String(500), default="")
    """What the host wrote to the invited bureau."""
    answer: Mapped[str] = mapped_column(sa.String(500), default="")
    """What the invited bureau wrote back."""
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def is_waiting(self) -> bool:
        """Whether the answer is still open."""
        return self.state is PartnerState.INVITED

    def accept(self, at: datetime, answer: str) -> None:
        """Take part."""
        self._answer(PartnerState.ACCEPTED, at, answer)

    def decline(self, at: datetime, answer: str) -> None:
        """Not take part."""
        self._answer(PartnerState.DECLINED, at, answer)

    def _answer(self, state: PartnerState, at: datetime, answer: str) -> None:
        if not self.is_waiting:
            raise errors.InvitationAnswered
        self.state, self.answered_at, self.answer = state, at, answer


class FairStation(Row):
    """A station's seat that takes part in a fair for some hours."""

    __tablename__ = "fair_stations"
    __table_args__ = (
        sa.UniqueConstraint("fair_id", "seat_id"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
    )

    fair_id: Mapped[UUID] = mapped_column(sa.ForeignKey("fairs.id"))
    station_id: Mapped[UUID] = mapped_column(sa.ForeignKey("stations.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(sa.ForeignKey("seats.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
