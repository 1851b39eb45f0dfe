"""What every HTTP door of the node does alike: CORS, the bearer token, refusals in words."""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from aiohttp import web

from webrtc import clock
from webrtc.control.signature import InvalidSignature
from webrtc.sfu.errors import NotSessionDescription, Refusal, TooManyRequests, Unauthenticated
from webrtc.signaling.answer import CONTENT_TYPE
from webrtc.tokens import Grant, InvalidToken, verify

if TYPE_CHECKING:
    from webrtc.node import Node

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
MAX_BODY: Final = 64 * 1024
INSTANCE_HEADER: Final = "Lianpin-Instance"
"""Random id of the page; it tells a page that reconnects from a second page with the same token."""
_ALLOWED_HEADERS: Final = f"Authorization, Content-Type, If-Match, {INSTANCE_HEADER}"
_EXPOSED_HEADERS: Final = "Location, ETag, Link, Accept-Patch, Retry-After"
_LOG: Final = logging.getLogger("webrtc.doors")


def problem(status: int, code: str, detail: str) -> web.Response:
    """Answer with a problem document (:rfc:`9457`); `code` is what programs read."""
    body = {"type": "about:blank", "title": detail, "status": status, "code": code}
    headers = {"Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status in (429, 503):
        headers["Retry-After"] = "2"
    return web.Response(
        status=status,
        text=json.dumps(body),
        content_type="application/problem+json",
        headers=headers,
    )


def middlewares(origins: tuple[str, ...]) -> list[Callable[..., Awaitable[web.StreamResponse]]]:
    """Return the middlewares of the node's application, outermost first."""

    @web.middleware
    async def cross_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let the pages of the core call, and no others."""
        if request.method == "OPTIONS":
            response: web.StreamResponse = web.Response(status=204)
        else:
            response = await handler(request)
        if not response.prepared:
            response.headers.update(cors_headers(request, origins))
            response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response

    @web.middleware
    async def refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turn a refusal into words; what nobody foresaw is logged and answered without detail."""
        try:
            return await handler(request)
        except Refusal as refusal:
            return problem(refusal.status, refusal.code, refusal.detail)
        except InvalidSignature as refusal:
            return problem(401, refusal.code, refusal.message)
        except web.HTTPException as refusal:
            return problem(refusal.status, f"http.{refusal.status}", refusal.reason)
        except Exception:  # noqa: BLE001 -- the door's one broad catch; others' calls must go on
            _LOG.exception("A request failed: %s %s", request.method, request.match_info.route)
            return problem(500, "internal", "The media server made a mistake.")

    return [cross_origin, refusals]


def cors_headers(request: web.Request, origins: tuple[str, ...]) -> dict[str, str]:
    """Return the CORS headers for a request's origin; none for an origin that is not ours."""
    origin = request.headers.get("Origin", "")
    if origin not in origins and "*" not in origins:
        return {"Vary": "Origin"}
    return {
        "Access-Control-Allow-Origin": origin or "*",
        "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE, OPTIONS",
        "Access-Control-Allow-Headers": _ALLOWED_HEADERS,
        "Access-Control-Expose-Headers": _EXPOSED_HEADERS,
        "Access-Control-Max-Age": "600",
        "Vary": "Origin",
    }


def bearer(request: web.Request, node: "Node", *, room: str | None = None) -> Grant:
    """Read the token of a request.

    :param room: the room it must be for; any when absent
    :raise Unauthenticated: with the code and the sentence of what is wrong with the token
    :raise TooManyRequests: this session asks without end
    """
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Unauthenticated
    try:
        grant = verify(token.strip(), node.settings.key, at=clock.now(), room=room)
    except InvalidToken as invalid:
        node.refused_tokens += 1
        refusal = Unauthenticated(invalid.message)
        refusal.code = invalid.code
        refusal.status = 403 if invalid.code == "media.token.other_room" else 401
        raise refusal from None
    if not node.request_limit.take(grant.session, clock.monotonic()):
        raise TooManyRequests
    return grant


async def read_offer(request: web.Request) -> str:
    """Read a session description from a request.

    :raise NotSessionDescription: another content type, or no text
    """
    if request.content_type != CONTENT_TYPE:
        raise NotSessionDescription
    try:
        return (await request.read()).decode()
    except UnicodeDecodeError:
        raise NotSessionDescription from None


def instance_of(request: web.Request) -> str:
    """Return the page's random id, at most 64 characters; empty when it sends none."""
    return request.headers.get(INSTANCE_HEADER, "")[:64]
