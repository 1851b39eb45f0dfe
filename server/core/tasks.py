"""Declarations of what runs without a person: promised tasks and clock tasks.

    @task("signing.seal_document")
    def seal_document(uow, *, envelope_id: UUID) -> None: ...

    @every(seconds=5, name="interviews.miss_calls")
    def miss_calls(uow) -> None: ...

Both may run twice. A task that computes long must not hold a write transaction meanwhile (SQLite
has one writer), so it takes a `Work` and opens what it needs:

    @task("signing.seal_document", own_transactions=True)
    def seal_document(work: Work, *, envelope_id: UUID) -> None:
        with work.reading() as uow: ...
        with work.finishing() as uow: ...      # changes and "kept" in one commit
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pydantic import create_model

if TYPE_CHECKING:
    from server.core.unit_of_work import UnitOfWork


class Work(Protocol):
    """What a task with its own transactions may open."""

    def reading(self) -> "AbstractContextManager[UnitOfWork]":
        """A transaction that changes nothing."""

    def writing(self) -> "AbstractContextManager[UnitOfWork]":
        """A transaction of its own, committed at the end of the block."""

    def finishing(self) -> "AbstractContextManager[UnitOfWork]":
        """The last transaction: commits the changes and marks the promise kept, or neither."""


F = TypeVar("F", bound=Callable[..., None])


@dataclass(frozen=True)
class Task:
    """A promised task."""

    name: str
    run: Callable[..., None]
    own_transactions: bool

    def arguments(self, payload: dict[str, Any]) -> dict[str, Any]:
        """The payload's JSON values as the types of the function's annotations."""
        fields: dict[str, Any] = {
            name: (kind, ...)
            for name, kind in self.run.__annotations__.items()
            if name not in ("return", "uow", "work")
        }
        model = create_model(f"{self.name}_arguments", **fields)
        parsed = model.model_validate(payload)
        return {name: getattr(parsed, name) for name in fields}


@dataclass(frozen=True)
class ClockTask:
    """A task of the clock."""

    name: str
    seconds: float
    run: Callable[..., None]


TASKS: dict[str, Task] = {}
CLOCK: dict[str, ClockTask] = {}


def task(name: str, *, own_transactions: bool = False) -> Callable[[F], F]:
    """Declare a task that `uow.promise(fn, …)` can ask for."""

    def declare(run: F) -> F:
        TASKS[name] = Task(name, run, own_transactions)
        run.task_name = name  # type: ignore[attr-defined]  # read by UnitOfWork.promise
        return run

    return declare


def every(*, seconds: float, name: str) -> Callable[[F], F]:
    """Declare a task of the clock; one worker process runs it at a time."""

    def declare(run: F) -> F:
        CLOCK[name] = ClockTask(name, seconds, run)
        return run

    return declare
