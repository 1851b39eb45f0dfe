"""Tables of bureaus."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Row


class Bureau(Row):
    """A human-resources office of a province, prefecture, county or township."""

    __tablename__ = "bureaus"

    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    area_code: Mapped[str] = mapped_column(sa.String(12), index=True)
    """The 12-digit code of the area it serves; its people see this area and everything below.

    No foreign key: codes are revised every year, and what an old code named stays true.
    """
    phone: Mapped[str | None] = mapped_column(sa.String(40))
    """The office's public number."""
