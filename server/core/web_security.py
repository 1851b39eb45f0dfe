"""What every response carries and every request must: CSP, CSRF token, trusted hosts."""

from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from server.core.ids import new_id
from server.core.settings import Settings

MAX_BODY_BYTES = 8 * 1024 * 1024
"""A larger request is refused before it is read."""
csrf = CSRFProtect()


def init_security(app: Flask, settings: Settings) -> None:
    """Wire it all into `app`."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        TRUSTED_HOSTS=settings.trusted_hosts or None,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_SSL_STRICT=False,
    )
    csrf.init_app(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.before_request(_check_csrf(app))
    app.after_request(_headers(settings))
    app.jinja_env.globals["form_guard"] = form_guard
    app.jinja_env.globals["csrf_token"] = generate_csrf


def form_guard() -> Markup:
    """The hidden fields of every form that changes something: CSRF token, idempotency key."""
    return Markup(
        '<input type="hidden" name="csrf_token" value="{}">'
        '<input type="hidden" name="_key" value="{}">'
    ).format(generate_csrf(), new_id())


def _check_csrf(app: Flask) -> Any:
    def check() -> None:
        if request.method in {"GET", "HEAD", "OPTIONS", "TRACE"} or request.endpoint is None:
            return
        if not app.config["WTF_CSRF_ENABLED"]:  # off only in tests that are not about it
            return
        view = app.view_functions.get(request.endpoint)
        door = getattr(view, "door", None)
        if door is not None and not door.csrf:
            return
        # A bearer token is not sent by a browser on its own, so nothing can be forged with it.
        if request.headers.get("Authorization", "").startswith("Bearer "):
            return
        csrf.protect()

    return check


def _headers(settings: Settings) -> Any:
    media = settings.media_url.rstrip("/")
    sockets = settings.public_url.replace("http", "ws", 1).rstrip("/")
    policy = (
        "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
        f"form-action 'self'; img-src 'self' data: blob:; media-src 'self' blob: {media}; "
        f"connect-src 'self' {sockets} {media}; style-src 'self'; script-src 'self'; "
        "worker-src 'self' blob:"
    )

    def add(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(self), microphone=(self), geolocation=()"
        )
        if settings.public_url.startswith("https://"):
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        # Pages, answers and files of people: whoever may be kept says so at its door.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return add
