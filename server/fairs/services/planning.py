"""Planning a fair, putting it on the calendar, calling it off."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from server.bureaus.models import Bureau
from server.core.errors import Invalid
from server.core.i18n import lazy
from server.core.unit_of_work import UnitOfWork
from server.fairs import queries
from server.fairs.errors import NoBoothLeft, OutsideHours, WrongState
from server.fairs.events import (
    AirSlotPlanned,
    FairCancelled,
    FairEnded,
    FairPlanned,
    FairPublished,
    FairRevised,
)
from server.fairs.models import AirSlot, BoothState, Fair, FairKind
from server.fairs.schedule import Resource
from server.fairs.services.clashing import check_hours, refuse_clashes
from server.fairs.timezones import Hours


@dataclass(frozen=True, kw_only=True)
class AirPlan:
    """A slot on air, on the fair's wall clock."""

    title: str
    starts: time
    ends: time
    booth_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class FairPlan:
    """What the organizer typed."""

    title: str
    kind: FairKind
    hours: Hours
    booth_count: int
    description: str = ""
    air: tuple[AirPlan, ...] = ()


def plan_fair(
    uow: UnitOfWork, *, bureau_id: UUID, plan: FairPlan, accept_overlap: bool = False
) -> Fair:
    """Plan a fair as a draft, with its slots on air. Locks the bureau, whose hour it takes.

    :param accept_overlap: the bureau knows that it holds another fair in these hours
    :raises ScheduleClash: an hour would be taken twice; `clashes` says by what
    """
    check_hours(uow, plan.hours)
    host = uow.locked(Bureau, bureau_id)
    fair = Fair(
        title=plan.title,
        kind=plan.kind,
        host_bureau_id=bureau_id,
        booth_count=plan.booth_count,
        description=plan.description,
        changed_at=uow.now,
    )
    fair.set_hours(plan.hours)
    uow.add(fair)
    slots = [_slot(fair, air) for air in plan.air]
    wanted = [queries.engagement_of(Resource.BUREAU, host.id, host.name, fair, fair)]
    wanted += [
        queries.engagement_of(Resource.STAGE, fair.id, slot.title, slot, fair) for slot in slots
    ]
    refuse_clashes(uow, wanted, accept_overlap=accept_overlap)
    uow.publish(
        FairPlanned(
            fair_id=fair.id, bureau_id=host.id, starts_at=fair.starts_at, ends_at=fair.ends_at
        )
    )
    for slot in slots:
        save_slot(uow, slot)
    return fair


def _slot(fair: Fair, air: AirPlan) -> AirSlot:
    return slot_of(
        fair,
        title=air.title,
        starts_at=fair.hours.at(air.starts),
        ends_at=fair.hours.at(air.ends),
        booth_id=air.booth_id,
    )


def slot_of(
    fair: Fair, *, title: str, starts_at: datetime, ends_at: datetime, booth_id: UUID | None = None
) -> AirSlot:
    """A slot that is not saved yet; raises `OutsideHours` if it is not within the fair's hours."""
    if not fair.covers(starts_at, ends_at):
        raise OutsideHours(label=title)
    return AirSlot(
        fair_id=fair.id, title=title, starts_at=starts_at, ends_at=ends_at, booth_id=booth_id
    )


def save_slot(uow: UnitOfWork, slot: AirSlot) -> AirSlot:
    """Save a slot that was checked."""
    uow.add(slot)
    uow.publish(
        AirSlotPlanned(
            fair_id=slot.fair_id,
            air_slot_id=slot.id,
            booth_id=slot.booth_id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
    )
    return slot


def revise_fair(
    uow: UnitOfWork,
    *,
    fair_id: UUID,
    title: str,
    kind: FairKind,
    booth_count: int,
    description: str,
) -> Fair:
    """Change what is said about a fair and how many booths it has. Locks the fair."""
    fair = living(uow, fair_id)
    given = queries.list_booths(uow, fair_id, BoothState.APPROVED)
    if given and booth_count < max(one.booth.number or 0 for one in given):
        raise Invalid(
            fields={"booth_count": lazy("More booths than this have already been given.")}
        )
    fair.title, fair.kind, fair.booth_count = title, kind, booth_count
    fair.description = description
    fair.touch(uow.now)
    uow.flush()
    uow.publish(FairRevised(fair_id=fair.id))
    return fair


def publish(uow: UnitOfWork, *, fair_id: UUID) -> Fair:
    """Put a fair on the public calendar. Locks the fair."""
    fair = uow.locked(Fair, fair_id)
    fair.publish(uow.now)
    uow.flush()
    uow.publish(FairPublished(fair_id=fair.id, bureau_id=fair.host_bureau_id))
    return fair


def cancel_fair(uow: UnitOfWork, *, fair_id: UUID, reason: str) -> Fair:
    """Call a fair off; its seats, recruiters and hours are free again. Locks the fair."""
    fair = uow.locked(Fair, fair_id)
    fair.cancel(uow.now, reason)
    uow.flush()
    uow.publish(FairCancelled(fair_id=fair.id, bureau_id=fair.host_bureau_id))
    return fair


def end_fair(uow: UnitOfWork, *, fair_id: UUID) -> None:
    """Close a fair whose hours are over; doing so twice changes nothing. Locks the fair."""
    fair = uow.locked(Fair, fair_id)
    if fair.published_at is None or not fair.is_living or fair.ends_at > uow.now:
        return
    fair.end(uow.now)
    uow.flush()
    uow.publish(FairEnded(fair_id=fair.id, bureau_id=fair.host_bureau_id))


def living(uow: UnitOfWork, fair_id: UUID) -> Fair:
    """The fair, locked, if it can still be changed; raises `WrongState` otherwise."""
    fair = uow.locked(Fair, fair_id)
    if not fair.is_living:
        raise WrongState
    return fair


def free_number(uow: UnitOfWork, fair: Fair) -> int:
    """The lowest booth number that nobody has; raises `NoBoothLeft`. The fair is locked."""
    taken = {one.booth.number for one in queries.list_booths(uow, fair.id, BoothState.APPROVED)}
    for number in range(1, fair.booth_count + 1):
        if number not in taken:
            return number
    raise NoBoothLeft
