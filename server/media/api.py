"""The door for the media node: signed facts come up here."""

from typing import Any

from flask import request

from server.core import clock
from server.core.http import Api
from server.core.identity import Actor
from server.core.permissions import PUBLIC
from server.core.settings import settings
from server.core.unit_of_work import UnitOfWork
from server.media import schemas, services
from server.media.errors import UnsignedFact
from webrtc.control.signature import HEADER, InvalidSignature, verify_signature

api = Api("media")


def signed_by_node(uow: UnitOfWork, actor: Actor) -> str:
    """The signature is the authority here; a person's session means nothing at this door.

    :raises UnsignedFact: missing, not ours, or not from just now
    """
    try:
        verify_signature(
            request.headers.get(HEADER),
            request.get_data(),
            settings().media_key,
            clock.now().timestamp(),
        )
    except InvalidSignature:
        raise UnsignedFact from None
    return "media node"


@api.post(
    "/media/webhooks",
    needs=PUBLIC,
    on=signed_by_node,
    payload=schemas.Delivery,
    csrf=False,
    idempotent=False,
)
def record(uow: UnitOfWork, actor: Actor, sender: str, payload: schemas.Delivery) -> dict[str, Any]:
    """Take in a batch; facts that were taken in before change nothing."""
    uow.actor = Actor.system()
    new = 0
    for fact in payload.facts:
        new += services.record_webhook(
            uow,
            fact_id=str(fact.id),
            fact=services.Fact(
                kind=fact.kind,
                room=fact.room,
                person=fact.person or "",
                place=fact.place or "",
                session=fact.session or "",
                publication=fact.publication or "",
                at=fact.at,
            ),
        )
    return {"taken": len(payload.facts), "new": new}
