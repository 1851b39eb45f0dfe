"""Doors over HTTP: HTML pages and the JSON API under `/api/v1`.

@pages.get("/fairs/<uuid:fair_id>", needs=FairPermission.READ, on=queries.fair_by_id)
def show(uow, actor, fair): ...
"""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, g, jsonify, make_response, redirect, request, url_for
from flask import render_template as render
from pydantic import BaseModel
from werkzeug.wrappers import Response as AnyResponse

from server.core import identity, unit_of_work
from server.core.doors import DOORS, Door, Load
from server.core.errors import (
    Conflict,
    Invalid,
    LianpinError,
    NotJson,
    TooMany,
    Unauthenticated,
    Unavailable,
    problem_details,
)
from server.core.i18n import current_locale_code
from server.core.idempotency import Replay
from server.core.identity import Actor
from server.core.permissions import Needs
from server.core.schemas import FormState, Payload, form_values
from server.core.settings import settings

SESSION_COOKIE = "lianpin_session"
MAX_KEY = 100
"""An idempotency key longer than this is refused."""

__all__ = ["Api", "Pages", "may_retry", "page_to_return_to", "redirect", "render", "url_for"]

Handler = Callable[..., Any]


def session_token() -> str | None:
    """The session token of this request: cookie, or bearer for programs."""
    bearer = request.headers.get("Authorization", "")
    if bearer.startswith("Bearer "):
        return bearer.removeprefix("Bearer ")
    return request.cookies.get(SESSION_COOKIE)


def recognise(uow: unit_of_work.UnitOfWork) -> Actor:
    """Who sends this request; remembered for the templates."""
    # The account's language counts when nothing else was chosen: it must be known before.
    g.actor = identity.actor_of(uow, session_token())
    g.actor = g.actor.speaking(current_locale_code())
    actor: Actor = g.actor
    return actor


def keep_session(response: AnyResponse, token: str, *, lasts: timedelta | None) -> AnyResponse:
    """Hand a session's token to the browser; for `lasts`, or until the browser is closed."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=lasts,
        httponly=True,
        samesite="Lax",
        secure=settings().public_url.startswith("https://"),
    )
    return response


def drop_session(response: AnyResponse) -> AnyResponse:
    """Take the token back from the browser."""
    response.delete_cookie(SESSION_COOKIE)
    return response


class _Doors:
    """What pages and API share: a blueprint whose routes are doors."""

    kind = ""

    def __init__(self, name: str, blueprint: Blueprint) -> None:
        self.name = name
        self.blueprint = blueprint

    def get(
        self,
        rule: str,
        *,
        needs: Needs,
        on: Load | None = None,
        payload: type[Payload] | None = None,
    ) -> Callable[[Handler], Handler]:
        """Declare a door that only reads; `payload` is the query string's model."""
        return self._door("GET", rule, needs=needs, on=on, payload=payload, writes=False)

    def post(self, rule: str, *, needs: Needs, **options: Any) -> Callable[[Handler], Handler]:
        """Declare a door that changes something."""
        return self._door("POST", rule, needs=needs, **options)

    def _door(
        self, method: str, rule: str, *, needs: Needs, **options: Any
    ) -> Callable[[Handler], Handler]:
        def declare(handler: Handler) -> Handler:
            options.setdefault("on", None)
            options.setdefault("payload", None)
            door = Door(
                kind=self.kind,
                name=f"{method} {rule}",
                handler=handler,
                needs=needs,
                endpoint=f"{self.blueprint.name}.{handler.__name__}",
                **options,
            )
            DOORS.append(door)

            @functools.wraps(handler)
            def view(**path: Any) -> AnyResponse:
                return self.answer(door, path)

            view.door = door  # type: ignore[attr-defined]  # the CSRF check reads door.csrf
            self.blueprint.add_url_rule(rule, handler.__name__, view, methods=[method])
            return handler

        return declare

    def answer(self, door: Door, path: dict[str, Any]) -> AnyResponse:
        """Walk through the door and turn the result into a response."""
        raise NotImplementedError

    def _walk(
        self,
        door: Door,
        path: dict[str, Any],
        sent: Callable[[type[Payload]], Payload],
        answer_of: Callable[[Any], dict[str, Any] | None],
    ) -> Any:
        opened = unit_of_work.writing if door.writes else unit_of_work.reading
        with opened(Actor.nobody()) as uow:
            uow.actor = recognise(uow)
            owner = str(uow.actor.account_id or request.remote_addr)
            key = self._checked_key() if door.writes else None
            return door.enter(
                uow,
                path=path,
                sent=sent,
                key=(owner, key) if key else None,
                answer_of=answer_of,
            )

    def _checked_key(self) -> str | None:
        key = self._key()
        if key and len(key) > MAX_KEY:
            abort(400)
        return key

    def _key(self) -> str | None:
        """The idempotency key that came with the command."""
        return request.headers.get("Idempotency-Key")


