"""What comes in about postings and applications."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from server.core.i18n import lazy
from server.core.money import FenFromYuan, fen_of_yuan
from server.core.paging import PageQuery
from server.core.schemas import Payload
from server.jobs.models import ApplicationState, PostingStatus
from server.jobs.terms import (
    CloseReason,
    Insurance,
    MealsLodging,
    PayPeriod,
    ShiftPattern,
    Terms,
)

MOST_FEN = 10_000_000
"""100,000 yuan: more is a slip of the finger, not a wage."""

_NOT_SAID = 0
"""Stands for a pay that was left out; what people type is text."""


def _pay(typed: Any) -> int:
    """Yuan in fen; the sentence says why a posting cannot do without."""
    if typed in (None, "", _NOT_SAID):
        raise ValueError(lazy("A posting has to state its pay; without it, it may not be shown."))
    fen = fen_of_yuan(typed)
    if not 0 < fen <= MOST_FEN:
        raise ValueError(lazy("Please enter the pay in yuan: more than 0, at most 100000."))
    return fen


class WritePosting(Payload):
    """The posting form; everything an applicant has a right to know is required."""

    title: str = Field(min_length=2, max_length=80)
    occupation: str = Field(min_length=2, max_length=80)
    area_code: str = Field(max_length=12)
    place: str = Field(min_length=2, max_length=200)
    pay_from_fen: Annotated[int, BeforeValidator(_pay)] = Field(
        default=_NOT_SAID, validate_default=True
    )
    pay_to_fen: Annotated[FenFromYuan, Field(le=MOST_FEN)] | None = None
    pay_period: PayPeriod
    pay_notes: str = Field(default="", max_length=200)
    shift_pattern: ShiftPattern
    meals_lodging: MealsLodging
    couple_room: bool = False
    insurance: Insurance
    headcount: int = Field(ge=1, le=5000)
    valid_until: date
    description: str = Field(min_length=10, max_length=3000)
    publish: bool = False
    """Whether the second button was pressed: save and show to everyone."""

    def terms(self) -> Terms:
        """The same as the service takes it."""
        return Terms(**self.model_dump(exclude={"publish"}))


class Close(Payload):
    """Why a posting is closed."""

    reason: CloseReason = CloseReason.WITHDRAWN


class PostingList(PageQuery):
    """The public list: what is wanted."""

    text: str | None = Field(default=None, max_length=60)
    area_code: str | None = Field(default=None, max_length=12)
    pay_from: int | None = Field(default=None, ge=0, le=MOST_FEN // 100)
    """Whole yuan, per `pay_period`."""
    pay_period: PayPeriod | None = None
    couple_room: bool = False


class OwnPostings(PageQuery):
    """The enterprise's own list."""

    status: PostingStatus | None = None


class ReceivedList(PageQuery):
    """The applications an enterprise received."""

    posting_id: UUID | None = None
    state: ApplicationState | None = None


class MadeList(PageQuery):
    """One's own applications."""


class Apply(Payload):
    """One tap; a fair's shelf says where it was."""

    fair_id: UUID | None = None
    booth_id: UUID | None = None
    live_session_id: UUID | None = None
    back: str = Field(default="", max_length=500)
    """The page to return to, when it is one of ours."""


class ApplyByProgram(Payload):
    """The same as JSON."""

    posting_id: UUID
    fair_id: UUID | None = None
    booth_id: UUID | None = None
    live_session_id: UUID | None = None
