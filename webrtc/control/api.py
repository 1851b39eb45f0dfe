"""Commands from the core: end a room, remove a person, say who is there. Each call is signed."""

import json
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from webrtc import clock
from webrtc.control.signature import HEADER, WINDOW_S, InvalidSignature, verify_signature
from webrtc.sfu.errors import Refusal

if TYPE_CHECKING:
    from webrtc.node import Node

MAX_REMEMBERED: Final = 10_000


class InvalidCommand(Refusal):
    """The body is not what this command takes."""

    status = 422
    code = "media.control.invalid"
    message = "The command cannot be read."


class Command(BaseModel):
    """What every command carries."""

    model_config = ConfigDict(extra="forbid", strict=True)

    nonce: str = Field(min_length=16, max_length=64)
    """Random; a call that was seen before is refused."""


class Kick(Command):
    """Remove a person from a room."""

    person: str = Field(min_length=1, max_length=64)


C = TypeVar("C", bound=Command)


class SeenNonces:
    """Nonces of the last minutes: a recorded call cannot be played again."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, float] = OrderedDict()

    def take(self, nonce: str, now: float) -> None:
        """Note a nonce.

        :raise InvalidSignature: it was used before
        """
        while self._seen and (
            len(self._seen) >= MAX_REMEMBERED
            or next(iter(self._seen.values())) < now - 2 * WINDOW_S
        ):
            self._seen.popitem(last=False)
        if nonce in self._seen:
            raise InvalidSignature("media.signature.replayed", "This call was made before.")
        self._seen[nonce] = now


async def end_room(request: web.Request, node: "Node") -> web.Response:
    """``POST /control/rooms/{room}/end``."""
    await _read(request, node, Command)
    was_live = node.registry.end_room(request.match_info["room"])
    node.port.flush()
    return web.json_response({"ended": was_live})


async def kick(request: web.Request, node: "Node") -> web.Response:
    """``POST /control/rooms/{room}/kick``."""
    command = await _read(request, node, Kick)
    sessions = node.registry.kick(request.match_info["room"], command.person)
    return web.json_response({"sessions": sessions})


async def rooms(request: web.Request, node: "Node") -> web.Response:
    """``GET /control/rooms``: every room with someone in it."""
    await _verify(request, node)
    listed = [
        {
            "name": room.name,
            "participants": [
                {
                    "person": one.grant.person,
                    "place": one.grant.place,
                    "session": one.grant.session,
                    "publications": [one.publication.id] if one.publication else [],
                }
                for one in room.participants.values()
                if one.is_there
            ],
        }
        for room in node.registry.rooms.values()
    ]
    live = [room for room in listed if room["participants"]]
    return web.json_response({"node_started": node.started_at.isoformat(), "rooms": live})


async def _verify(request: web.Request, node: "Node") -> bytes:
    body = await request.read()
    line = f"{request.method} {request.rel_url.raw_path}"
    header = request.headers.get(HEADER)
    verify_signature(header, body, node.settings.key, clock.unix_seconds(), line)
    return body


async def _read(request: web.Request, node: "Node", kind: type[C]) -> C:
    body = await _verify(request, node)
    try:
        command = kind.model_validate(json.loads(body))
    except (ValidationError, ValueError):
        raise InvalidCommand from None
    node.seen_nonces.take(command.nonce, clock.unix_seconds())
    return command
