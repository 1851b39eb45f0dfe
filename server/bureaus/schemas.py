"""What comes in about bureaus."""

from typing import Annotated

from pydantic import AfterValidator, Field

from server.accounts.phones import mobile
from server.core.paging import PageQuery
from server.core.schemas import Payload

_Phone = Annotated[str, Field(pattern=r"^[0-9+() -]{5,20}$")]

Mobile = Annotated[str, Field(max_length=20), AfterValidator(mobile)]


class BureauList(PageQuery):
    """The list of offices."""

    text: str | None = Field(default=None, max_length=60)


class OpenBureau(Payload):
    """An office joins the platform."""

    name: str = Field(min_length=4, max_length=120)
    area_code: str = Field(max_length=12)
    public_phone: _Phone | None = None


class EditBureau(Payload):
    """Corrections to an office's entry."""

    name: str = Field(min_length=4, max_length=120)
    public_phone: _Phone | None = None


class Appoint(Payload):
    """A person who shall act for the office."""

    display_name: str = Field(min_length=2, max_length=40)
    login_name: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{3,40}$")]
    password: str = Field(min_length=10, max_length=128)
    phone: Mobile | None = None
