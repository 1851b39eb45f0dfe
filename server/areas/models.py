"""The one table of areas: all levels, whole country, filled by `areas import`."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.areas.codes import AreaLevel
from server.core.db import Base, StrEnumType

MOST_PINYIN = 200
MOST_INITIALS = 60
"""Longer ones are cut: nobody types the 60th letter of a development zone's name."""


def _searchable(length: int) -> sa.types.TypeEngine[str]:
    """Text ordered by code point on both databases, so that a prefix is a range of an index."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


class Area(Base):
    """An administrative division."""

    __tablename__ = "areas"

    code: Mapped[str] = mapped_column(_searchable(12), primary_key=True)
    """Twelve digits (see `codes.py`)."""
    name: Mapped[str] = mapped_column(_searchable(120), index=True)
    """Its own name: 花垣县."""
    level: Mapped[AreaLevel] = mapped_column(StrEnumType(AreaLevel))
    parent_code: Mapped[str | None] = mapped_column(sa.ForeignKey("areas.code"), index=True)
    """The area above; a county governed by its province has the province."""
    full_name: Mapped[str] = mapped_column(sa.String(400))
    """All names from the province down, with blanks: 湖南省 湘西土家族苗族自治州 花垣县."""
    pinyin: Mapped[str] = mapped_column(_searchable(MOST_PINYIN), index=True)
    pinyin_initials: Mapped[str] = mapped_column(_searchable(MOST_INITIALS), index=True)
    successor_code: Mapped[str | None] = mapped_column(sa.String(12))
    """Set when this area is no more; it is found by its code and offered to nobody."""

    @property
    def is_current(self) -> bool:
        """Whether the area still exists."""
        return self.successor_code is None
