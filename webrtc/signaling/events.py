"""The events of a room, as a stream of server-sent events that pages read by `fetch`.

First comes a snapshot, then what changes; `version` counts on through both. On the same stream the
node renews the page's token, so a rejoin needs no other server.
"""

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from webrtc import clock
from webrtc.signaling.doors import bearer, cors_headers, instance_of
from webrtc.tokens import LIFETIME, Grant, issue

if TYPE_CHECKING:
    from webrtc.node import Node

QUEUE_LIMIT: Final = 256
"""Events waiting for one page; a page that reads slower is cut off and begins with a snapshot."""
BEAT_S: Final = 5.0
"""Between two signs of life, so that a dead line is noticed on either side."""
RENEW_AFTER: Final = LIFETIME / 2


class EventStream:
    """One page's stream."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[tuple[str, str] | None] = asyncio.Queue(QUEUE_LIMIT + 1)

    def put(self, name: str, payload: dict[str, Any]) -> None:
        """Queue an event; when the page is too far behind, end the stream instead."""
        if self._queue.qsize() >= QUEUE_LIMIT:
            self._end()
            return
        self._queue.put_nowait((name, json.dumps(payload, separators=(",", ":"))))

    def close(self) -> None:
        """End the stream after what is queued."""
        self._end()

    def _end(self) -> None:
        if not self._queue.full():
            self._queue.put_nowait(None)

    async def next(self, timeout_s: float) -> tuple[str, str] | None:
        """Wait for an event.

        :raise TimeoutError: none came in time
        """
        return await asyncio.wait_for(self._queue.get(), timeout_s)


async def events(request: web.Request, node: "Node") -> web.StreamResponse:
    """``GET /rooms/{room}/events``."""
    grant = bearer(request, node, room=request.match_info["room"])
    participant = node.registry.admit(grant, instance_of(request))
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/event-stream",
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
            **cors_headers(request, node.settings.web_origins),
        }
    )
    stream = EventStream()
    stream.put(
        "hello",
        {"node_started": node.started_at.isoformat(), "session": grant.session},
    )
    room = participant.room
    room.listen(participant, stream)
    try:
        await response.prepare(request)
        await _pump(response, stream, node, grant)
    except ConnectionError:
        pass  # The page went away; its connections are judged by their own silence.
    finally:
        room.unlisten(participant, stream)
    return response


async def _pump(
    response: web.StreamResponse, stream: EventStream, node: "Node", grant: Grant
) -> None:
    while True:
        try:
            event = await stream.next(BEAT_S)
        except TimeoutError:
            await response.write(b": alive\n\n")
            instant = clock.now()
            if instant - grant.issued_at >= RENEW_AFTER:
                grant = replace(grant, issued_at=instant, expires_at=instant + LIFETIME)
                token = issue(grant, node.settings.key)
                payload = {"token": token, "expires_at": grant.expires_at.isoformat()}
                stream.put("token", payload)
            continue
        if event is None:
            return
        name, data = event
        await response.write(f"event: {name}\ndata: {data}\n\n".encode())
