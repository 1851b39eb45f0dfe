"""What is taken already, as engagements, and whether something wanted would clash with it.

The page asks before saving, the service asks again while saving: both ask here.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.bureaus.models import Bureau
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.fairs.models import AirSlot, Booth, BoothState, Fair, FairStation
from server.fairs.models.fair import LIVING_STATES
from server.fairs.schedule import Clash, Engagement, Resource, clashes
from server.stations.models import Seat, Station


def clashes_with(uow: UnitOfWork, wanted: Sequence[Engagement]) -> list[Clash]:
    """Every clash of what is wanted with what other parts of living fairs have taken."""
    return clashes(wanted, list_taken(uow, wanted))


def list_taken(uow: UnitOfWork, wanted: Sequence[Engagement]) -> list[Engagement]:
    """What is taken of the wanted resources around the wanted time."""
    found: list[Engagement] = []
    for resource, read in _READ.items():
        asked = [one for one in wanted if one.resource is resource and not one.is_empty]
        if asked:
            ids = {one.resource_id for one in asked}
            start = min(one.starts_at for one in asked)
            end = max(one.ends_at for one in asked)
            found += read(uow, ids, start, end)
    return found


def seat_label(station: Station, seat: Seat) -> str:
    """`示例村服务站 1号机`."""
    return f"{station.name} {seat.label}"


def engagement_of(
    resource: Resource, resource_id: UUID, label: str, part: Any, fair: Fair
) -> Engagement:
    """What `part` of `fair` takes: the part's own hours, or the fair's where it has none."""
    return Engagement(
        resource=resource,
        resource_id=resource_id,
        label=label,
        starts_at=getattr(part, "starts_at", fair.starts_at),
        ends_at=getattr(part, "ends_at", fair.ends_at),
        fair_id=fair.id,
        fair_title=fair.title,
        zone=fair.timezone,
        part_id=part.id,
    )


def taken_by_fair(uow: UnitOfWork, fair: Fair) -> list[Engagement]:
    """Everything a fair takes: its bureau's hour, its seats, its recruiters, its stage."""
    return list(_each(uow, fair))


def _each(uow: UnitOfWork, fair: Fair) -> Iterator[Engagement]:
    host = uow.get(Bureau, fair.host_bureau_id)
    yield engagement_of(Resource.BUREAU, host.id, host.name, fair, fair)
    for part, seat, station, _ in uow.session.execute(_seats().where(Fair.id == fair.id)):
        yield engagement_of(Resource.SEAT, seat.id, seat_label(station, seat), part, fair)
    for booth, enterprise, _ in uow.session.execute(_recruiters().where(Fair.id == fair.id)):
        yield engagement_of(
            Resource.RECRUITER, booth.recruiter_account_id, enterprise.name, booth, fair
        )


Ids = Iterable[UUID]


def _within(start_column: Any, end_column: Any, start: datetime, end: datetime) -> Any:
    return sa.and_(start_column < end, end_column > start, Fair.state.in_(LIVING_STATES))


def _seats() -> Any:
    return (
        sa.select(FairStation, Seat, Station, Fair)
        .join(Seat, Seat.id == FairStation.seat_id)
        .join(Station, Station.id == FairStation.station_id)
        .join(Fair, Fair.id == FairStation.fair_id)
    )


def _recruiters() -> Any:
    return (
        sa.select(Booth, Enterprise, Fair)
        .join(Enterprise, Enterprise.id == Booth.enterprise_id)
        .join(Fair, Fair.id == Booth.fair_id)
        .where(Booth.state != BoothState.REFUSED, Booth.recruiter_account_id.is_not(None))
    )


def _taken_seats(uow: UnitOfWork, ids: Ids, start: datetime, end: datetime) -> list[Engagement]:
    when = _within(FairStation.starts_at, FairStation.ends_at, start, end)
    rows = uow.session.execute(_seats().where(FairStation.seat_id.in_(ids), when))
    return [
        engagement_of(Resource.SEAT, seat.id, seat_label(station, seat), part, fair)
        for part, seat, station, fair in rows
    ]


def _taken_recruiters(
    uow: UnitOfWork, ids: Ids, start: datetime, end: datetime
) -> list[Engagement]:
    when = _within(Fair.starts_at, Fair.ends_at, start, end)
    rows = uow.session.execute(_recruiters().where(Booth.recruiter_account_id.in_(ids), when))
    return [
        engagement_of(Resource.RECRUITER, booth.recruiter_account_id, enterprise.name, booth, fair)
        for booth, enterprise, fair in rows
    ]


def _taken_stages(uow: UnitOfWork, ids: Ids, start: datetime, end: datetime) -> list[Engagement]:
    rows = uow.session.execute(
        sa.select(AirSlot, Fair)
        .join(Fair, Fair.id == AirSlot.fair_id)
        .where(Fair.id.in_(ids), _within(AirSlot.starts_at, AirSlot.ends_at, start, end))
    )
    return [engagement_of(Resource.STAGE, fair.id, slot.title, slot, fair) for slot, fair in rows]


def _taken_bureaus(uow: UnitOfWork, ids: Ids, start: datetime, end: datetime) -> list[Engagement]:
    rows = uow.session.execute(
        sa.select(Fair, Bureau)
        .join(Bureau, Bureau.id == Fair.host_bureau_id)
        .where(Bureau.id.in_(ids), _within(Fair.starts_at, Fair.ends_at, start, end))
    )
    return [
        engagement_of(Resource.BUREAU, bureau.id, bureau.name, fair, fair) for fair, bureau in rows
    ]


_READ = {
    Resource.SEAT: _taken_seats,
    Resource.RECRUITER: _taken_recruiters,
    Resource.STAGE: _taken_stages,
    Resource.BUREAU: _taken_bureaus,
}
