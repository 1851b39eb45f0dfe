"""The tail of the event log in each web process.

It alone pushes, and to its own clients only, whichever process committed. Redis and the poll merely
wake it.
"""

import threading
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from server.core import event_log, unit_of_work
from server.core.identity import Actor
from server.core.sockets import react_here, socketio
from server.core.wake import Waker

log = structlog.get_logger()
BATCH = 500
"""Rows read at once."""


class EventTail:
    """Follows the log and emits each fact to its audiences."""

    def __init__(self, waker: Waker) -> None:
        self._waker = waker
        self._position: event_log.Position | None = None
        self._stopped = threading.Event()

    def start(self) -> None:
        """Follow the log in the background, from now on."""
        with unit_of_work.writing(Actor.system()) as uow:
            event_log.settle_restored(uow)
        with unit_of_work.reading(Actor.system()) as uow:
            self._position = event_log.last_position(uow)
        socketio.start_background_task(self._follow)

    def stop(self) -> None:
        """Stop at the next turn."""
        self._stopped.set()
        self._waker.wake_locally()

    def _follow(self) -> None:
        while not self._stopped.is_set():
            try:
                full = self._emit_new()
            except SQLAlchemyError as error:
                # The database restarts: what is new stays in the log and is emitted afterwards.
                log.warning("event_tail_waits", error=type(error).__name__)
                full = False
            if not full:
                self._waker.wait()

    def _emit_new(self) -> bool:
        assert self._position is not None  # noqa: S101 -- start() set it
        messages: list[tuple[str, dict[str, Any]]] = []
        with unit_of_work.reading(Actor.system()) as uow:
            rows = event_log.rows_after(uow, self._position, limit=BATCH)
            for row in rows:
                messages.extend(
                    (item.audience, event_log.wire(row, item.audience)) for item in row.audiences
                )
            facts = [(row.name, row.payload) for row in rows]
            if rows:
                last = rows[-1]
                self._position = event_log.Position(last.transaction, last.sequence)
        for audience, message in messages:
            socketio.emit("event", message, to=audience)
        for name, payload in facts:
            try:
                react_here(name, payload)
            except Exception:  # one reaction that fails must not silence the pushes that follow
                log.exception("reaction_failed", fact=name)
        return len(facts) == BATCH
