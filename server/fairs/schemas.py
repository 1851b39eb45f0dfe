"""What comes in about fairs."""

from datetime import date, time
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from server.areas.codes import is_code
from server.core.i18n import lazy
from server.core.schemas import Payload
from server.fairs.models import FairKind
from server.fairs.timezones import ZONES, Hours


def _known_zone(zone: str) -> str:
    if zone not in ZONES:
        raise ValueError(lazy("Please choose one of the offered values."))
    return zone


def _known_code(code: str) -> str:
    if not is_code(code):
        raise ValueError(lazy("Please choose one of the offered values."))
    return code


def _to_the_minute(at: time) -> time:
    if at.tzinfo is not None:
        raise ValueError(lazy("Please enter a time."))
    return at.replace(second=0, microsecond=0)


Zone = Annotated[str, AfterValidator(_known_zone)]
AreaCode = Annotated[str, AfterValidator(_known_code)]
WallClock = Annotated[time, AfterValidator(_to_the_minute)]
Title = Annotated[str, Field(min_length=2, max_length=80)]
Words = Annotated[str, Field(max_length=500)]


class CalendarView(Payload):
    """Which month, and what of it."""

    month: str = Field(default="", max_length=40)
    area: AreaCode | None = None
    kind: FairKind | None = None


class FeedView(Payload):
    """Which fairs a feed holds."""

    area: AreaCode | None = None
    kind: FairKind | None = None


class NewFair(Payload):
    """The day that was chosen on the calendar."""

    held_on: date | None = None


class AtHours(Payload):
    """A day and its hours."""

    held_on: date
    opens_at: WallClock
    closes_at: WallClock
    timezone: Zone = ZONES[0]

    @property
    def hours(self) -> Hours:
        """As one value."""
        return Hours(self.held_on, self.opens_at, self.closes_at, self.timezone)


class MoveFair(AtHours):
    """Another time for a fair."""

    accept_overlap: bool = False


class PlanFair(MoveFair):
    """A new fair, with a first slot on air if all three of its fields are filled."""

    title: Title
    kind: FairKind
    booth_count: int = Field(ge=1, le=500)
    description: str = Field(default="", max_length=4000)
    air_title: str = Field(default="", max_length=80)
    air_starts: WallClock | None = None
    air_ends: WallClock | None = None

    @property
    def has_air_slot(self) -> bool:
        """Whether a slot on air is planned at once."""
        return self.air_starts is not None and self.air_ends is not None


class CheckHours(Payload):
    """What is typed so far; asked while typing."""

    held_on: date | None = None
    opens_at: WallClock | None = None
    closes_at: WallClock | None = None
    timezone: Zone = ZONES[0]
    fair_id: UUID | None = None
    """The fair that is being moved."""


class ReviseFair(Payload):
    """What is said about a fair."""

    title: Title
    kind: FairKind
    booth_count: int = Field(ge=1, le=500)
    description: str = Field(default="", max_length=4000)


class CloneFair(Payload):
    """The day of the new fair."""

    clone_on: date
    accept_overlap: bool = False


class Reason(Payload):
    """Why not; people read it."""

    reason: str = Field(min_length=2, max_length=500)


class InviteBureau(Payload):
    """Whom to ask, and how."""

    bureau_id: UUID
    message: Words = ""


class Answer(Payload):
    """Yes or no, and a word with it."""

    accept: bool = False
    answer: Words = ""


class AddStation(Payload):
    """Which seats, and when; from opening to closing if no hours are said."""

    seat_ids: list[UUID] = Field(min_length=1, max_length=200)
    starts: WallClock | None = None
    ends: WallClock | None = None


class CheckSeats(Payload):
    """Seats that are ticked so far; asked while choosing."""

    seat_ids: list[UUID] = Field(default_factory=list, max_length=200)
    starts: WallClock | None = None
    ends: WallClock | None = None


class AddAirSlot(Payload):
    """A slot on air."""

    slot_title: Title
    starts: WallClock
    ends: WallClock
    booth_id: UUID | None = None


class CheckAirSlot(Payload):
    """A slot that is being typed."""

    slot_title: str = Field(default="", max_length=80)
    starts: WallClock | None = None
    ends: WallClock | None = None
    booth_id: UUID | None = None


class ApplyForBooth(Payload):
    """What an enterprise asks for."""

    posting_ids: list[UUID] = Field(min_length=1, max_length=50)
    recruiter_account_id: UUID | None = None
    note: Words = ""


class CheckRecruiter(Payload):
    """The recruiter who is chosen so far; the rest of the form is sent along."""

    posting_ids: list[UUID] = Field(default_factory=list, max_length=50)
    recruiter_account_id: UUID | None = None
    note: Words = ""


class StaffBooth(Payload):
    """Who staffs a booth, and what it shows."""

    recruiter_account_id: UUID
    posting_ids: list[UUID] = Field(min_length=1, max_length=50)
