"""One command, one transaction: facts, promises and changes stand or fall together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from server.core import event_log, events, outbox, worker
from server.core.events import Event, EventRow
from server.core.ids import new_id
from server.core.outbox import Promise
from server.core.tasks import Work, task
from server.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class LampLit(Event, name="tests.lamp.lit"):
    lamp_id: UUID
    brightness: int


@dataclass(frozen=True, kw_only=True)
class LampSeen(Event, name="tests.lamp.seen"):
    lamp_id: UUID


@events.in_transaction(LampLit)
def see(uow: UnitOfWork, event: LampLit) -> None:
    uow.publish(LampSeen(lamp_id=event.lamp_id))


@events.in_transaction(LampLit, LampSeen)
def hear(uow: UnitOfWork, event: Event) -> None:
    heard.append(event.NAME)


heard: list[str] = []
events.push(LampLit, to=lambda event: [f"lamp:{event.lamp_id}"])
events.push(LampSeen, to=lambda event: [])

runs: list[str] = []


@task("tests.note")
def note(uow: UnitOfWork, *, word: str, number: int) -> None:
    runs.append(f"{word} {number}")


@task("tests.fail")
def fail(uow: UnitOfWork) -> None:
    uow.publish(LampLit(lamp_id=new_id(), brightness=1))
    raise ValueError("a reason with 13800001111 in it")


@task("tests.long", own_transactions=True)
def long(work: Work, *, word: str) -> None:
    with work.reading() as uow:
        assert uow.session.get_bind() is not None
    with work.finishing() as uow:
        uow.publish(LampLit(lamp_id=new_id(), brightness=2))
    runs.append(word)


Database = Callable[[], Any]


@pytest.fixture(autouse=True)
def no_runs() -> None:
    runs.clear()


def _names(uow: UnitOfWork) -> list[str]:
    return uow.scalars(sa.select(EventRow.name).order_by(EventRow.sequence))


class TestPublish:
    def test_a_fact_and_what_follows_from_it_are_logged_in_order(self, database: Database) -> None:
        with database() as uow:
            uow.publish(LampLit(lamp_id=new_id(), brightness=3))
        with database() as uow:
            assert _names(uow) == ["tests.lamp.lit", "tests.lamp.seen"]

    def test_all_observers_see_a_cause_before_any_sees_what_follows(
        self, database: Database
    ) -> None:
        heard.clear()
        with database() as uow:
            uow.publish(LampLit(lamp_id=new_id(), brightness=3))
        assert heard == ["tests.lamp.lit", "tests.lamp.seen"]

    def test_nothing_is_logged_when_the_command_fails(self, database: Database) -> None:
        with pytest.raises(RuntimeError), database() as uow:  # noqa: PT012 -- the block is the command
            uow.publish(LampLit(lamp_id=new_id(), brightness=3))
            uow.promise(note, word="never", number=1)
            raise RuntimeError
        with database() as uow:
            assert _names(uow) == []
            assert uow.scalars(sa.select(Promise)) == []

    def test_a_fact_comes_back_from_the_log_as_it_was(self, database: Database) -> None:
        lit = LampLit(lamp_id=new_id(), brightness=4)
        with database() as uow:
            row = uow.publish(lit)
            assert events.load(row.name, row.payload) == lit

    def test_a_fact_without_a_wire_name_cannot_be_declared(self) -> None:
        with pytest.raises(TypeError):
            type("Nameless", (Event,), {})

    def test_two_facts_of_one_name_cannot_be_declared(self) -> None:
        with pytest.raises(TypeError):

            class Other(Event, name="tests.lamp.lit"):
                pass


class TestCatchUp:
    def test_a_client_hears_what_it_missed_and_nothing_else(self, database: Database) -> None:
        mine, other = new_id(), new_id()
        with database() as uow:
            uow.publish(LampLit(lamp_id=mine, brightness=1))
        with database() as uow:
            start = event_log.catch_up(uow, f"lamp:{mine}", after=None)["position"]
        with database() as uow:
            uow.publish(LampLit(lamp_id=mine, brightness=2))
            uow.publish(LampLit(lamp_id=other, brightness=9))
        with database() as uow:
            answer = event_log.catch_up(uow, f"lamp:{mine}", after=start)
        assert [item["data"]["brightness"] for item in answer["events"]] == [2]
        assert "reset" not in answer

    def test_a_position_of_another_log_means_start_again(self, database: Database) -> None:
        with database() as uow:
            for position in ("nonsense", "9999999999.1"):
                assert event_log.catch_up(uow, "lamp:x", after=position)["reset"] is True

    def test_who_missed_too_much_fetches_the_page_again(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(event_log, "MOST_MISSED", 2)
        lamp = new_id()
        with database() as uow:
            for brightness in range(3):
                uow.publish(LampLit(lamp_id=lamp, brightness=brightness))
        with database() as uow:
            assert event_log.catch_up(uow, f"lamp:{lamp}", after="0.0")["reset"] is True


class TestPromises:
    def test_a_promise_is_kept_once_with_its_types(
        self, database: Database, keep_promises: Callable[[], int]
    ) -> None:
        with database() as uow:
            uow.promise(note, word="lamp", number=7)
        assert keep_promises() == 1
        assert keep_promises() == 0
        assert runs == ["lamp 7"]

    def test_a_failed_promise_changes_nothing_and_is_tried_later(
        self, database: Database, keep_promises: Callable[[], int]
    ) -> None:
        with database() as uow:
            uow.promise(fail)
        keep_promises()
        with database() as uow:
            assert _names(uow) == []
            (promise,) = uow.scalars(sa.select(Promise))
            assert promise.kept_at is None
            assert promise.run_at > uow.now
            assert promise.last_error == "ValueError"

    def test_a_promise_that_always_fails_is_set_aside(
        self, database: Database, keep_promises: Callable[[], int]
    ) -> None:
        with database() as uow:
            uow.promise(fail).attempts = outbox.MAX_ATTEMPTS - 1
        keep_promises()
        with database() as uow:
            (promise,) = uow.scalars(sa.select(Promise))
            assert promise.set_aside_at is not None

    def test_a_worker_whose_lease_ran_out_cannot_finish(self, database: Database) -> None:
        with database() as uow:
            uow.promise(note, word="late", number=1)
        with database() as uow:
            slow = outbox.claim(uow.session)
            assert slow is not None
            stale = worker.LeasedWork(slow.id, slow.lease_token)
        with database() as uow:
            taken = uow.get(Promise, slow.id)
            taken.lease_token = new_id()
        with pytest.raises(worker.LeaseLost), stale.finishing():
            pass

    def test_a_long_task_keeps_its_promise_with_its_changes(
        self, database: Database, keep_promises: Callable[[], int]
    ) -> None:
        with database() as uow:
            uow.promise(long, word="done")
        keep_promises()
        with database() as uow:
            assert "tests.lamp.lit" in _names(uow)
            (promise,) = uow.scalars(sa.select(Promise))
            assert promise.kept_at is not None
