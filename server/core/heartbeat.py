"""Signs of life of programs that answer no requests, and the last run of each clock task."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Base, UTCDateTime


class Heartbeat(Base):
    """One program's or clock task's last beat."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
