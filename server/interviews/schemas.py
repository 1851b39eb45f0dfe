"""What comes in."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.core.schemas import Payload
from server.interviews.events import ScoreResult

Mark = Annotated[int, Field(ge=1, le=5)]


class AtBooth(Payload):
    """A command about a booth's queue."""

    booth_id: UUID


class JoinQueue(Payload):
    """Take a number."""

    booth_id: UUID
    officer_may_sit_in: bool = False
    """Ask for the officer of the own station as third seat."""


class AboutTicket(Payload):
    """A command about one's own number."""

    ticket_id: UUID


class AboutInterview(Payload):
    """A command about an interview."""

    interview_id: UUID


class LetIn(Payload):
    """Ask for the officer, or no longer."""

    interview_id: UUID
    allowed: bool


class JoinForm(Payload):
    """The same as `JoinQueue`, as a form on the booth's page."""

    officer_may_sit_in: bool = False


class Score(Payload):
    """The scorecard."""

    experience: Mark
    communication: Mark
    readiness: Mark
    result: ScoreResult
    note: Annotated[str, Field(max_length=2000)] = ""
