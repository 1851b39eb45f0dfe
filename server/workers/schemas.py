"""What comes in about workers."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from server.core.i18n import lazy
from server.core.paging import PageQuery
from server.core.schemas import Payload
from server.workers.services import Profile

NOTICE_VERSION = "2026-01"
"""The privacy notice on the registration page; a new text gets a new version."""

_NAME = re.compile(r"[^\W\d_]+(?:[ ·•.'’-][^\W\d_]+)*")


def _real_name(typed: str) -> str:
    """As on the card: characters of any script, a middle dot or a blank between parts."""
    if not _NAME.fullmatch(typed):
        raise ValueError(lazy("Please enter the name as it stands on the identity card."))
    return typed


def _agreed(said: bool) -> bool:
    if not said:
        raise ValueError(lazy("Registration needs your agreement to the notice."))
    return said


AreaCode = Annotated[str, Field(max_length=12)]


class Asked(Payload):
    """The registration page's address: where to go afterwards."""

    next: str = Field(default="", max_length=500)


class Register(Payload):
    """Real-name registration by oneself; the phone was confirmed before."""

    name: Annotated[str, Field(min_length=2, max_length=40), AfterValidator(_real_name)]
    id_number: str = Field(max_length=40)
    household_area_code: AreaCode
    residence_area_code: AreaCode | None = None
    dialect: str | None = Field(default=None, max_length=40)
    agreed: Annotated[bool, AfterValidator(_agreed)]
    next: str = Field(default="", max_length=500)


class EditProfile(Payload):
    """What a worker may change by themselves."""

    residence_area_code: AreaCode | None = None
    dialect: str | None = Field(default=None, max_length=40)
    skills: str = Field(default="", max_length=300)
    experience: str = Field(default="", max_length=500)

    def profile(self) -> Profile:
        """The same as the service takes it."""
        return Profile(**self.model_dump())


class Find(Payload):
    """Exact look-up; sent in the body, since an address is written into logs."""

    number: str = Field(max_length=40)
    """An identity number or a phone."""


class WorkerList(PageQuery):
    """The list of workers in one's area."""
