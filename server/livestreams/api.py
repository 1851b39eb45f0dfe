"""Applying from the shelf, without leaving the picture."""

from typing import Any

from server.core.http import Api
from server.core.identity import Actor
from server.core.unit_of_work import UnitOfWork
from server.livestreams import queries, schemas, services
from server.livestreams.models import LiveSession
from server.livestreams.permissions import LivePermission

api = Api("livestreams")


@api.post(
    "/live/<uuid:live_session_id>/applications",
    needs=LivePermission.APPLY,
    on=queries.session_by_id,
    payload=schemas.ApplyFromShelf,
)
def apply(
    uow: UnitOfWork, actor: Actor, session: LiveSession, payload: schemas.ApplyFromShelf
) -> Any:
    """One tap: apply for a posting on the shelf."""
    assert actor.worker_id is not None  # noqa: S101 -- APPLY asks for a worker
    application = services.apply_from_shelf(
        uow,
        live_session_id=session.id,
        posting_id=payload.posting_id,
        worker_id=actor.worker_id,
    )
    return {"application_id": str(application.id)}, 201
