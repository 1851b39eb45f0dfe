"""What the media node sends."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from server.core.schemas import Payload

Name = Annotated[str, Field(max_length=64)]


class StatedFact(BaseModel):
    """One fact; fields of a newer node that we do not know are passed over, not refused."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: UUID
    kind: Annotated[str, Field(max_length=40)]
    room: Name
    person: Name | None = None
    place: Name | None = None
    session: Name | None = None
    publication: Name | None = None
    at: AwareDatetime


class Delivery(Payload):
    """A batch of facts, oldest first."""

    delivery: UUID
    facts: Annotated[list[StatedFact], Field(max_length=500)]
