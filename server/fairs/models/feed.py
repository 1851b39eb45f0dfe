"""Secret addresses of personal calendar feeds."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core import clock
from server.core.db import Row, UTCDateTime
from server.core.privacy import EncryptedText


class FeedToken(Row):
    """The token in a worker's feed address: whoever has it reads the feed, so it can be renewed."""

    __tablename__ = "feed_tokens"

    worker_id: Mapped[UUID] = mapped_column(sa.ForeignKey("workers.id"), unique=True)
    token: Mapped[str] = mapped_column(EncryptedText("fairs.feed_token"))
    """Kept readable for its owner's page; sealed in the table."""
    token_index: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """Keyed hash, for looking the token up."""
    renewed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    def renew(self, token: str, token_index: str, at: datetime) -> None:
        """From now on only the new address works."""
        self.token, self.token_index, self.renewed_at = token, token_index, at
