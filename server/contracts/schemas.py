"""What comes in about contracts."""

from typing import Annotated

from pydantic import Field, StringConstraints

from server.contracts.services import Details
from server.core.schemas import Payload

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class SendContract(Payload):
    """What the law wants in the contract and the offer did not say."""

    legal_representative: str = Field(min_length=1, max_length=60)
    employer_address: str = Field(min_length=1, max_length=200)
    employer_phone: str = Field(min_length=5, max_length=30)
    employee_address: str = Field(min_length=1, max_length=200)
    hazards: str = Field(min_length=1, max_length=300)

    def as_details(self) -> Details:
        """The plain value."""
        return Details(**self.model_dump())


class SignContract(Payload):
    """A signature: the code, the digest of what was read, and that it was read."""

    code: str = Field(min_length=1, max_length=12)
    document_sha256: Sha256
    agreed: bool = False


class PostSignature(Payload):
    """The same, from a program."""

    code: str = Field(min_length=1, max_length=12)
    document_sha256: Sha256
