"""`/healthz` (this process lives), `/readyz` (it can work), `/metrics`."""

import hmac
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, abort, jsonify, request
from sqlalchemy.exc import SQLAlchemyError

from server.core import clock, metrics, unit_of_work
from server.core.heartbeat import Heartbeat
from server.core.identity import Actor
from server.core.outbox import Promise
from server.core.settings import settings

blueprint = Blueprint("health", __name__)
WORKER_SILENT = timedelta(seconds=20)
"""A worker that has not beaten this long is named."""


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that the process answers."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Database and worker; 503 only for what keeps pages from working."""
    checks: dict[str, Any] = {}
    status = 200
    try:
        with unit_of_work.reading(Actor.system()) as uow:
            uow.session.execute(sa.text("SELECT version_num FROM alembic_version"))
            checks["database"] = "ok"
            beat = uow.find(Heartbeat, "worker")
            silent = beat is None or clock.now() - beat.at > WORKER_SILENT
            checks["worker"] = "silent" if silent else "ok"
    except SQLAlchemyError:
        checks["database"] = "unreachable"
        status = 503
    return jsonify({"status": "ok" if status == 200 else "unavailable", "checks": checks}), status


@blueprint.get("/metrics")
def show_metrics() -> Response:
    """For Prometheus: with the token, or from this machine when none is set."""
    token = settings().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and not hmac.compare_digest(given.encode(), token.encode()):
        abort(404)
    if not token and request.remote_addr not in ("127.0.0.1", "::1"):
        abort(404)
    with unit_of_work.reading(Actor.system()) as uow:
        open_, oldest = uow.session.execute(
            sa.select(sa.func.count(), sa.func.min(Promise.run_at)).where(
                Promise.kept_at.is_(None), Promise.set_aside_at.is_(None)
            )
        ).one()
        aside = uow.session.scalar(
            sa.select(sa.func.count()).where(Promise.set_aside_at.is_not(None))
        )
    metrics.OUTBOX_OPEN.set(open_)
    metrics.OUTBOX_SET_ASIDE.set(aside or 0)
    age = (clock.now() - oldest).total_seconds() if oldest else 0
    metrics.OUTBOX_OLDEST.set(max(age, 0))
    return Response(metrics.text(), mimetype="text/plain")
