"""One command, one transaction, one commit, at the edge.

Services receive the unit of work, change, flush and publish; the door that opened it commits.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from server.core import clock, events
from server.core.errors import NotFound
from server.core.events import Event, EventAudience, EventRow
from server.core.identity import Actor
from server.core.outbox import Promise

T = TypeVar("T")
_json = TypeAdapter(dict[str, Any])


class UnitOfWork:
    """A transaction with its actor and its facts."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self.session = session
        self.actor = actor
        self.published: list[EventRow] = []
        self.promised: list[Promise] = []
        self._unobserved: list[Event] = []

    @property
    def now(self) -> datetime:
        """The current instant."""
        return clock.now()

    def add(self, row: T) -> T:
        """Add a row and flush, so that constraints speak now and ids exist."""
        self.session.add(row)
        self.session.flush()
        return row

    def flush(self) -> None:
        """Send pending changes to the database without committing."""
        self.session.flush()

    def find(self, model: type[T], key: Any) -> T | None:
        """The row, or None."""
        return self.session.get(model, key)

    def get(self, model: type[T], key: Any) -> T:
        """The row, or `NotFound`."""
        row = self.session.get(model, key)
        if row is None:
            raise NotFound
        return row

    def locked(self, model: type[T], key: Any) -> T:
        """The row, locked until the end of the transaction, with fresh values; or `NotFound`."""
        row = self.session.get(model, key, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound
        return row

    def scalars(self, statement: sa.Select[Any]) -> list[Any]:
        """Every first column of the answer."""
        return list(self.session.scalars(statement))

    def publish(self, event: Event) -> EventRow:
        """State a fact: a row of the log, its audiences and every observer, in one transaction."""
        row = EventRow(
            name=event.NAME,
            payload=events.dump(event),
            actor_id=self.actor.account_id,
            happened_at=clock.now(),
        )
        row.audiences = [EventAudience(audience=name) for name in events.audiences_of(event)]
        self.add(row)
        self.published.append(row)
        self._observe(event)
        self.flush()
        return row

    def _observe(self, event: Event) -> None:
        """Run the observers of a fact, before those of the facts that follow from it.

        An observer that states a further fact only puts it in line: so whoever keeps an order (the
        trail) sees the cause first, whichever domain was declared first.
        """
        self._unobserved.append(event)
        if len(self._unobserved) > 1:
            return
        try:
            while self._unobserved:
                for observe in events.observers_of(type(self._unobserved[0])):
                    observe(self, self._unobserved[0])
                self._unobserved.pop(0)
        finally:
            self._unobserved.clear()

    def promise(
        self, task: Callable[..., None], *, run_at: datetime | None = None, **payload: Any
    ) -> Promise:
        """Promise that `task` will run with `payload` after this commit (not before `run_at`)."""
        promise = Promise(
            task=task.task_name,  # type: ignore[attr-defined]  # set by @task
            payload=_json.dump_python(payload, mode="json"),
            run_at=run_at or clock.now(),
        )
        self.promised.append(promise)
        return self.add(promise)


_engine: Engine | None = None
_after_commit: list[Callable[[UnitOfWork], None]] = []


def use_engine(engine: Engine | None) -> None:
    """Set the process's engine; the application does so once."""
    global _engine  # noqa: PLW0603 -- one database per process
    _engine = engine


def engine() -> Engine:
    """The process's engine."""
    if _engine is None:
        raise RuntimeError("no database yet: create_app() opens it")
    return _engine


def after_commit(hook: Callable[[UnitOfWork], None]) -> None:
    """Call `hook` after every commit that stated a fact or made a promise (wakes the others)."""
    if hook not in _after_commit:
        _after_commit.append(hook)


def commit(uow: UnitOfWork) -> None:
    """Commit and wake whoever waits. Only doors, the worker and the command line call this."""
    uow.session.commit()
    if uow.published or uow.promised:
        for hook in _after_commit:
            hook(uow)
    uow.published, uow.promised = [], []


@contextmanager
def writing(actor: Actor) -> Iterator[UnitOfWork]:
    """A transaction that is committed at the end of the block, or rolled back on any error."""
    session = Session(
        engine().execution_options(lianpin_writes=True), expire_on_commit=False, autoflush=True
    )
    with session:
        uow = UnitOfWork(session, actor)
        yield uow
        commit(uow)


@contextmanager
def reading(actor: Actor) -> Iterator[UnitOfWork]:
    """A transaction that changes nothing; whatever was changed is rolled back.

    All of it sees one moment, on both databases: a page's state and its position in the event log
    belong together, or what happens between the two queries would be lost to it.
    """
    bind = engine()
    if bind.dialect.name == "postgresql":
        bind = bind.execution_options(isolation_level="REPEATABLE READ")
    with Session(bind, expire_on_commit=False) as session:
        yield UnitOfWork(session, actor)
        session.rollback()
