"""Moving a fair to another time, and planning the same fair again."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from server.bureaus.models import Bureau
from server.core.unit_of_work import UnitOfWork
from server.fairs import queries
from server.fairs.errors import OutsideHours
from server.fairs.events import FairMoved
from server.fairs.models import Fair, FairStation
from server.fairs.schedule import Engagement
from server.fairs.services.clashing import check_hours, refuse_clashes
from server.fairs.services.partners import invite_bureau
from server.fairs.services.planning import AirPlan, FairPlan, living, plan_fair
from server.fairs.timezones import Hours, moved, wall_clock


def move_fair(
    uow: UnitOfWork, *, fair_id: UUID, hours: Hours, accept_overlap: bool = False
) -> Fair:
    """Hold a fair at another time: booths stay given, slots and seats move with the opening.

    Everything the fair takes is checked at the new time. Locks the fair, then its bureau.

    :raises ScheduleClash: something is taken at the new time
    :raises OutsideHours: a slot no longer fits into the new hours
    """
    fair = living(uow, fair_id)
    check_hours(uow, hours)
    uow.locked(Bureau, fair.host_bureau_id)
    opened, closed = fair.starts_at, fair.ends_at
    fair.set_hours(hours)
    for slot in queries.list_air_slots(uow, fair.id):
        slot.starts_at, slot.ends_at = (
            moved(at, opened=opened, opens=fair.starts_at, zone=fair.timezone)
            for at in (slot.starts_at, slot.ends_at)
        )
        if not fair.covers(slot.starts_at, slot.ends_at):
            raise OutsideHours(label=slot.title)
    for seat in queries.list_stations(uow, fair.id):
        _move_seat(fair, seat.part, (opened, closed), queries.seat_label(seat.station, seat.seat))
    uow.flush()
    refuse_clashes(uow, queries.taken_by_fair(uow, fair), accept_overlap=accept_overlap)
    fair.touch(uow.now)
    uow.flush()
    uow.publish(FairMoved(fair_id=fair.id, starts_at=fair.starts_at, ends_at=fair.ends_at))
    return fair


def engagements_at(uow: UnitOfWork, fair: Fair, hours: Hours) -> list[Engagement]:
    """What a fair would take if it were held at `hours`; nothing is changed.

    :raises NoSuchTime: the clocks jump over one of the times
    """
    starts_at, ends_at = hours.starts_at, hours.ends_at
    found = []
    for taken in queries.taken_by_fair(uow, fair):
        all_day = (taken.starts_at, taken.ends_at) == (fair.starts_at, fair.ends_at)
        start, end = (
            (starts_at, ends_at)
            if all_day
            else (
                moved(at, opened=fair.starts_at, opens=starts_at, zone=hours.zone)
                for at in (taken.starts_at, taken.ends_at)
            )
        )
        found.append(replace(taken, starts_at=start, ends_at=end, zone=hours.zone))
    return found


def _move_seat(fair: Fair, part: FairStation, was: tuple[datetime, datetime], label: str) -> None:
    """A seat that was there all day stays all day; another keeps its distance from the opening."""
    opened, closed = was
    if (part.starts_at, part.ends_at) == (opened, closed):
        part.starts_at, part.ends_at = fair.starts_at, fair.ends_at
        return
    part.starts_at, part.ends_at = (
        moved(at, opened=opened, opens=fair.starts_at, zone=fair.timezone)
        for at in (part.starts_at, part.ends_at)
    )
    if not fair.covers(part.starts_at, part.ends_at):
        raise OutsideHours(label=label)


def clone_fair(
    uow: UnitOfWork, *, fair_id: UUID, held_on: date, accept_overlap: bool = False
) -> Fair:
    """Plan the same fair for another day: hours, booths to give, program, partners to invite.

    Booths, seats and answers are not copied: other people decide about them. Locks the bureau.
    """
    model = uow.get(Fair, fair_id)
    hours = replace(model.hours, held_on=held_on)
    air = tuple(
        AirPlan(
            title=slot.title,
            starts=wall_clock(slot.starts_at, model.timezone).time(),
            ends=wall_clock(slot.ends_at, model.timezone).time(),
        )
        for slot in queries.list_air_slots(uow, model.id)
    )
    plan = FairPlan(
        title=model.title,
        kind=model.kind,
        hours=hours,
        booth_count=model.booth_count,
        description=model.description,
        air=air,
    )
    fair = plan_fair(uow, bureau_id=model.host_bureau_id, plan=plan, accept_overlap=accept_overlap)
    fair.cloned_from_id = model.id
    for partner in queries.list_partners(uow, model.id):
        invite_bureau(uow, fair_id=fair.id, bureau_id=partner.bureau.id)
    return fair
