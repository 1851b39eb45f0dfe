"""What is asked of areas, and what is answered."""

from typing import Self

from pydantic import BaseModel, Field

from server.areas.codes import AreaLevel
from server.areas.models import Area
from server.core.schemas import Payload


class Wanted(Payload):
    """Which areas: by what is typed (`q`), or what lies directly in `within`, or the provinces."""

    q: str = Field(default="", max_length=40)
    within: str | None = Field(default=None, pattern=r"^[1-9][0-9]{1,11}$")
    level: AreaLevel | None = None
    limit: int = Field(default=20, ge=1, le=50)


class AreaOut(BaseModel):
    """One area."""

    code: str
    """Twelve digits."""
    name: str
    full_name: str
    level: AreaLevel
    has_children: bool
    """Whether something below it is known here."""

    @classmethod
    def of(cls, area: Area, *, has_children: bool) -> Self:
        return cls(
            code=area.code,
            name=area.name,
            full_name=area.full_name,
            level=area.level,
            has_children=has_children,
        )


class AreasOut(BaseModel):
    """Several areas, in the order in which they are offered."""

    areas: list[AreaOut]


class PathOut(BaseModel):
    """An area with everything above it."""

    path: list[AreaOut]
    """From the province down; the area itself is last."""
