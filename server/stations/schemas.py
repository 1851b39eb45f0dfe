"""What comes in about stations."""

from typing import Annotated

from pydantic import AfterValidator, Field

from server.accounts.phones import mobile
from server.core.paging import PageQuery
from server.core.schemas import Payload

_Phone = Annotated[str, Field(pattern=r"^[0-9+() -]{5,20}$")]

Mobile = Annotated[str, Field(max_length=20), AfterValidator(mobile)]


class StationList(PageQuery):
    """The stations of one's area."""

    text: str | None = Field(default=None, max_length=60)


class EditStation(Payload):
    """Corrections to a station's entry."""

    name: str = Field(min_length=2, max_length=120)
    address: str = Field(default="", max_length=200)
    public_phone: _Phone | None = None


class OpenStation(EditStation):
    """A new station."""

    area_code: str = Field(max_length=12)


class AddSeat(Payload):
    """A place with a camera."""

    label: str = Field(min_length=1, max_length=40)


class Appoint(Payload):
    """A person who shall run the station."""

    display_name: str = Field(min_length=2, max_length=40)
    login_name: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{3,40}$")]
    password: str = Field(min_length=10, max_length=128)
    phone: Mobile | None = None
