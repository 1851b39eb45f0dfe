"""Puts the application together: every domain's files, lowest domain first."""

import importlib
import logging
import time
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import structlog
from flask import Flask, Response, g, request
from whitenoise import WhiteNoise

from server.core import (
    assets,
    cli,
    error_answers,
    event_tail,
    health,
    logs,
    metrics,
    navigation,
    openapi,
    unit_of_work,
)
from server.core.db import make_engine
from server.core.http import Api, Pages
from server.core.i18n import init_i18n
from server.core.identity import Actor
from server.core.ids import new_id
from server.core.settings import Settings, settings
from server.core.sockets import LARGEST_MESSAGE, bound_clients, socketio
from server.core.wake import Waker
from server.core.web_security import init_security

ROOT = Path(__file__).resolve().parents[2]

DOMAINS = (
    "areas",
    "accounts",
    "media",
    "signing",
    "bureaus",
    "enterprises",
    "workers",
    "stations",
    "jobs",
    "fairs",
    "livestreams",
    "interviews",
    "offers",
    "contracts",
    "trail",
    "notifications",
)
"""Lowest first; a domain imports only from those before it."""

_FILES = ("models", "events", "permissions", "subscribers", "tasks", "pages", "api", "sockets")


def load_domains() -> dict[str, ModuleType]:
    """Import every file that declares something, and return them by `domain.file`."""
    found: dict[str, ModuleType] = {}
    importlib.import_module("server.core.pages")
    for domain in DOMAINS:
        for name in (*_FILES, "cli"):
            if find_spec(f"server.{domain}") and find_spec(f"server.{domain}.{name}"):
                module = importlib.import_module(f"server.{domain}.{name}")
                found[f"{domain}.{name}"] = module
    return found


def create_app(overrides: Settings | None = None) -> Flask:
    """The Flask application with Socket.IO inside; opens the database."""
    conf = overrides or settings()
    logs.configure(as_json=conf.log_format == "json")
    app = Flask(
        "lianpin",
        root_path=str(ROOT),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
    )
    green = conf.async_mode == "eventlet"
    unit_of_work.use_engine(make_engine(conf.database_url, green=green))
    init_security(app, conf)
    init_i18n(app)
    assets.init_assets(app)
    _plug_in(app)
    error_answers.init_error_answers(app)
    _around_requests(app)
    waker = Waker(conf.redis_url)
    app.extensions["lianpin_waker"] = waker
    socketio.init_app(
        app,
        async_mode=conf.async_mode,
        cors_allowed_origins=None,
        max_http_buffer_size=LARGEST_MESSAGE,
        manage_session=False,
        # Loggers of ours: given False, both add a handler of their own that nothing scrubs.
        logger=logging.getLogger("socketio.server"),
        engineio_logger=logging.getLogger("engineio.server"),
    )
    bound_clients()
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # Flask's documented way to wrap
        app.wsgi_app,
        root=str(ROOT / "static"),
        prefix="static/",
        immutable_file_test=lambda _path, url: url.startswith("/static/dist/"),
        autorefresh=conf.demo,
    )
    return app


def serve_pushes(app: Flask) -> None:
    """Start the event tail; only a web process does, after it has forked."""
    waker: Waker = app.extensions["lianpin_waker"]
    waker.listen()
    event_tail.EventTail(waker).start()


def _plug_in(app: Flask) -> None:
    modules = load_domains()
    core = importlib.import_module("server.core.pages")
    app.register_blueprint(core.pages.blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(openapi.blueprint)
    for name, module in modules.items():
        if name.endswith((".pages", ".api")):
            for value in vars(module).values():
                if isinstance(value, Pages | Api) and value.blueprint.name not in app.blueprints:
                    app.register_blueprint(value.blueprint)
        if name.endswith(".cli"):
            app.cli.add_command(module.cli)
    cli.register(app)


def _around_requests(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.request_id = str(new_id())
        g.started = time.monotonic()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        spent = time.monotonic() - g.get("started", time.monotonic())
        metrics.REQUESTS.labels(request.endpoint or "", str(response.status_code)).observe(spent)
        return response

    @app.context_processor
    def shared() -> dict[str, Any]:
        actor = g.get("actor", Actor.nobody())
        return {
            "actor": actor,
            "nav": navigation.links_for(actor),
            "demo": settings().demo,
            "signed_in_name": actor.display_name,
        }
