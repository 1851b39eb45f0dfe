"""Doors over Socket.IO: commands in, pushes out.

    @command("queue.call_next", needs=InterviewPermission.CALL_NEXT, on=queries.booth_of,
             payload=schemas.AtBooth)
    def call_next(uow, actor, booth, payload): ...

The browser sends `command {name, key, payload}` and is acknowledged `{"ok": …}` or
`{"error": {code, message, details}}`. Flask runs no `before_request` for socket events and forks
the session at connect time, so the session token is checked in the database at every command.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from flask import g, request
from flask_socketio import SocketIO, join_room, leave_room
from pydantic import Field, ValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.core import event_log, events, identity, permissions, rate_limit, unit_of_work
from server.core.audiences import LISTENINGS, listen
from server.core.doors import DOORS, Door, Load
from server.core.errors import (
    Invalid,
    LianpinError,
    NotFound,
    TooMany,
    Unavailable,
    details_of,
)
from server.core.events import Event, push
from server.core.http import SESSION_COOKIE
from server.core.i18n import current_locale_code
from server.core.idempotency import Replay
from server.core.identity import Actor
from server.core.permissions import PUBLIC, Needs
from server.core.schemas import Payload, words_of
from server.core.unit_of_work import UnitOfWork

__all__ = ["COMMANDS", "command", "in_every_process", "listen", "push", "socketio"]

log = structlog.get_logger()
LARGEST_MESSAGE = 64_000
"""Bytes of one message; a client that sends more is hung up on."""
socketio = SocketIO()
COMMANDS: dict[str, Door] = {}
Handler = Callable[..., Any]
_everywhere: dict[str, list[Callable[[Any], None]]] = {}


def bound_clients() -> None:
    """Keep one client from filling the memory, or from holding threads for ever.

    Engine.IO measures a message only after simple-websocket has gathered all of it; and it closes
    a long-polling client by waiting until that has fetched everything, which a hostile one never
    does. It takes settings for neither, so this reaches for its private table of parts;
    tests/core/test_sockets.py holds it. (eventlet's own WebSocket is given the limit.)
    """
    engine = socketio.server.eio
    parts = dict(engine._async)  # noqa: SLF001 -- said above
    # A type of its own for each mode: threads and green threads have different queues.
    parts["queue"] = type("ImpatientQueue", (parts["queue"],), {"join": lambda _queue: None})
    if socketio.async_mode == "threading":
        parts["websocket"] = partial(parts["websocket"], max_message_size=LARGEST_MESSAGE)
    engine._async = parts  # noqa: SLF001 -- said above


def in_every_process(kind: type[Event]) -> Callable[[Handler], Handler]:
    """Declare what each web process does when it reads a fact in the log, after the commit."""

    def declare(react: Handler) -> Handler:
        _everywhere.setdefault(kind.NAME, []).append(react)
        return react

    return declare


def react_here(name: str, payload: dict[str, Any]) -> None:
    """Run this process's reactions to one fact of the log."""
    for react in _everywhere.get(name, []):
        react(events.load(name, payload))


def disconnect_session(session_id: UUID) -> None:
    """End every socket of a session on this process: it was signed out, or its account stopped."""
    manager = socketio.server.manager
    for sid, _ in list(manager.get_participants("/", f"session:{session_id}")):
        socketio.server.disconnect(sid)


def command(
    name: str,
    *,
    needs: Needs,
    on: Load | None = None,
    payload: type[Payload] | None = None,
    writes: bool = True,
) -> Callable[[Handler], Handler]:
    """Declare a real-time command; `on(uow, actor, payload)` loads its subject."""

    def declare(handler: Handler) -> Handler:
        door = Door(
            kind="socket",
            name=name,
            handler=handler,
            needs=needs,
            on=on,
            payload=payload,
            writes=writes,
        )
        COMMANDS[name] = door
        DOORS.append(door)
        return handler

    return declare


class Envelope(Payload):
    """What the browser sends around a command."""

    name: str = Field(max_length=80)
    key: str | None = Field(default=None, max_length=100)
    payload: dict[str, Any] = Field(default_factory=dict)


@socketio.on("connect")  # type: ignore[untyped-decorator]  # Flask-SocketIO has no types
def connected(_auth: Any = None) -> None:
    """Everyone may connect; what is heard and done is decided per command."""
    with unit_of_work.reading(Actor.nobody()) as uow:
        actor = _recognise(uow)
    if actor.session_id:
        _join(f"session:{actor.session_id}")
    if actor.account_id:
        _join(f"account:{actor.account_id}")
    if actor.worker_id:
        _join(f"worker:{actor.worker_id}")


def _join(audience: str) -> None:
    """Put this socket among an audience; one that has gone meanwhile needs none."""
    try:
        join_room(audience)
    except (KeyError, ValueError):
        log.info("socket_gone_before_joining")


@socketio.on("command")  # type: ignore[untyped-decorator]  # Flask-SocketIO has no types
def commanded(*sent: Any) -> dict[str, Any]:
    """Run one command and acknowledge it."""
    try:
        envelope = Envelope.model_validate(sent[0] if len(sent) == 1 else None)
        return {"ok": _run(envelope)}
    except Replay as before:
        return {"ok": before.answer["body"]}
    except ValidationError as wrong:
        return _refused(Invalid(fields=words_of(wrong)))
    except LianpinError as refusal:
        return _refused(refusal)
    except (OperationalError, PoolTimeout):
        log.exception("database_unavailable", command=str(sent[0].get("name"))[:80])
        return _refused(Unavailable())
    except Exception:  # the door's one broad except
        log.exception("socket_command_failed")
        return _refused(LianpinError())


def _run(envelope: Envelope) -> Any:
    door = COMMANDS.get(envelope.name)
    if door is None:
        raise NotFound
    if not rate_limit.allow(f"socket:{request.sid}", per_second=20, burst=60):  # type: ignore[attr-defined]
        raise TooMany(retry_after_s=3)
    opened = unit_of_work.writing if door.writes else unit_of_work.reading
    with opened(Actor.nobody()) as uow:
        uow.actor = _recognise(uow)
        owner = str(uow.actor.account_id or request.remote_addr)
        key = (owner, envelope.key) if envelope.key and door.writes else None
        return door.enter(
            uow,
            path={},
            sent=lambda model: model.model_validate(envelope.payload),
            key=key,
            answer_of=lambda result: {"body": result},
        )


def _recognise(uow: UnitOfWork) -> Actor:
    # The account's language counts when nothing else was chosen: it must be known before.
    g.actor = identity.actor_of(uow, request.cookies.get(SESSION_COOKIE))
    g.actor = g.actor.speaking(current_locale_code())
    actor: Actor = g.actor
    return actor


def _refused(refusal: LianpinError) -> dict[str, Any]:
    details = details_of(refusal)
    if isinstance(refusal, Invalid):
        details["fields"] = {name: str(text) for name, text in refusal.fields.items()}
    return {"error": {"code": refusal.code, "message": refusal.text, "details": details}}


class Listen(Payload):
    """Ask to hear an audience, from a position on."""

    audience: str = Field(max_length=40)
    id: UUID
    after: str | None = Field(default=None, max_length=50)


def _audience_of(uow: UnitOfWork, actor: Actor, payload: Listen) -> str:
    """The audience's name, when this actor may hear it; the door itself is public."""
    listening = LISTENINGS.get(payload.audience)
    if listening is None:
        raise NotFound
    subject = listening.on(uow, actor, payload.id)
    permissions.require(uow, actor, listening.needs, subject)
    return f"{payload.audience}:{payload.id}"


@command("events.listen", needs=PUBLIC, on=_audience_of, payload=Listen, writes=False)
def start_listening(
    uow: UnitOfWork, actor: Actor, audience: str, payload: Listen
) -> dict[str, Any]:
    """Join first, then read what was missed: a fact may come twice, never be lost in between.

    The door's own transaction sees the log as it was before the joining, so another one reads.
    """
    _join(audience)
    with unit_of_work.reading(actor) as afterwards:
        return event_log.catch_up(afterwards, audience, after=payload.after)


@command("events.leave", needs=PUBLIC, on=_audience_of, payload=Listen, writes=False)
def stop_listening(uow: UnitOfWork, actor: Actor, audience: str, payload: Listen) -> dict[str, Any]:
    """Hear an audience no longer."""
    leave_room(audience)
    return {}
