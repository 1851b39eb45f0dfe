"""What stands in an inbox."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Row, UTCDateTime


class Notification(Row):
    """One fact in one person's inbox: kind and ids, no words and no names."""

    __tablename__ = "notifications"

    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    kind: Mapped[str] = mapped_column(sa.String(100))
    """A kind of `kinds.BY_KIND`."""
    fields: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """The fact's own fields: ids, numbers, instants."""
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        sa.Index(None, "account_id", "id"),
        sa.Index(
            "ix_notifications_unread",
            "account_id",
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        ),
    )

    def read(self, at: datetime) -> None:
        """Mark as read; reading twice keeps the first instant."""
        self.read_at = self.read_at or at
