"""Facts on their way up to the core: signed, in order, repeated until they are taken.

The queue is bounded. When the core is away for long, the oldest facts are dropped and counted: the
core then sets itself right by asking which rooms are live (``control/client.py`` `rooms`).
"""

import asyncio
import json
import logging
import random
import uuid
from collections import deque
from datetime import datetime
from typing import Any, Final

import aiohttp

from webrtc import clock
from webrtc.control.signature import HEADER, sign
from webrtc.tokens import Grant

LIMIT: Final = 10_000
BATCH: Final = 50
TIMEOUT_S: Final = 5.0
MAX_BACKOFF_S: Final = 15.0
UNREADABLE: Final = frozenset({400, 413, 422})
_LOG: Final = logging.getLogger("webrtc.webhooks")


class Webhooks:
    """Takes facts from the rooms at once and delivers them in the background."""

    def __init__(self, url: str, key: bytes, started_at: datetime) -> None:
        """:param url: of the core's door for facts; empty delivers nothing"""
        self.delivered = self.dropped = self.failures = 0
        self._url = url
        self._key = key
        self._started = started_at.isoformat()
        self._waiting: deque[dict[str, Any]] = deque()
        self._news = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task: asyncio.Task[None] | None = None

    @property
    def backlog(self) -> int:
        """Facts not yet taken by the core."""
        return len(self._waiting)

    def state(self, kind: str, room: str, who: Grant | None, publication: str | None) -> None:
        """Take a fact; see `webrtc.sfu.room.Facts`."""
        if not self._url:
            return
        if len(self._waiting) >= LIMIT:
            self._waiting.popleft()
            self.dropped += 1
        self._waiting.append(
            {
                "id": str(uuid.uuid4()),
                "kind": kind,
                "room": room,
                "person": who.person if who else None,
                "place": who.place if who else None,
                "session": who.session if who else None,
                "publication": publication,
                "at": clock.now().isoformat(),
                "node_started": self._started,
            }
        )
        self._idle.clear()
        self._news.set()

    def start(self) -> None:
        """Begin to deliver."""
        if self._url:
            self._task = asyncio.create_task(self._deliver_all(), name="webhooks")

    async def stop(self, grace_s: float = 2.0) -> None:
        """Deliver what waits, but no longer than `grace_s`."""
        if self._task is None:
            return
        try:
            await asyncio.wait_for(self._idle.wait(), grace_s)
        except TimeoutError:
            _LOG.warning("Stopped with %d facts undelivered.", len(self._waiting))
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _deliver_all(self) -> None:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        async with aiohttp.ClientSession(timeout=timeout) as http:
            failures = 0
            while True:
                await self._news.wait()
                batch = [self._waiting[i] for i in range(min(BATCH, len(self._waiting)))]
                if await self._deliver(http, batch):
                    failures = 0
                    for fact in batch:
                        # A fact dropped meanwhile for lack of room is no longer at the head.
                        if self._waiting and self._waiting[0] is fact:
                            self._waiting.popleft()
                    self.delivered += len(batch)
                else:
                    failures += 1
                    self.failures += 1
                    wait = min(MAX_BACKOFF_S, 0.25 * 2 ** min(failures, 8))
                    await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311  -- jitter
                if not self._waiting:
                    self._news.clear()
                    self._idle.set()

    async def _deliver(self, http: aiohttp.ClientSession, facts: list[dict[str, Any]]) -> bool:
        body = json.dumps({"delivery": str(uuid.uuid4()), "facts": facts}).encode()
        headers = {
            HEADER: sign(body, self._key, clock.unix_seconds()),
            "Content-Type": "application/json",
        }
        try:
            async with http.post(self._url, data=body, headers=headers) as response:
                if response.status < 300:
                    return True
                if response.status in UNREADABLE:
                    # Repeating what the core cannot read would hold up every later fact; the core
                    # finds out by asking what is lost here.
                    _LOG.error("The core cannot read %d facts (%d).", len(facts), response.status)
                    self.dropped += len(facts)
                    return True
                _LOG.warning("The core answered a webhook with %d.", response.status)
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            _LOG.warning("The core cannot be reached (%s).", type(trouble).__name__)
        return False
