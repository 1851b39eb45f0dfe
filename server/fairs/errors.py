"""Refusals of the fairs domain.

Conflict
├── fairs.schedule.clash          a recruiter, a seat or an hour is taken; says which and by what
├── fairs.fair.wrong_state        not from this state
├── fairs.fair.not_open           outside its hours
├── fairs.invitation.answered     it was answered already
├── fairs.invitation.twice        this bureau was invited already
├── fairs.booth.already_applied   one booth for an enterprise at a fair
├── fairs.booth.none_left         every booth is given
└── fairs.booth.not_approved      the enterprise's own review comes first
Invalid
├── fairs.fair.in_the_past
└── fairs.schedule.outside_hours  a slot or a seat outside the fair's own hours
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from server.core.errors import Conflict, Invalid
from server.core.i18n import format_instant, lazy
from server.fairs.schedule import Clash, Engagement, Resource
from server.fairs.timezones import wall_clock

_CLASH = {
    Resource.RECRUITER: lazy(
        "The recruiter of %(label)s is at “%(fair)s” from %(from)s to %(to)s at the same time."
    ),
    Resource.SEAT: lazy("The seat %(label)s is taken by “%(fair)s” from %(from)s to %(to)s."),
    Resource.STAGE: lazy("“%(label)s” of “%(fair)s” is on air from %(from)s to %(to)s."),
    Resource.BUREAU: lazy("%(label)s holds “%(fair)s” from %(from)s to %(to)s at the same time."),
}


def words_of(clash: Clash) -> str:
    """One clash as a sentence: what is taken, by which fair, from when to when."""
    return str(_CLASH[clash.taken.resource]) % {
        "label": clash.taken.label,
        "fair": clash.taken.fair_title,
        "from": format_instant(clash.taken.starts_at, clash.taken.zone, "short"),
        "to": _until(clash.taken),
    }


def _until(taken: Engagement) -> str:
    start, end = (wall_clock(at, taken.zone) for at in (taken.starts_at, taken.ends_at))
    style = "time" if start.date() == end.date() else "short"
    return format_instant(taken.ends_at, taken.zone, style)


class ScheduleClash(Conflict):
    """A recruiter, a station seat or an hour would be taken twice. Nothing was saved."""

    code = "fairs.schedule.clash"
    message = lazy("This clashes with something that is planned already. Nothing was saved.")

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__()
        self.clashes = list(clashes)
        self.details: dict[str, Any] = {
            "clashes": [
                {
                    "resource": str(clash.taken.resource),
                    "resource_id": str(clash.taken.resource_id),
                    "fair_id": _id(clash.taken.fair_id),
                    "starts_at": clash.starts_at.isoformat(),
                    "ends_at": clash.ends_at.isoformat(),
                }
                for clash in self.clashes
            ]
        }

    @property
    def text(self) -> str:
        """Every clash by name, then that nothing was saved."""
        return " ".join([*(words_of(clash) for clash in self.clashes), str(_NOT_SAVED)])


_NOT_SAVED = lazy("Nothing was saved.")


def _id(value: UUID | None) -> str | None:
    return str(value) if value else None


class OutsideHours(Invalid):
    """A slot or a seat lies outside the hours of its fair."""

    code = "fairs.schedule.outside_hours"
    message = lazy("“%(label)s” lies outside the hours of the fair.")


class InThePast(Invalid):
    """A fair is planned, moved or published only while it has not ended."""

    code = "fairs.fair.in_the_past"
    message = lazy("This day and hour have already passed.")


class WrongState(Conflict):
    """The fair's state does not allow it."""

    code = "fairs.fair.wrong_state"
    message = lazy("The fair is in a state that no longer allows this.")


class FairNotOpen(Conflict):
    """Outside the fair's hours."""

    code = "fairs.fair.not_open"
    message = lazy("The fair is not open at this moment.")


class InvitationAnswered(Conflict):
    """An invitation is answered once."""

    code = "fairs.invitation.answered"
    message = lazy("This invitation was answered already.")


class InvitedTwice(Conflict):
    """The bureau was invited already, or is the host."""

    code = "fairs.invitation.twice"
    message = lazy("This bureau already takes part or was invited before.")


class AlreadyApplied(Conflict):
    """One booth for an enterprise at a fair."""

    code = "fairs.booth.already_applied"
    message = lazy("Your enterprise has already applied for a booth at this fair.")


class NoBoothLeft(Conflict):
    """Every booth is given."""

    code = "fairs.booth.none_left"
    message = lazy("All booths of this fair are given.")


class EnterpriseNotApproved(Conflict):
    """The enterprise's own review comes first."""

    code = "fairs.booth.not_approved"
    message = lazy("Your enterprise must be approved by a bureau before it can take a booth.")


class BoothDecided(Conflict):
    """A booth application is decided once."""

    code = "fairs.booth.decided"
    message = lazy("This booth application was decided already.")


class NotOnThisShelf(Conflict):
    """An application names a booth or fair that does not show the posting."""

    code = "fairs.booth.not_on_this_shelf"
    message = lazy("This booth does not show that job any more. Please open the job's own page.")
