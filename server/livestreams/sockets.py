"""Commands of stage and audience, and who hears of what."""

from typing import Any
from uuid import UUID

from server.core import audiences
from server.core.identity import Actor
from server.core.sockets import command, listen, push
from server.core.unit_of_work import UnitOfWork
from server.livestreams import queries, schemas, services
from server.livestreams.events import LiveSessionPrepared, WentOffAir, WentOnAir
from server.livestreams.models import LiveSession
from server.livestreams.permissions import LivePermission

Answer = dict[str, Any]


@command(
    "live.watch",
    needs=LivePermission.WATCH,
    on=queries.session_of,
    payload=schemas.AboutSession,
    writes=False,
)
def watch(
    uow: UnitOfWork, actor: Actor, session: LiveSession, payload: schemas.AboutSession
) -> Answer:
    """What a viewer needs to receive the stage."""
    return services.watch(uow, live_session_id=session.id, actor=actor)


@command(
    "live.take_stage",
    needs=LivePermission.HOST,
    on=queries.session_of,
    payload=schemas.AboutSession,
)
def take_stage(
    uow: UnitOfWork, actor: Actor, session: LiveSession, payload: schemas.AboutSession
) -> Answer:
    """What the recruiter needs to send."""
    return services.take_stage(uow, live_session_id=session.id, actor=actor)


@command(
    "live.end",
    needs=LivePermission.END,
    on=queries.session_of,
    payload=schemas.AboutSession,
)
def end(
    uow: UnitOfWork, actor: Actor, session: LiveSession, payload: schemas.AboutSession
) -> Answer:
    """Take the session off the air."""
    services.end_session(uow, live_session_id=session.id)
    return {"live_session_id": str(session.id)}


def _session(uow: UnitOfWork, actor: Actor, live_session_id: UUID) -> LiveSession:
    return queries.session_by_id(uow, actor, live_session_id)


listen("live_session", needs=LivePermission.WATCH, on=_session)

push(LiveSessionPrepared, to=lambda e: [audiences.fair(e.fair_id)])
push(
    WentOnAir,
    to=lambda e: [audiences.live_session(e.live_session_id), audiences.fair(e.fair_id)],
)
push(
    WentOffAir,
    to=lambda e: [audiences.live_session(e.live_session_id), audiences.fair(e.fair_id)],
)
