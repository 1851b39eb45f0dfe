"""One fair and its program."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from server.core.errors import NotFound, Unauthenticated
from server.core.identity import Actor
from server.core.unit_of_work import UnitOfWork
from server.fairs.models import AirSlot, Fair, FairPartner, FairState


def visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """Row scope: what is public; one's own bureau's; where one's bureau was invited."""
    if actor.is_system:
        return sa.true()
    is_public = Fair.published_at.is_not(None)
    if actor.bureau_id is None:
        return is_public
    invited = sa.exists().where(
        FairPartner.fair_id == Fair.id, FairPartner.bureau_id == actor.bureau_id
    )
    return sa.or_(is_public, Fair.host_bureau_id == actor.bureau_id, invited)


def fair_by_id(uow: UnitOfWork, actor: Actor, fair_id: UUID) -> Fair:
    """The fair, if the actor may see it; raises `NotFound` otherwise."""
    found = uow.session.scalars(
        sa.select(Fair).where(Fair.id == fair_id, visible_to(actor))
    ).first()
    if found is None:
        raise NotFound
    return found


def fair_for_staff(uow: UnitOfWork, actor: Actor, fair_id: UUID) -> Fair:
    """The fair for a page of those who work on it: who is not signed in is asked to do so first."""
    if not actor.is_signed_in:
        raise Unauthenticated
    return fair_by_id(uow, actor, fair_id)


def is_open(fair: Fair, at: datetime) -> bool:
    """Whether workers can join queues and recruiters can call at `at`."""
    return fair.is_open(at)


def list_fairs_of(uow: UnitOfWork, bureau_id: UUID, *, limit: int = 50) -> list[Fair]:
    """The fairs a bureau hosts: the living ones first, the next one on top."""
    living = sa.case((Fair.state.in_((FairState.CANCELLED, FairState.ENDED)), 1), else_=0)
    return uow.scalars(
        sa.select(Fair)
        .where(Fair.host_bureau_id == bureau_id)
        .order_by(living, Fair.starts_at, Fair.id)
        .limit(limit)
    )


def list_air_slots(uow: UnitOfWork, fair_id: UUID) -> list[AirSlot]:
    """The program on air, in order."""
    return uow.scalars(
        sa.select(AirSlot).where(AirSlot.fair_id == fair_id).order_by(AirSlot.starts_at, AirSlot.id)
    )


def air_slot_by_id(uow: UnitOfWork, actor: Actor, air_slot_id: UUID) -> AirSlot:
    """A slot of a fair the actor may see; raises `NotFound` otherwise."""
    found = uow.session.scalars(
        sa.select(AirSlot)
        .join(Fair, Fair.id == AirSlot.fair_id)
        .where(AirSlot.id == air_slot_id, visible_to(actor))
    ).first()
    if found is None:
        raise NotFound
    return found
