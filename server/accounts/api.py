"""Signing programs in, with a token instead of a cookie."""

from typing import Any

from flask import request

from server.accounts import devices, queries, schemas, services
from server.accounts.models import AuthSession
from server.accounts.services.sign_in import sign_in_with_password
from server.core.http import Api
from server.core.identity import Actor
from server.core.permissions import PUBLIC, SIGNED_IN
from server.core.unit_of_work import UnitOfWork

api = Api("accounts")


# No cookie is set or read here, so there is nothing that a foreign page could forge.
@api.post("/session", needs=PUBLIC, payload=schemas.OpenSession, idempotent=False, csrf=False)
def open_session(uow: UnitOfWork, actor: Actor, sent: schemas.OpenSession) -> Any:
    """A token for `Authorization: Bearer …`, for staff."""
    account = sign_in_with_password(
        uow,
        login_name=sent.login_name,
        password=sent.password,
        address=request.remote_addr or "",
    )
    device = devices.described(request.user_agent.string) or "API"
    token = services.open_session(uow, account, device=device)
    return schemas.SessionOut(token=token, account_id=account.id), 201


@api.delete("/session", needs=SIGNED_IN, idempotent=False)
def end_session(uow: UnitOfWork, actor: Actor) -> Any:
    """End the session of this token."""
    account = queries.account_of(uow, actor)
    if actor.session_id is not None:
        services.end_session(uow, account_id=account.id, session_id=actor.session_id)
    return {}


@api.get("/me", needs=SIGNED_IN)
def show_me(uow: UnitOfWork, actor: Actor) -> Any:
    """Who the caller is."""
    account = queries.account_of(uow, actor)
    session = uow.find(AuthSession, actor.session_id) if actor.session_id else None
    return schemas.Me(
        account_id=account.id,
        role=account.role,
        display_name=account.display_name,
        area_code=account.area_code,
        session_expires_at=session.expires_at if session else None,
    )
