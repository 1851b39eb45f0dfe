"""What a labor contract says, as plain values: the two parties and the agreed terms. Pure.

The values are frozen when the contract is drafted. The page, the PDF and the three summary cards
are all written from them, so that a worker never reads one thing and signs another.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter


@dataclass(frozen=True, kw_only=True)
class Employer:
    """Party A (甲方)."""

    name: str
    """Registered name."""
    uscc: str
    """Unified social credit code, 18 characters."""
    address: str
    """Registered domicile."""
    legal_representative: str
    """Name of the legal representative or the person in charge."""
    phone: str


@dataclass(frozen=True, kw_only=True)
class Employee:
    """Party B (乙方)."""

    name: str
    id_number: str
    """Resident identity number, in full: the contract needs it (Labor Contract Law, article 17)."""
    address: str
    """Domicile."""
    phone: str


@dataclass(frozen=True, kw_only=True)
class PayItem:
    """A part of the pay beside the base wage."""

    label: str
    """What it is for, in Chinese."""
    amount_fen: int
    """Per month."""


@dataclass(frozen=True, kw_only=True)
class AgreedTerms:
    """The terms the worker accepted with the offer."""

    post: str
    duties: str
    place: str
    """Where the work is done, as an address in words."""
    base_pay_fen: int
    """Base wage per month."""
    probation_pay_fen: int
    """Wage per month during probation; equals the base wage where there is no probation."""
    pay_items: tuple[PayItem, ...]
    pay_day: int
    """Day of the following month on which wages are paid, 1 to 28."""
    shift: str
    """The shift pattern, in Chinese words."""
    hours_system: str
    """`standard`, `comprehensive` or `flexible` working time."""
    term_months: int
    """Length of the contract; 0 means open-ended."""
    probation_months: int
    starts_on: date
    ends_on: date | None
    lodging: str
    """Meals and lodging, in Chinese words."""
    transport: str
    """How the worker gets to the place, and who pays, in Chinese words."""
    note: str = ""
    """What else was promised, in the recruiter's words."""
    hazards: str = "本岗位未列入职业病危害岗位。如经检测存在职业病危害因素，甲方应书面告知乙方。"
    """What the worker must know of occupational hazards at this post."""


@dataclass(frozen=True, kw_only=True)
class ContractContent:
    """Everything a contract is written from."""

    number: str
    """The contract's number as people quote it."""
    template: str
    """Code and version of the template, as `labor_contract@1`."""
    employer: Employer
    employee: Employee
    terms: AgreedTerms
    drafted_at: datetime
    """Instant of drafting; also the creation time in the PDF, so that the same content always
    gives the same bytes."""


_CONTENT: TypeAdapter[Any] = TypeAdapter(ContractContent)


def dump(content: ContractContent) -> str:
    """The content as JSON text, as the database keeps it (encrypted)."""
    return _CONTENT.dump_json(content).decode()


def load(text: str) -> ContractContent:
    """The content behind `dump`."""
    content: ContractContent = _CONTENT.validate_json(text)
    return content
