"""The worker program: keeps promises and runs the clock.

    flask --app wsgi worker

Any number may run: promises are leased, a clock task is taken by whoever moves its last beat.
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from server.core import clock, outbox, unit_of_work
from server.core.errors import LianpinError
from server.core.heartbeat import Heartbeat
from server.core.identity import Actor
from server.core.tasks import CLOCK, TASKS, ClockTask, Task
from server.core.unit_of_work import UnitOfWork
from server.core.wake import Waker

log = structlog.get_logger()
BEAT = timedelta(seconds=5)


class LeaseLost(Exception):
    """Another worker took the promise over; this one's changes are rolled back."""


class LeasedWork:
    """The transactions of one claimed promise."""

    def __init__(self, promise_id: UUID, token: UUID | None) -> None:
        self.promise_id = promise_id
        self.token = token
        self.finished = False

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """A transaction that changes nothing."""
        with unit_of_work.reading(Actor.system()) as uow:
            yield uow

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """A transaction of its own."""
        with unit_of_work.writing(Actor.system()) as uow:
            yield uow

    @contextmanager
    def finishing(self) -> Iterator[UnitOfWork]:
        """The last transaction: changes and "kept" in one commit, while the lease holds."""
        with unit_of_work.writing(Actor.system()) as uow:
            promise = outbox.held(uow.session, self.promise_id, self.token)
            if promise is None:
                raise LeaseLost
            yield uow
            promise.keep(clock.now())
        self.finished = True


def keep_one() -> bool:
    """Claim and keep one promise; False when none was due."""
    with unit_of_work.writing(Actor.system()) as uow:
        promise = outbox.claim(uow.session)
        if promise is None:
            return False
        work = LeasedWork(promise.id, promise.lease_token)
        task, payload = TASKS.get(promise.task), promise.payload
    try:
        if task is None:
            raise LookupError("no such task")
        _run(task, payload, work)
    except LeaseLost:
        log.warning("promise_taken_over", promise=str(work.promise_id))
    except Exception as error:  # a promise that fails is tried again, whatever it was
        reason = error.code if isinstance(error, LianpinError) else type(error).__name__
        log.exception("promise_failed", task=task.name if task else "", reason=reason)
        with unit_of_work.writing(Actor.system()) as uow:
            failed = outbox.held(uow.session, work.promise_id, work.token)
            if failed is not None:
                failed.fail(clock.now(), reason)
    return True


def _run(task: Task, payload: dict[str, Any], work: LeasedWork) -> None:
    arguments = task.arguments(payload)
    if task.own_transactions:
        task.run(work, **arguments)
        if not work.finished:
            with work.finishing():
                pass
        return
    with work.finishing() as uow:
        task.run(uow, **arguments)


def tick(last: dict[str, float]) -> None:
    """Run every clock task that is due; `last` holds this process's last look at each."""
    for clock_task in CLOCK.values():
        at = time.monotonic()
        if at - last.get(clock_task.name, float("-inf")) < clock_task.seconds:
            continue
        last[clock_task.name] = at
        try:
            _run_clock_task(clock_task)
        except Exception as error:  # one clock task that fails must not stop the others
            log.exception("clock_task_failed", task=clock_task.name, reason=type(error).__name__)


def _run_clock_task(clock_task: ClockTask) -> None:
    with unit_of_work.writing(Actor.system()) as uow:
        if _is_due(uow, clock_task):
            clock_task.run(uow)


def _is_due(uow: UnitOfWork, clock_task: ClockTask) -> bool:
    """Take the task's beat, unless another worker ran it within its interval."""
    beat = uow.session.get(Heartbeat, clock_task.name, with_for_update={"skip_locked": True})
    if beat is None:
        # Another worker has it now, or it never ran; of two that see that, one inserts.
        return _insert_beat(uow, clock_task.name)
    if clock.now() - beat.at < timedelta(seconds=clock_task.seconds * 0.9):
        return False
    beat.at = clock.now()
    return True


def drain(*, most: int = 1000) -> int:
    """Keep every promise that is due; tests and the command line use it. Returns how many ran."""
    for count in range(most):
        if not keep_one():
            return count
    return most


class Worker:
    """The loop."""

    def __init__(self, waker: Waker) -> None:
        self._waker = waker
        self._stopped = threading.Event()

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; the promise at hand is finished first."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self._waker.listen()
        last: dict[str, float] = {}
        beaten = float("-inf")
        while not self._stopped.is_set():
            try:
                if time.monotonic() - beaten >= BEAT.total_seconds():
                    beaten = time.monotonic()
                    _beat()
                tick(last)
                # One at a time: however many promises are due, the clock goes on.
                if keep_one():
                    continue
            except SQLAlchemyError as error:
                log.warning("worker_waits_for_database", error=type(error).__name__)
            self._waker.wait()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopped.set()
        self._waker.wake_locally()


def _beat() -> None:
    with unit_of_work.writing(Actor.system()) as uow:
        changed = uow.session.execute(
            sa.update(Heartbeat).where(Heartbeat.name == "worker").values(at=clock.now())
        )
        if not changed.rowcount:  # type: ignore[attr-defined]  # an UPDATE has a row count
            _insert_beat(uow, "worker")


def _insert_beat(uow: UnitOfWork, name: str) -> bool:
    """The first beat of a program or clock task; False when another worker's is there."""
    try:
        with uow.session.begin_nested():
            uow.add(Heartbeat(name=name, at=clock.now()))
    except IntegrityError:
        return False
    return True
