"""Rooms: reserve, let in, end, and take in what the media node states.

No call to the node stands on the way to a conversation: the browser carries a join token there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.core.ids import new_id
from server.core.settings import settings
from server.core.unit_of_work import UnitOfWork
from server.media import queries, tasks
from server.media.errors import NoSuchPlace, RoomOver
from server.media.events import (
    ParticipantJoined,
    ParticipantLeft,
    PublicationEnded,
    PublicationStarted,
    RoomEnded,
)
from server.media.grants import Place, RoomPurpose, rights_of
from server.media.models import HeardFact, Presence, Publication, Room, RoomState
from webrtc.control.client import LiveRoom
from webrtc.tokens import LIFETIME, Grant, issue


def reserve_room(uow: UnitOfWork, *, purpose: RoomPurpose, subject_id: UUID) -> Room:
    """The room of an interview or a live session, made at the first call."""
    known = queries.find_room_for(uow, purpose, subject_id)
    return known or uow.add(Room(purpose=purpose, subject_id=subject_id))


def grant_entry(
    uow: UnitOfWork, room: Room, *, person: str, place: Place, session: str = ""
) -> dict[str, Any]:
    """What a browser needs to enter `room` at `place`.

    :param person: opaque id, at most 64 characters; never a name
    :param session: id of the live use; empty makes a new one, which closes the person's earlier one
    :return: `{"url", "token", "ice_servers", "room", "place"}`; the token is good for ten minutes,
        and the node renews it
    :raises RoomOver: the room has ended
    :raises NoSuchPlace: a room for this purpose has no such place
    """
    if room.state is RoomState.ENDED:
        raise RoomOver
    rights = rights_of(room.purpose, place)
    if rights is None:
        raise NoSuchPlace
    issued_at = uow.now
    grant = Grant(
        room=room.name,
        person=person,
        place=place.value,
        publishes=rights.publishes,
        watches=rights.watches,
        session=session or str(new_id()),
        issued_at=issued_at,
        expires_at=issued_at + LIFETIME,
    )
    conf = settings()
    return {
        "url": conf.media_url.rstrip("/"),
        "token": issue(grant, conf.media_key),
        "ice_servers": conf.ice_servers,
        "room": room.name,
        "place": place.value,
    }


def end_room(uow: UnitOfWork, room_id: UUID) -> None:
    """End the room here now, and at the node through the outbox; a second call changes nothing."""
    room = uow.locked(Room, room_id)
    if room.state is RoomState.ENDED:
        return
    room.end(uow.now)
    uow.promise(tasks.end_room_on_node, room=room.name)
    uow.publish(RoomEnded(room_id=room.id, purpose=room.purpose, subject_id=room.subject_id))


def remove_person(uow: UnitOfWork, room_id: UUID, *, person: str) -> None:
    """Close a person's connections to a room and take back the tokens they hold for it."""
    room = queries.get_room(uow, room_id)
    uow.promise(tasks.kick_on_node, room=room.name, person=person)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What the node states: who, where, what, when."""

    kind: str
    """A key of `_RECORDERS`, or `room_ended`."""
    room: str
    person: str
    place: str
    session: str
    publication: str
    at: datetime
    """When it became true at the node, aware."""


def record_webhook(uow: UnitOfWork, *, fact_id: str, fact: Fact) -> bool:
    """Take in one message of the node; False when it was taken in before.

    A room we do not know is acknowledged and forgotten: a node may serve an older database.
    """
    seen = uow.session.scalar(sa.select(HeardFact.id).where(HeardFact.fact_id == fact_id))
    if seen is not None:
        return False
    uow.add(HeardFact(fact_id=fact_id))
    room = _find_room(uow, fact.room)
    if room is not None and fact.kind in _RECORDERS and fact.place in set(Place):
        _RECORDERS[fact.kind](uow, room, fact)
    return True


def _find_room(uow: UnitOfWork, name: str) -> Room | None:
    try:
        return uow.find(Room, UUID(name))
    except ValueError:
        return None


def _stay(uow: UnitOfWork, room: Room, session: str) -> Presence | None:
    found = uow.scalars(
        sa.select(Presence)
        .where(Presence.room_id == room.id, Presence.session == session)
        .with_for_update()
    )
    return found[0] if found else None


def _joined(uow: UnitOfWork, room: Room, fact: Fact) -> None:
    stay = _stay(uow, room, fact.session)
    if stay is None:
        stay = uow.add(
            Presence(
                room_id=room.id,
                person=fact.person,
                place=Place(fact.place),
                session=fact.session,
                joined_at=fact.at,
            )
        )
    elif stay.left_at is None or stay.left_at >= fact.at:
        # Already there, or the news of leaving overtook the news of coming.
        return
    else:
        stay.left_at = None
    uow.publish(
        ParticipantJoined(
            room_id=room.id,
            purpose=room.purpose,
            subject_id=room.subject_id,
            place=stay.place,
            person=stay.person,
        )
    )


def _left(uow: UnitOfWork, room: Room, fact: Fact) -> None:
    stay = _stay(uow, room, fact.session)
    if stay is None:
        # The news of coming is still on its way: remember that they have left already.
        uow.add(
            Presence(
                room_id=room.id,
                person=fact.person,
                place=Place(fact.place),
                session=fact.session,
                joined_at=fact.at,
                left_at=fact.at,
            )
        )
        return
    if stay.left_at is not None or stay.joined_at > fact.at:
        return
    stay.left_at = fact.at
    uow.publish(
        ParticipantLeft(
            room_id=room.id,
            purpose=room.purpose,
            subject_id=room.subject_id,
            place=stay.place,
            person=stay.person,
        )
    )


def _publication(uow: UnitOfWork, room: Room, name: str) -> Publication | None:
    found = uow.scalars(
        sa.select(Publication)
        .where(Publication.room_id == room.id, Publication.name == name)
        .with_for_update()
    )
    return found[0] if found else None


def _published(uow: UnitOfWork, room: Room, fact: Fact) -> None:
    if _publication(uow, room, fact.publication) is not None:
        return
    publication = uow.add(
        Publication(
            room_id=room.id,
            name=fact.publication,
            place=Place(fact.place),
            started_at=fact.at,
        )
    )
    uow.publish(
        PublicationStarted(
            room_id=room.id,
            purpose=room.purpose,
            subject_id=room.subject_id,
            place=publication.place,
            publication=publication.name,
        )
    )


def _unpublished(uow: UnitOfWork, room: Room, fact: Fact) -> None:
    publication = _publication(uow, room, fact.publication)
    if publication is None:
        # The news of its start is still on its way; kept as over, so that it does not begin then.
        uow.add(
            Publication(
                room_id=room.id,
                name=fact.publication,
                place=Place(fact.place),
                started_at=fact.at,
                ended_at=fact.at,
            )
        )
        return
    if publication.ended_at is not None:
        return
    publication.ended_at = fact.at
    uow.publish(
        PublicationEnded(
            room_id=room.id,
            purpose=room.purpose,
            subject_id=room.subject_id,
            place=publication.place,
            publication=publication.name,
        )
    )


_RECORDERS = {
    "participant_joined": _joined,
    "participant_left": _left,
    "publication_started": _published,
    "publication_ended": _unpublished,
}
"""`room_ended` needs no recorder: the core ends rooms itself."""


def set_right(uow: UnitOfWork, live: Sequence[LiveRoom], *, asked_at: datetime) -> int:
    """Compare our rows with what the node says is so, and state what a lost webhook left unsaid.

    :param live: the rooms of the node that have someone in them
    :param asked_at: when the node was asked; what changed since is news, not an error
    :return: how many facts were missing
    """
    missing = 0
    there = {room.name: room for room in live}
    for room in queries.list_open_rooms(uow):
        for fact in _differences(uow, room, there.get(room.name), asked_at):
            _RECORDERS[fact.kind](uow, room, fact)
            missing += 1
    for name in there:
        room_or_none = _find_room(uow, name)
        if room_or_none is not None and room_or_none.state is RoomState.ENDED:
            uow.promise(tasks.end_room_on_node, room=name)
            missing += 1
    return missing


def _differences(
    uow: UnitOfWork, room: Room, live: LiveRoom | None, asked_at: datetime
) -> list[Fact]:
    people = live.participants if live else ()
    known = {stay.session: stay for stay in queries.list_present(uow, room.id)}
    sending = uow.scalars(
        sa.select(Publication).where(Publication.room_id == room.id, Publication.ended_at.is_(None))
    )
    facts: list[Fact] = []

    def state(
        kind: str, place: str, *, person: str = "", session: str = "", name: str = ""
    ) -> None:
        facts.append(
            Fact(
                kind=kind,
                room=room.name,
                person=person,
                place=place,
                session=session,
                publication=name,
                at=asked_at,
            )
        )

    for one in people:
        if one.session not in known:
            state("participant_joined", one.place, person=one.person, session=one.session)
        for name in set(one.publications) - {publication.name for publication in sending}:
            state("publication_started", one.place, name=name)
    published = {name for one in people for name in one.publications}
    for publication in sending:
        if publication.name not in published and publication.started_at < asked_at:
            state("publication_ended", publication.place, name=publication.name)
    sessions = {one.session for one in people}
    for stay in known.values():
        if stay.session not in sessions and stay.joined_at < asked_at:
            state("participant_left", stay.place, person=stay.person, session=stay.session)
    return facts
