"""How the core tells a media node what to do: small, synchronous, signed.

Used by the core's web and worker programs, so it imports neither asyncio nor anything of the node's
packet path. A call is idempotent: repeating it after an uncertain answer does no harm.
"""

import http.client
import json
import time
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from webrtc.control.signature import HEADER, sign

TIMEOUT_S = 2.0


class NodeUnavailable(Exception):
    """The node did not answer, or not in time; the call may be repeated."""


class NodeRefused(Exception):
    """The node answered with a refusal; repeating will not help."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"The media node refused the call ({status} {code}).")
        self.status = status
        self.code = code


@dataclass(frozen=True, kw_only=True)
class LiveParticipant:
    """Someone who is connected to a room now."""

    person: str
    place: str
    session: str
    publications: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LiveRoom:
    """A room as the node sees it now; the core compares it with its own rows."""

    name: str
    participants: tuple[LiveParticipant, ...]


class ControlClient:
    """Commands to one media node."""

    def __init__(self, base_url: str, key: bytes | str, *, timeout_s: float = TIMEOUT_S) -> None:
        """:param base_url: the node's HTTP address, such as ``http://127.0.0.1:8100``"""
        self._address = urlsplit(base_url)
        self._key = key
        self._timeout_s = timeout_s

    def end_room(self, room: str) -> None:
        """Close every connection of a room and refuse the tokens issued for it until now."""
        self._call("POST", f"/control/rooms/{quote(room, safe='')}/end", {})

    def kick(self, room: str, person: str) -> None:
        """Close a person's connections in a room and refuse the tokens they hold for it."""
        self._call("POST", f"/control/rooms/{quote(room, safe='')}/kick", {"person": person})

    def rooms(self) -> tuple[LiveRoom, ...]:
        """List the rooms that have someone in them, to set right what a lost webhook left wrong."""
        answer = self._call("GET", "/control/rooms", None)
        return tuple(
            LiveRoom(
                name=room["name"],
                participants=tuple(
                    LiveParticipant(
                        person=one["person"],
                        place=one["place"],
                        session=one["session"],
                        publications=tuple(one["publications"]),
                    )
                    for one in room["participants"]
                ),
            )
            for room in answer["rooms"]
        )

    def _call(self, method: str, path: str, payload: dict[str, str] | None) -> Any:
        """Make one signed call.

        :raise NodeUnavailable: no answer
        :raise NodeRefused: an answer other than 2xx
        """
        # The nonce makes every body different, so the node can refuse a replayed call.
        nonce = {"nonce": uuid.uuid4().hex}
        body = b"" if payload is None else json.dumps(payload | nonce).encode()
        signature = sign(body, self._key, time.time(), f"{method} {path}")
        kind = (
            http.client.HTTPSConnection
            if self._address.scheme == "https"
            else http.client.HTTPConnection
        )
        connection = kind(self._address.netloc, timeout=self._timeout_s)
        try:
            headers = {HEADER: signature, "Content-Type": "application/json"}
            # The node signs and checks its own path; a proxy's prefix is not part of it.
            prefix = self._address.path.rstrip("/")
            connection.request(method, prefix + path, body=body, headers=headers)
            response = connection.getresponse()
            answer = json.loads(response.read() or b"{}")
        except (OSError, http.client.HTTPException, ValueError) as problem:
            raise NodeUnavailable(type(problem).__name__) from problem
        finally:
            connection.close()
        if response.status >= 500:
            raise NodeUnavailable(str(response.status))
        if response.status >= 300:
            raise NodeRefused(response.status, str(answer.get("code", "unknown")))
        return answer
