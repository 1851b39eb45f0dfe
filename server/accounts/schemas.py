"""What is sent to sign in and to keep an account."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from server.core.identity import Role
from server.core.schemas import Payload


class Asked(Payload):
    """The sign-in page's address: who wants to come in, and where to afterwards."""

    role: Role | None = None
    next: str = Field(default="", max_length=500)
    lang: str | None = Field(default=None, max_length=10)


class Phone(Payload):
    """A phone that wants a code."""

    phone: str = Field(max_length=30)
    next: str = Field(default="", max_length=500)


class Again(Payload):
    """The same phone wants another code."""

    next: str = Field(default="", max_length=500)


class Code(Payload):
    """The digits of a text message."""

    code: str = Field(max_length=12)
    next: str = Field(default="", max_length=500)


class Password(Payload):
    """Login name and password."""

    login_name: str = Field(max_length=60)
    password: str = Field(max_length=128)
    next: str = Field(default="", max_length=500)


class NewPassword(Payload):
    """The password in use and the one to use from now on."""

    current: str = Field(max_length=128)
    password: str = Field(max_length=128)
    repeated: str = Field(max_length=128)


class Language(Payload):
    """The language to be read to in."""

    locale: str = Field(max_length=10)


class OpenSession(Payload):
    """Signing a program in."""

    login_name: str = Field(max_length=60)
    password: str = Field(max_length=128)


class SessionOut(BaseModel):
    """A token for `Authorization: Bearer …`."""

    token: str
    account_id: UUID


class Me(BaseModel):
    """Who the caller is."""

    account_id: UUID
    role: Role
    display_name: str
    area_code: str | None
    session_expires_at: datetime | None
