"""Holding a fair together: invitations, and the stations the partners bring."""

from datetime import time
from uuid import UUID

from server.areas.codes import is_inside
from server.bureaus.models import Bureau
from server.core.errors import NotFound
from server.core.unit_of_work import UnitOfWork
from server.fairs import queries
from server.fairs.errors import InvitedTwice, OutsideHours
from server.fairs.events import (
    BureauInvited,
    InvitationAccepted,
    InvitationDeclined,
    StationAdded,
    StationRemoved,
)
from server.fairs.models import FairPartner, FairStation
from server.fairs.schedule import Resource
from server.fairs.services.clashing import refuse_clashes
from server.fairs.services.planning import living
from server.stations.models import Seat, Station


def invite_bureau(
    uow: UnitOfWork, *, fair_id: UUID, bureau_id: UUID, message: str = ""
) -> FairPartner:
    """Ask a bureau to hold the fair together. Locks the fair.

    :raises InvitedTwice: it is the host, or was invited before
    """
    fair = living(uow, fair_id)
    invited = {partner.bureau.id for partner in queries.list_partners(uow, fair.id)}
    if bureau_id == fair.host_bureau_id or bureau_id in invited:
        raise InvitedTwice
    bureau = uow.get(Bureau, bureau_id)
    fair.invite()
    partner = uow.add(
        FairPartner(fair_id=fair.id, bureau_id=bureau.id, message=message, invited_at=uow.now)
    )
    uow.publish(
        BureauInvited(fair_id=fair.id, bureau_id=bureau.id, host_bureau_id=fair.host_bureau_id)
    )
    return partner


def answer_invitation(
    uow: UnitOfWork, *, fair_id: UUID, bureau_id: UUID, accept: bool, answer: str = ""
) -> FairPartner:
    """Take part, or not. Locks the fair.

    :raises InvitationAnswered: it was answered before
    """
    fair = living(uow, fair_id)
    partner = next(
        (one.part for one in queries.list_partners(uow, fair.id) if one.bureau.id == bureau_id),
        None,
    )
    if partner is None:
        raise NotFound
    fact: type[InvitationAccepted | InvitationDeclined]
    if accept:
        partner.accept(uow.now, answer)
        fair.touch(uow.now)
        fact = InvitationAccepted
    else:
        partner.decline(uow.now, answer)
        fact = InvitationDeclined
    uow.flush()
    uow.publish(fact(fair_id=fair.id, bureau_id=bureau_id, host_bureau_id=fair.host_bureau_id))
    return partner


def add_station(
    uow: UnitOfWork,
    *,
    fair_id: UUID,
    bureau_id: UUID,
    seat_id: UUID,
    starts: time | None = None,
    ends: time | None = None,
) -> FairStation:
    """Add a seat of a station in the bureau's area, for the whole fair or for some hours of it.

    Locks the fair, then the seat.

    :param starts: on the fair's wall clock; from the opening when None
    :param ends: on the fair's wall clock; to the closing when None
    :raises ScheduleClash: the seat is taken by another fair in these hours
    """
    fair = living(uow, fair_id)
    bureau = uow.get(Bureau, bureau_id)
    seat = uow.locked(Seat, seat_id)
    station = uow.get(Station, seat.station_id)
    theirs = station.bureau_id == bureau.id or is_inside(station.area_code, bureau.area_code)
    if not theirs or not seat.is_open or not queries.takes_part(uow, fair, bureau.id):
        raise NotFound
    label = queries.seat_label(station, seat)
    part = FairStation(
        fair_id=fair.id,
        station_id=station.id,
        seat_id=seat.id,
        starts_at=fair.hours.at(starts) if starts else fair.starts_at,
        ends_at=fair.hours.at(ends) if ends else fair.ends_at,
    )
    if not fair.covers(part.starts_at, part.ends_at):
        raise OutsideHours(label=label)
    refuse_clashes(uow, [queries.engagement_of(Resource.SEAT, seat.id, label, part, fair)])
    uow.add(part)
    uow.publish(
        StationAdded(
            fair_id=fair.id,
            station_id=station.id,
            seat_id=seat.id,
            starts_at=part.starts_at,
            ends_at=part.ends_at,
        )
    )
    return part


def remove_station(uow: UnitOfWork, *, fair_station_id: UUID) -> None:
    """Take a seat out of a fair. Locks the fair."""
    part = uow.get(FairStation, fair_station_id)
    fair = living(uow, part.fair_id)
    uow.session.delete(part)
    uow.flush()
    uow.publish(StationRemoved(fair_id=fair.id, station_id=part.station_id, seat_id=part.seat_id))
