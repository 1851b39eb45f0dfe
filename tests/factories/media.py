"""Rooms, and what the media node would say about them."""

from typing import Any
from uuid import UUID

from server.core import clock
from server.core.ids import new_id
from server.core.unit_of_work import UnitOfWork
from server.media import services
from server.media.grants import Place, RoomPurpose
from server.media.models import Room


def make_room(
    uow: UnitOfWork,
    *,
    purpose: RoomPurpose = RoomPurpose.INTERVIEW,
    subject_id: UUID | None = None,
) -> Room:
    """A room for some interview (or what `purpose` says)."""
    return services.reserve_room(uow, purpose=purpose, subject_id=subject_id or new_id())


def make_fact(room: Room | UUID, kind: str, place: Place, **changes: Any) -> services.Fact:
    """What the node states, now, about one person at `place`."""
    name = room.name if isinstance(room, Room) else str(room)
    said = {
        "kind": kind,
        "room": name,
        "person": f"person-{place}",
        "place": place.value,
        "session": f"session-{place}",
        "publication": f"publication-{place}" if "publication" in kind else "",
        "at": clock.now(),
    }
    return services.Fact(**(said | changes))


def state(uow: UnitOfWork, room: Room | UUID, kind: str, place: Place, **changes: Any) -> bool:
    """Have the node state a fact and the core take it in."""
    return services.record_webhook(
        uow, fact_id=str(new_id()), fact=make_fact(room, kind, place, **changes)
    )
