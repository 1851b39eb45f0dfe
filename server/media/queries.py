"""Reading rooms and who is in them."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from server.core.unit_of_work import UnitOfWork
from server.media.grants import Place, RoomPurpose
from server.media.models import Presence, Publication, Room, RoomState


def get_room(uow: UnitOfWork, room_id: UUID) -> Room:
    """The room, or `NotFound`."""
    return uow.get(Room, room_id)


def find_room_for(uow: UnitOfWork, purpose: RoomPurpose, subject_id: UUID) -> Room | None:
    """The room of an interview or a live session."""
    found = uow.scalars(
        sa.select(Room).where(Room.purpose == purpose, Room.subject_id == subject_id)
    )
    return found[0] if found else None


def list_present(uow: UnitOfWork, room_id: UUID) -> list[Presence]:
    """Who is connected now, longest first."""
    return uow.scalars(
        sa.select(Presence)
        .where(Presence.room_id == room_id, Presence.left_at.is_(None))
        .order_by(Presence.joined_at)
    )


def places_present(uow: UnitOfWork, room_id: UUID) -> set[Place]:
    """The places that are taken now."""
    return {presence.place for presence in list_present(uow, room_id)}


def is_published(uow: UnitOfWork, room_id: UUID, place: Place) -> bool:
    """Whether `place` sends audio or video now."""
    return (
        uow.session.scalar(
            sa.select(
                sa.exists().where(
                    Publication.room_id == room_id,
                    Publication.place == place,
                    Publication.ended_at.is_(None),
                )
            )
        )
        or False
    )


def count_persons(uow: UnitOfWork, room_id: UUID, place: Place, *, ever: bool = False) -> int:
    """Persons (not visits) at `place` now, or since the room opened."""
    persons = sa.select(sa.func.count(sa.distinct(Presence.person))).where(
        Presence.room_id == room_id, Presence.place == place
    )
    if not ever:
        persons = persons.where(Presence.left_at.is_(None))
    return uow.session.scalar(persons) or 0


def last_seen(uow: UnitOfWork, room_id: UUID) -> Presence | None:
    """The latest stay that is over, whoever's; None when nobody was ever there."""
    found = uow.scalars(
        sa.select(Presence)
        .where(Presence.room_id == room_id, Presence.left_at.is_not(None))
        .order_by(Presence.left_at.desc())
        .limit(1)
    )
    return found[0] if found else None


def list_open_rooms(uow: UnitOfWork) -> list[Room]:
    """Every room that has not ended."""
    return uow.scalars(sa.select(Room).where(Room.state == RoomState.OPEN))


def last_published(uow: UnitOfWork, room_id: UUID, place: Place) -> datetime | None:
    """When `place` stopped sending last; None when it never did."""
    return uow.session.scalar(
        sa.select(sa.func.max(Publication.ended_at)).where(
            Publication.room_id == room_id, Publication.place == place
        )
    )
