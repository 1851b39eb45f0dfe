"""The log between two transactions: what one reader sees belongs to one moment."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from server.core import event_log, event_tail, events, sockets, unit_of_work
from server.core.events import EventRow
from server.core.identity import Actor
from server.core.ids import new_id
from server.core.sockets import Listen, start_listening
from tests.core.test_unit_of_work import LampLit

Database = Callable[[], Any]


def light(database: Database, lamp: UUID, brightness: int = 1) -> None:
    with database() as uow:
        uow.publish(LampLit(lamp_id=lamp, brightness=brightness))


class TestAReader:
    def test_sees_one_moment_from_its_first_query_on(self, app: Flask, database: Database) -> None:
        with unit_of_work.reading(Actor.system()) as uow:
            before = uow.session.scalar(sa.select(sa.func.count()).select_from(EventRow))
            light(database, new_id())
            after = uow.session.scalar(sa.select(sa.func.count()).select_from(EventRow))
            position = event_log.last_position(uow)
        assert (before, after, position) == (0, 0, event_log.Position())


class TestListening:
    def test_misses_nothing_that_is_said_while_it_joins(
        self, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lamp = new_id()
        light(database, lamp, 1)
        with unit_of_work.reading(Actor.system()) as uow:
            start = str(event_log.last_position(uow))
            # Between the door's first query and the joining, somebody lights the lamp: the push
            # goes to those who had joined, so this one has to read it.
            monkeypatch.setattr(sockets, "join_room", lambda _name: light(database, lamp, 2))
            asked = Listen(audience="lamp", id=lamp, after=start)
            answer = start_listening(uow, uow.actor, f"lamp:{lamp}", asked)
        assert [fact["data"]["brightness"] for fact in answer["events"]] == [2]


class TestALogThatWasRestored:
    def test_goes_on_where_this_cluster_counts(self, app: Flask, database: Database) -> None:
        old, lamp = new_id(), new_id()
        light(database, old)
        with database() as uow:
            on_postgresql = uow.session.get_bind().dialect.name == "postgresql"
            if on_postgresql:  # only there are transactions counted
                uow.session.execute(sa.update(EventRow).values(transaction=10**15))
        with database() as uow:
            event_log.settle_restored(uow)
        light(database, lamp)
        with unit_of_work.reading(Actor.system()) as uow:
            rows = event_log.rows_after(uow, event_log.Position(), limit=10)
            lit = [row.payload["lamp_id"] for row in rows if row.name == "tests.lamp.lit"]
        assert lit == [str(old), str(lamp)]


class TestTheTail:
    def test_goes_on_after_a_reaction_that_failed(
        self, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heard: list[str] = []

        def react(event: LampLit) -> None:
            heard.append(str(event.brightness))
            raise KeyError(event.lamp_id)

        monkeypatch.setitem(sockets._everywhere, LampLit.NAME, [react])
        tail = event_tail.EventTail(app.extensions["lianpin_waker"])
        tail._position = event_log.Position()
        light(database, new_id(), 1)
        light(database, new_id(), 2)
        tail._emit_new()
        assert heard == ["1", "2"]

    def test_two_processes_each_emit_every_fact_once(
        self, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        emitted: list[str] = []
        monkeypatch.setattr(
            event_tail.socketio, "emit", lambda _name, message, to: emitted.append(to)
        )
        tails = [event_tail.EventTail(app.extensions["lianpin_waker"]) for _ in range(2)]
        for tail in tails:
            tail._position = event_log.Position()
        lamp = new_id()
        light(database, lamp)
        for tail in tails * 2:
            tail._emit_new()
        assert emitted == [f"lamp:{lamp}"] * 2


class TestWhatFactsHold:
    def test_no_fact_can_hold_words(self, app: Flask) -> None:
        """Free text could be a name or a phone; these few hold ids that others made."""
        opaque = {
            "contracts.contract.sent": {"document_sha256"},
            "media.participant.joined": {"person"},
            "media.participant.left": {"person"},
            "media.publication.started": {"publication"},
            "media.publication.ended": {"publication"},
            "signing.document.sealed": {"purpose"},
            "signing.document.seal_delayed": {"purpose"},
        }
        for name, kind in events.BY_NAME.items():
            words = {
                field
                for field, annotation in kind.__annotations__.items()
                if annotation in (str, str | None, "str")
            }
            assert words <= opaque.get(name, set()), name
