"""Who holds a fair, and with which seats."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from server.areas.queries import in_subtree
from server.bureaus.models import Bureau
from server.bureaus.queries import bureau_of
from server.core.errors import NotFound, Unauthenticated
from server.core.identity import Actor
from server.core.unit_of_work import UnitOfWork
from server.fairs.models import Fair, FairPartner, FairState, FairStation, PartnerState
from server.stations.models import Seat, Station


@dataclass(frozen=True)
class Partner:
    """An invitation and the bureau it went to."""

    part: FairPartner
    bureau: Bureau


@dataclass(frozen=True)
class SeatAtFair:
    """A seat's part in a fair, with its station."""

    part: FairStation
    station: Station
    seat: Seat


@dataclass(frozen=True)
class Invitation:
    """An invitation as the invited bureau reads it."""

    part: FairPartner
    fair: Fair
    host: Bureau


def own_bureau(uow: UnitOfWork, actor: Actor) -> Bureau:
    """The bureau for which the actor works; who is not signed in is asked to do so first."""
    if not actor.is_signed_in:
        raise Unauthenticated
    return bureau_of(uow, actor)


def host_of(uow: UnitOfWork, fair: Fair) -> Bureau:
    """The bureau that holds the fair."""
    return uow.get(Bureau, fair.host_bureau_id)


def list_partners(uow: UnitOfWork, fair_id: UUID) -> list[Partner]:
    """Every invited bureau, in the order of the invitations."""
    rows = uow.session.execute(
        sa.select(FairPartner, Bureau)
        .join(Bureau, Bureau.id == FairPartner.bureau_id)
        .where(FairPartner.fair_id == fair_id)
        .order_by(FairPartner.invited_at, FairPartner.id)
    )
    return [Partner(part, bureau) for part, bureau in rows]


def list_stations(uow: UnitOfWork, fair_id: UUID) -> list[SeatAtFair]:
    """Every seat that takes part, by station and label."""
    rows = uow.session.execute(
        sa.select(FairStation, Station, Seat)
        .join(Station, Station.id == FairStation.station_id)
        .join(Seat, Seat.id == FairStation.seat_id)
        .where(FairStation.fair_id == fair_id)
        .order_by(Station.area_code, Station.name, Seat.label)
    )
    return [SeatAtFair(*row) for row in rows]


def takes_part(uow: UnitOfWork, fair: Fair, bureau_id: UUID) -> bool:
    """Whether a bureau hosts the fair or accepted to hold it together."""
    accepted = sa.select(FairPartner.id).where(
        FairPartner.fair_id == fair.id,
        FairPartner.bureau_id == bureau_id,
        FairPartner.state == PartnerState.ACCEPTED,
    )
    return fair.host_bureau_id == bureau_id or uow.session.scalar(accepted) is not None


def invitation_by_fair(uow: UnitOfWork, actor: Actor, fair_id: UUID) -> FairPartner:
    """The invitation of the actor's own bureau to a fair; raises `NotFound`."""
    if not actor.is_signed_in:
        raise Unauthenticated
    found = uow.session.scalars(
        sa.select(FairPartner).where(
            FairPartner.fair_id == fair_id, FairPartner.bureau_id == actor.bureau_id
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def list_invitations(uow: UnitOfWork, bureau_id: UUID, *, limit: int = 50) -> list[Invitation]:
    """What a bureau was invited to and is not over: those that wait for an answer first."""
    waiting = sa.case((FairPartner.state == PartnerState.INVITED, 0), else_=1)
    rows = uow.session.execute(
        sa.select(FairPartner, Fair, Bureau)
        .join(Fair, Fair.id == FairPartner.fair_id)
        .join(Bureau, Bureau.id == Fair.host_bureau_id)
        .where(
            FairPartner.bureau_id == bureau_id,
            Fair.state.not_in((FairState.CANCELLED, FairState.ENDED)),
        )
        .order_by(waiting, Fair.starts_at)
        .limit(limit)
    )
    return [Invitation(*row) for row in rows]


def list_invitable_bureaus(uow: UnitOfWork, fair: Fair) -> list[Bureau]:
    """Every bureau that is neither the host nor invited yet, by area."""
    known = sa.select(FairPartner.bureau_id).where(FairPartner.fair_id == fair.id)
    return uow.scalars(
        sa.select(Bureau)
        .where(Bureau.id != fair.host_bureau_id, Bureau.id.not_in(known))
        .order_by(Bureau.area_code, Bureau.name)
    )


def list_seats_of(uow: UnitOfWork, bureau: Bureau) -> list[tuple[Station, Seat]]:
    """Seats in use at the stations of a bureau and of its area."""
    rows = uow.session.execute(
        sa.select(Station, Seat)
        .join(Seat, Seat.station_id == Station.id)
        .where(
            sa.or_(Station.bureau_id == bureau.id, in_subtree(Station.area_code, bureau.area_code)),
            Seat.closed_at.is_(None),
        )
        .order_by(Station.area_code, Station.name, Seat.label)
    )
    return [(station, seat) for station, seat in rows]


def list_own_seats(uow: UnitOfWork, fair: Fair, bureau: Bureau) -> list[tuple[Station, Seat]]:
    """Seats of a bureau that do not yet take part in the fair."""
    known = {
        *uow.session.scalars(sa.select(FairStation.seat_id).where(FairStation.fair_id == fair.id))
    }
    return [(station, seat) for station, seat in list_seats_of(uow, bureau) if seat.id not in known]


def own_fair_station(uow: UnitOfWork, actor: Actor, fair_station_id: UUID) -> FairStation:
    """The part of a seat of the actor's own bureau or area; raises `NotFound` for others."""
    theirs = [Station.bureau_id == actor.bureau_id]
    if actor.area_code:
        theirs.append(in_subtree(Station.area_code, actor.area_code))
    found = uow.session.scalars(
        sa.select(FairStation)
        .join(Station, Station.id == FairStation.station_id)
        .where(FairStation.id == fair_station_id, sa.or_(*theirs))
    ).first()
    if found is None or actor.bureau_id is None:
        raise NotFound
    return found
