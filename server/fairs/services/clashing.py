"""The one place where a service asks whether what it is about to save can be."""

from collections.abc import Sequence

from server.core.errors import Invalid
from server.core.i18n import lazy
from server.core.unit_of_work import UnitOfWork
from server.fairs import queries
from server.fairs.errors import InThePast, ScheduleClash
from server.fairs.schedule import Engagement
from server.fairs.timezones import Hours, NoSuchTime


def refuse_clashes(
    uow: UnitOfWork, wanted: Sequence[Engagement], *, accept_overlap: bool = False
) -> None:
    """Raise `ScheduleClash` if something wanted is taken.

    :param accept_overlap: the bureau knows that it holds another fair in these hours
    """
    found = [
        clash
        for clash in queries.clashes_with(uow, wanted)
        if not (accept_overlap and clash.may_be_accepted)
    ]
    if found:
        raise ScheduleClash(found)


def check_hours(uow: UnitOfWork, hours: Hours) -> None:
    """Raise `Invalid` unless it closes after it opens, at times that exist and are to come."""
    if hours.closes_at <= hours.opens_at:
        raise Invalid(fields={"closes_at": lazy("The fair must close after it opens.")})
    try:
        ends_at, _ = hours.ends_at, hours.starts_at
    except NoSuchTime:
        raise Invalid(fields={"opens_at": lazy("The clocks skip this hour on this day.")}) from None
    if ends_at <= uow.now:
        raise InThePast(fields={"held_on": InThePast.message})
