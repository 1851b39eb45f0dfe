"""What each calendar feed holds: public fairs only; cancelled ones too, so calendars hear of it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from server.areas.codes import ancestors, full
from server.bureaus.models import Bureau
from server.core import privacy
from server.core.errors import NotFound
from server.core.unit_of_work import UnitOfWork
from server.fairs.models import (
    AirSlot,
    Booth,
    BoothState,
    Fair,
    FairPartner,
    FairStation,
    FeedToken,
    PartnerState,
)
from server.fairs.queries.calendar import Filters, held_in
from server.jobs.models import Application
from server.workers.models import Worker

KEPT_BACK = timedelta(days=90)
"""A feed reaches this far into the past; calendars forget what is no longer sent."""


def _public(uow: UnitOfWork) -> sa.Select[Fair]:
    return (
        sa.select(Fair)
        .join(Bureau, Bureau.id == Fair.host_bureau_id)
        .where(Fair.published_at.is_not(None), Fair.ends_at > uow.now - KEPT_BACK)
        .order_by(Fair.starts_at, Fair.id)
    )


def public_fairs(uow: UnitOfWork, filters: Filters | None = None) -> list[Fair]:
    """Every public fair, or those of an area or kind."""
    statement, filters = _public(uow), filters or Filters()
    if filters.kind is not None:
        statement = statement.where(Fair.kind == filters.kind)
    if filters.area is not None:
        statement = statement.where(held_in(filters.area))
    return uow.scalars(statement)


def bureau_fairs(uow: UnitOfWork, bureau_id: UUID) -> list[Fair]:
    """What a bureau hosts or holds together with others."""
    together = sa.exists().where(
        FairPartner.fair_id == Fair.id,
        FairPartner.bureau_id == bureau_id,
        FairPartner.state == PartnerState.ACCEPTED,
    )
    return uow.scalars(_public(uow).where(sa.or_(Fair.host_bureau_id == bureau_id, together)))


def enterprise_fairs(uow: UnitOfWork, enterprise_id: UUID) -> list[Fair]:
    """Where an enterprise has a booth."""
    has_booth = sa.exists().where(
        Booth.fair_id == Fair.id,
        Booth.enterprise_id == enterprise_id,
        Booth.state == BoothState.APPROVED,
    )
    return uow.scalars(_public(uow).where(has_booth))


def station_fairs(uow: UnitOfWork, station_id: UUID) -> list[Fair]:
    """Where a station has a seat."""
    has_seat = sa.exists().where(
        FairStation.fair_id == Fair.id, FairStation.station_id == station_id
    )
    return uow.scalars(_public(uow).where(has_seat))


def worker_fairs(uow: UnitOfWork, worker_id: UUID) -> list[Fair]:
    """Fairs where a worker applied, and those of the areas of their household or residence."""
    worker = uow.get(Worker, worker_id)
    codes = {worker.household_area_code, worker.residence_area_code} - {None}
    above = {full(code) for code in codes if code}
    above |= {full(area) for code in set(above) for area in ancestors(code)}
    partner = aliased(Bureau)
    together = (
        sa.exists()
        .where(FairPartner.fair_id == Fair.id, FairPartner.state == PartnerState.ACCEPTED)
        .where(partner.id == FairPartner.bureau_id, partner.area_code.in_(above))
    )
    applied = sa.exists().where(Application.worker_id == worker_id, Application.fair_id == Fair.id)
    return uow.scalars(_public(uow).where(sa.or_(Bureau.area_code.in_(above), together, applied)))


def find_feed_token(uow: UnitOfWork, worker_id: UUID) -> FeedToken | None:
    """The worker's token, if they made one."""
    return uow.session.scalars(sa.select(FeedToken).where(FeedToken.worker_id == worker_id)).first()


def worker_of_feed(uow: UnitOfWork, token: str) -> UUID:
    """Whose feed a secret address is; raises `NotFound` for one never given or renewed since."""
    index = privacy.blind_index("fairs.feed_token", token)
    found = uow.session.scalar(sa.select(FeedToken.worker_id).where(FeedToken.token_index == index))
    if found is None:
        raise NotFound
    return found


def slots_by_fair(uow: UnitOfWork, fairs: Sequence[Fair]) -> dict[UUID, list[AirSlot]]:
    """The program of each fair; one query."""
    found: dict[UUID, list[AirSlot]] = {fair.id: [] for fair in fairs}
    for slot in uow.scalars(
        sa.select(AirSlot).where(AirSlot.fair_id.in_(list(found))).order_by(AirSlot.starts_at)
    ):
        found[slot.fair_id].append(slot)
    return found


def hosts_by_fair(uow: UnitOfWork, fairs: Sequence[Fair]) -> dict[UUID, list[Bureau]]:
    """The bureaus that hold each fair, the host first; two queries."""
    found: dict[UUID, list[Bureau]] = {fair.id: [] for fair in fairs}
    hosted = sa.select(Fair.id, Bureau).join(Bureau, Bureau.id == Fair.host_bureau_id)
    joined = (
        sa.select(FairPartner.fair_id, Bureau)
        .join(Bureau, Bureau.id == FairPartner.bureau_id)
        .where(FairPartner.state == PartnerState.ACCEPTED)
        .order_by(FairPartner.invited_at)
    )
    rows = [
        *uow.session.execute(hosted.where(Fair.id.in_(list(found)))),
        *uow.session.execute(joined.where(FairPartner.fair_id.in_(list(found)))),
    ]
    for fair_id, bureau in rows:
        found[fair_id].append(bureau)
    return found
