"""The program on air of a fair that is planned already."""

from uuid import UUID

from server.core.errors import NotFound
from server.core.unit_of_work import UnitOfWork
from server.fairs import queries
from server.fairs.events import AirSlotRemoved
from server.fairs.models import AirSlot, Booth
from server.fairs.schedule import Resource
from server.fairs.services.clashing import refuse_clashes
from server.fairs.services.planning import AirPlan, living, save_slot, slot_of


def add_air_slot(uow: UnitOfWork, *, fair_id: UUID, air: AirPlan) -> AirSlot:
    """Plan a slot on air within the fair's hours. Locks the fair, whose stage it takes.

    :raises ScheduleClash: somebody else is on air then
    """
    fair = living(uow, fair_id)
    if air.booth_id is not None:
        booth = uow.get(Booth, air.booth_id)
        if booth.fair_id != fair.id or not booth.is_approved:
            raise NotFound
    slot = slot_of(
        fair,
        title=air.title,
        starts_at=fair.hours.at(air.starts),
        ends_at=fair.hours.at(air.ends),
        booth_id=air.booth_id,
    )
    refuse_clashes(uow, [queries.engagement_of(Resource.STAGE, fair.id, slot.title, slot, fair)])
    fair.touch(uow.now)
    return save_slot(uow, slot)


def remove_air_slot(uow: UnitOfWork, *, air_slot_id: UUID) -> None:
    """Take a slot out of the program. Locks the fair."""
    slot = uow.get(AirSlot, air_slot_id)
    fair = living(uow, slot.fair_id)
    uow.session.delete(slot)
    fair.touch(uow.now)
    uow.flush()
    uow.publish(AirSlotRemoved(fair_id=fair.id, air_slot_id=air_slot_id))
