"""What the core promised the node."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from server.core.outbox import Promise
from server.media import services, tasks
from server.media.grants import Place
from tests.factories.media import make_room, state
from webrtc.control.client import LiveRoom, NodeUnavailable

Database = Callable[[], Any]


class Node:
    """A node that remembers what it was told; `silent` makes it not answer."""

    def __init__(self) -> None:
        self.ended: list[str] = []
        self.silent = False

    def end_room(self, room: str) -> None:
        if self.silent:
            raise NodeUnavailable
        self.ended.append(room)

    def kick(self, room: str, person: str) -> None:
        self.ended.append(f"{room}/{person}")

    def rooms(self) -> tuple[LiveRoom, ...]:
        if self.silent:
            raise NodeUnavailable
        return ()


@pytest.fixture
def node(monkeypatch: pytest.MonkeyPatch) -> Node:
    found = Node()
    monkeypatch.setattr(tasks, "node", lambda: found)
    return found


class TestEndRoom:
    def test_the_node_is_told(
        self, database: Database, node: Node, keep_promises: Callable[[], int]
    ) -> None:
        with database() as uow:
            room = make_room(uow)
            services.end_room(uow, room.id)
        keep_promises()
        assert node.ended == [room.name]

    def test_a_silent_node_is_asked_again_later(
        self, database: Database, node: Node, keep_promises: Callable[[], int]
    ) -> None:
        node.silent = True
        with database() as uow:
            services.end_room(uow, make_room(uow).id)
        keep_promises()
        with database() as uow:
            promise = uow.scalars(sa.select(Promise))[0]
            assert promise.kept_at is None
            assert promise.last_error == "unavailable"


class TestReconcile:
    def test_a_person_the_node_lost_is_gone_here_too(
        self, database: Database, node: Node, keep_promises: Callable[[], int]
    ) -> None:
        with database() as uow:
            room = make_room(uow)
            state(uow, room, "participant_joined", Place.WORKER)
            tasks.reconcile(uow)
        keep_promises()
        with database() as uow:
            from server.media import queries

            assert queries.places_present(uow, room.id) == set()

    def test_a_silent_node_changes_nothing(
        self, database: Database, node: Node, keep_promises: Callable[[], int]
    ) -> None:
        node.silent = True
        with database() as uow:
            room = make_room(uow)
            state(uow, room, "participant_joined", Place.WORKER)
            tasks.reconcile(uow)
        keep_promises()
        with database() as uow:
            from server.media import queries

            assert queries.places_present(uow, room.id) == {Place.WORKER}

    def test_without_open_rooms_the_node_is_left_alone(
        self, database: Database, node: Node
    ) -> None:
        with database() as uow:
            tasks.reconcile(uow)
            assert uow.scalars(sa.select(Promise)) == []
