"""The trail's tables: entries, and the recorded end of each worker's chain."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Base, Row, UTCDateTime
from server.trail.hash_chain import Link


class TrailChain(Base):
    """Where a worker's chain ends; its row is locked while an entry is appended."""

    __tablename__ = "trail_chains"

    worker_id: Mapped[UUID] = mapped_column(sa.ForeignKey("workers.id"), primary_key=True)
    length: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(sa.String(64))
    """Digest of the last entry."""
    seal: Mapped[str] = mapped_column(sa.String(64))
    """Keyed hash over worker, length and head."""


class TrailEvent(Row):
    """One entry: a fact in a worker's working life. Never changed, never removed."""

    __tablename__ = "trail_events"

    worker_id: Mapped[UUID] = mapped_column(sa.ForeignKey("trail_chains.worker_id"))
    number: Mapped[int]
    """1 for the first, without gaps."""
    kind: Mapped[str] = mapped_column(sa.String(80))
    """The wire name of the fact."""
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[UUID | None]
    actor_role: Mapped[str | None] = mapped_column(sa.String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """The fact's ids and, as they were called then, the things it is about; no person's name."""
    previous: Mapped[str] = mapped_column(sa.String(64))
    digest: Mapped[str] = mapped_column(sa.String(64))
    seal: Mapped[str] = mapped_column(sa.String(64))

    __table_args__ = (
        sa.UniqueConstraint("worker_id", "number"),
        sa.CheckConstraint("number > 0", name="number_is_positive"),
    )

    def as_link(self) -> Link:
        """The entry as the hash chain sees it."""
        return Link(
            worker_id=self.worker_id,
            number=self.number,
            kind=self.kind,
            happened_at=self.happened_at,
            actor_id=self.actor_id,
            actor_role=self.actor_role,
            facts=self.facts,
            previous=self.previous,
            digest=self.digest,
            seal=self.seal,
        )