class Pages(_Doors):
    """HTML pages of one domain; templates in `templates/<domain>/`."""

    kind = "page"

    def __init__(self, name: str) -> None:
        super().__init__(name, Blueprint(name, f"server.{name}.pages"))

    def answer(self, door: Door, path: dict[str, Any]) -> AnyResponse:
        """The page; on a refused form the same page again, with everything that was typed."""

        def sent(model: type[Payload]) -> Payload:
            source = request.form if door.writes else request.args
            return model.model_validate(form_values(model, source))

        try:
            return make_response(self._walk(door, path, sent, _redirect_kept))
        except Replay as before:
            return redirect(before.answer["location"], before.answer["status"])
        except (Invalid, Conflict, TooMany, Unavailable) as refusal:
            # The page cannot be drawn again when its subject hangs on what was sent.
            if door.again is None or door.loads_by_payload:
                raise
            return self._again(door, path, refusal)

    def _key(self) -> str | None:
        return super()._key() or request.form.get("_key")

    def _again(self, door: Door, path: dict[str, Any], refusal: LianpinError) -> AnyResponse:
        values = form_values(door.payload or Payload, request.form)
        errors = {}
        if isinstance(refusal, Invalid):
            errors = {name: str(text) for name, text in refusal.fields.items()}
        form = FormState(values=values, errors=errors, problem=refusal.text)
        assert door.again is not None  # noqa: S101 -- checked by the only caller
        with unit_of_work.reading(Actor.nobody()) as uow:
            uow.actor = recognise(uow)
            arguments = [uow, uow.actor]
            if door.on is not None:
                arguments.append(door.on(uow, uow.actor, **path))
            response = make_response(door.again(*arguments, form=form), refusal.status)
            return may_retry(response, refusal)


def _redirect_kept(result: Any) -> dict[str, Any] | None:
    """A redirect can be given again; a page is rendered again instead."""
    if isinstance(result, AnyResponse) and result.location:
        return {"location": result.location, "status": result.status_code}
    return None


class Api(_Doors):
    """JSON endpoints of one domain, mounted under `/api/v1`."""

    kind = "api"

    def __init__(self, name: str) -> None:
        blueprint = Blueprint(f"{name}_api", f"server.{name}.api", url_prefix="/api/v1")
        super().__init__(name, blueprint)

    def delete(self, rule: str, *, needs: Needs, **options: Any) -> Callable[[Handler], Handler]:
        """Declare a door that removes something."""
        return self._door("DELETE", rule, needs=needs, **options)

    def put(self, rule: str, *, needs: Needs, **options: Any) -> Callable[[Handler], Handler]:
        """Declare a door that replaces something."""
        return self._door("PUT", rule, needs=needs, **options)

    def answer(self, door: Door, path: dict[str, Any]) -> AnyResponse:
        """The result as JSON, or the refusal as problem details (:rfc:`9457`)."""

        def sent(model: type[Payload]) -> Payload:
            if door.writes:
                return model.model_validate_json(_json_body(), strict=True)
            return model.model_validate(form_values(model, request.args))

        try:
            result = self._walk(door, path, sent, _json_kept)
        except Replay as before:
            return _json(before.answer["body"], before.answer["status"])
        except LianpinError as refusal:
            return refused(refusal)
        if isinstance(result, AnyResponse):
            return result
        body, status = result if isinstance(result, tuple) else (result, 200)
        return _json(_plain(body), status)


def _json_body() -> bytes:
    """What was sent; raises `NotJson` for a form, which would be read as empty."""
    if request.mimetype and request.mimetype != "application/json":
        raise NotJson
    return request.get_data() or b"{}"


def _plain(body: Any) -> Any:
    return body.model_dump(mode="json") if isinstance(body, BaseModel) else body


def _json_kept(result: Any) -> dict[str, Any] | None:
    if isinstance(result, AnyResponse):
        return None
    body, status = result if isinstance(result, tuple) else (result, 200)
    kept = _json(_plain(body), status)
    return {"body": kept.get_json(), "status": status}


def _json(body: Any, status: int) -> Response:
    response = jsonify(body)
    response.status_code = status
    return response


def refused(refusal: LianpinError) -> Response:
    """A refusal as an `application/problem+json` response."""
    response = _json(problem_details(refusal), refusal.status)
    response.mimetype = "application/problem+json"
    if isinstance(refusal, Unauthenticated):
        response.headers["WWW-Authenticate"] = "Bearer"
    may_retry(response, refusal)
    return response


def may_retry(response: AnyResponse, refusal: LianpinError) -> AnyResponse:
    """Say when another try makes sense."""
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after_s)
    return response


def page_to_return_to() -> str | None:
    """The address to go on with after signing in: this page, or the one whose form was sent.

    What answers POST alone cannot be asked for again; the browser says which page of ours it was.
    """
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host:
        return None
    return f"{before.path}?{before.query}" if before.query else before.path
