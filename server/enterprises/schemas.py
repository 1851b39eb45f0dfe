"""What comes in about enterprises."""

from typing import Annotated

from pydantic import AfterValidator, Field

from server.accounts.phones import mobile
from server.core.i18n import lazy
from server.core.paging import PageQuery
from server.core.schemas import Payload
from server.enterprises import uscc
from server.enterprises.models import EnterpriseKind, EnterpriseStatus
from server.enterprises.services import Entry


def _credit_code(typed: str) -> str:
    """Normalized, and sound after GB 32100-2015."""
    code = uscc.normalized(typed)
    if len(code) != uscc.LENGTH:
        raise ValueError(lazy("A unified social credit code has 18 characters."))
    if not uscc.is_valid(code):
        raise ValueError(
            lazy("This credit code is not right: a character was mistyped. Compare the license.")
        )
    return code


class EditEntry(Payload):
    """What an enterprise says of itself."""

    name: str = Field(min_length=4, max_length=120)
    kind: EnterpriseKind = EnterpriseKind.EMPLOYER
    license_number: str | None = Field(default=None, max_length=60)
    area_code: str = Field(max_length=12)
    address: str = Field(min_length=2, max_length=200)
    contact_name: str = Field(min_length=2, max_length=40)
    contact_phone: Annotated[str, Field(pattern=r"^[0-9+() -]{7,20}$")]
    description: str = Field(default="", max_length=2000)

    def entry(self) -> Entry:
        """The same as the service takes it."""
        return Entry(**self.model_dump(include=set(Entry.__dataclass_fields__)))


class Register(EditEntry):
    """An enterprise and its first recruiter."""

    uscc: Annotated[str, Field(max_length=40), AfterValidator(_credit_code)]
    login_name: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{3,40}$")]
    password: str = Field(min_length=10, max_length=128)
    phone: Annotated[str, Field(max_length=20), AfterValidator(mobile)]
    """Where one-time codes for signing go."""


class Admit(Payload):
    """A colleague who shall act for the enterprise."""

    display_name: str = Field(min_length=2, max_length=40)
    login_name: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{3,40}$")]
    password: str = Field(min_length=10, max_length=128)
    phone: Annotated[str, Field(max_length=20), AfterValidator(mobile)]
    """Where one-time codes for signing go."""


class EnterpriseList(PageQuery):
    """The enterprises of one's area."""

    status: EnterpriseStatus | None = None
    text: str | None = Field(default=None, max_length=60)


class Reason(Payload):
    """Why an enterprise is refused or stopped; the recruiter reads it."""

    reason: str = Field(min_length=4, max_length=500)
