"""Waking the other processes after a commit: through Redis where it is set, else by polling.

A wake-up carries nothing and may be lost; the poll finds what it would have announced.
"""

import threading

import redis
import structlog

from server.core.unit_of_work import UnitOfWork, after_commit

log = structlog.get_logger()
CHANNEL = "lianpin:wake"
POLL_S = 0.2
"""How often the log is read when nobody wakes us."""
POLL_WITH_REDIS_S = 1.0
"""The same when Redis wakes us; only a lost wake-up waits this long."""


class Waker:
    """Waits for a commit anywhere, and tells others of ours."""

    def __init__(self, redis_url: str) -> None:
        self._event = threading.Event()
        self._redis = redis.Redis.from_url(redis_url, socket_timeout=0.5) if redis_url else None
        self._poll_s = POLL_WITH_REDIS_S if redis_url else POLL_S
        after_commit(self._committed)

    def listen(self) -> None:
        """Start hearing other processes, in a daemon thread; without Redis there is nothing."""
        if self._redis is not None:
            threading.Thread(target=self._hear, name="wake", daemon=True).start()

    def wait(self) -> None:
        """Return when something may be new."""
        self._event.wait(self._poll_s)
        self._event.clear()

    def wake_locally(self) -> None:
        """End a `wait` of this process."""
        self._event.set()

    def _committed(self, uow: UnitOfWork) -> None:
        self.wake_locally()
        if self._redis is not None:
            try:
                self._redis.publish(CHANNEL, b"")
            except redis.RedisError as error:
                log.warning("wake_not_sent", error=type(error).__name__)

    def _hear(self) -> None:
        pause = threading.Event()
        while True:
            try:
                assert self._redis is not None  # noqa: S101 -- listen() checked it
                with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:  # type: ignore[no-untyped-call]
                    pubsub.subscribe(CHANNEL)
                    while True:
                        if pubsub.get_message(timeout=POLL_WITH_REDIS_S) is not None:
                            self.wake_locally()
            except redis.RedisError as error:
                log.warning("wake_not_heard", error=type(error).__name__)
                pause.wait(POLL_WITH_REDIS_S)
