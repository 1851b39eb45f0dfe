"""Workers: the clock goes on under a backlog, and two of them share what there is."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from server.core import clock, outbox, unit_of_work, worker
from server.core.heartbeat import Heartbeat
from server.core.identity import Actor
from server.core.outbox import Promise
from server.core.tasks import CLOCK, ClockTask, task
from server.core.unit_of_work import UnitOfWork

Database = Callable[[], Any]
kept: list[int] = []


@task("tests.count")
def count(uow: UnitOfWork, *, number: int) -> None:
    kept.append(number)


class _Hand:
    """A waker that stops the worker when it has nothing to do."""

    def __init__(self) -> None:
        self.worker: worker.Worker | None = None

    def listen(self) -> None: ...

    def wake_locally(self) -> None: ...

    def wait(self) -> None:
        assert self.worker is not None
        self.worker._stopped.set()


@pytest.fixture(autouse=True)
def only_our_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    kept.clear()
    monkeypatch.setattr(worker, "CLOCK", {})


class TestTheLoop:
    def test_the_clock_goes_on_however_many_promises_are_due(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with database() as uow:
            for number in range(5):
                uow.promise(count, number=number)
        ticks: list[int] = []
        monkeypatch.setattr(worker, "tick", lambda last: ticks.append(len(kept)))
        monkeypatch.setattr(worker.signal, "signal", lambda *_: None)
        hand = _Hand()
        hand.worker = worker.Worker(hand)  # type: ignore[arg-type]  # the part of a Waker it uses
        hand.worker.run()
        assert (kept, ticks) == ([0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5])


class TestClockTasks:
    def test_of_two_workers_one_runs_a_task_that_never_ran(
        self, app: Flask, database: Database
    ) -> None:
        runs: list[str] = []
        together = threading.Barrier(2)

        def run(uow: UnitOfWork) -> None:
            runs.append("ran")

        clock_task = ClockTask("tests.rare", 3600, run)
        errors: list[SQLAlchemyError] = []

        def one_worker() -> None:
            together.wait()
            try:
                worker._run_clock_task(clock_task)
            except SQLAlchemyError as error:
                errors.append(error)

        threads = [threading.Thread(target=one_worker) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (runs, errors) == (["ran"], [])

    def test_a_task_that_fails_gives_its_beat_back(self, database: Database) -> None:
        def fail(uow: UnitOfWork) -> None:
            raise LookupError

        with pytest.raises(LookupError):
            worker._run_clock_task(ClockTask("tests.failing", 3600, fail))
        with database() as uow:
            assert uow.find(Heartbeat, "tests.failing") is None

    def test_every_declared_task_has_a_name_of_its_domain(self, app: Flask) -> None:
        assert all("." in name for name in CLOCK)


class TestAPromiseThatKillsItsWorker:
    def test_is_set_aside_in_the_end(self, database: Database) -> None:
        with database() as uow:
            deadly = uow.promise(count, number=1)
            deadly.attempts = outbox.MAX_ATTEMPTS
            deadly.lease_until = clock.now() - timedelta(seconds=1)
            uow.promise(count, number=2)
        with database() as uow:
            claimed = outbox.claim(uow.session)
            assert claimed is not None
            assert claimed.payload == {"number": 2}
        with database() as uow:
            aside = uow.scalars(sa.select(Promise).where(Promise.set_aside_at.is_not(None)))
            assert [promise.payload for promise in aside] == [{"number": 1}]


class TestTwoWorkers:
    def test_keep_every_promise_once(self, app: Flask, database: Database) -> None:
        with database() as uow:
            for number in range(30):
                uow.promise(count, number=number)
        threads = [threading.Thread(target=worker.drain) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(kept) == list(range(30))
        with unit_of_work.reading(Actor.system()) as uow:
            assert uow.scalars(sa.select(Promise).where(Promise.kept_at.is_(None))) == []
