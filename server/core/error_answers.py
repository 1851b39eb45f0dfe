"""How a refusal leaves the house: a page for people, problem details for programs."""

from typing import Any

import structlog
from flask import Flask, Response, g, make_response, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from server.core import errors
from server.core.errors import LianpinError, Unauthenticated
from server.core.http import may_retry, page_to_return_to, redirect, refused, render, url_for

log = structlog.get_logger()
_KNOWN: dict[int, type[LianpinError]] = {
    404: errors.NotFound,
    413: errors.TooLarge,
    429: errors.TooMany,
}
"""What werkzeug refuses by itself, in our words."""


def init_error_answers(app: Flask) -> None:
    """Answer everything that is raised in `app`."""
    app.register_error_handler(LianpinError, _answer)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(PoolTimeout, _database_busy)
    app.register_error_handler(SecurityError, _not_our_name)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)


def _answer(refusal: LianpinError) -> Any:
    if request.path.startswith("/api/"):
        return refused(refusal)
    if isinstance(refusal, Unauthenticated):
        return redirect(url_for("accounts.sign_in", next=page_to_return_to()))
    page = render(
        [f"errors/{refusal.status}.html", "errors/problem.html"],
        refusal=refusal,
        request_id=g.get("request_id"),
    )
    return may_retry(make_response(page, refusal.status), refusal)


def _forged(_error: CSRFError) -> Any:
    return _answer(errors.FormExpired())


def _database_busy(error: SQLAlchemyError) -> Any:
    """Restarting, locked for longer than we wait, or a deadlock: the next try may succeed."""
    log.error("database_unavailable", endpoint=request.endpoint, exc_info=error)
    return _answer(errors.Unavailable())


def _not_our_name(_error: SecurityError) -> Any:
    """No page: its links are made from the very host name that is not ours."""
    return Response(str(errors.BadRequest.message), 400, mimetype="text/plain")


def _http_error(error: HTTPException) -> Any:
    if error.code in _KNOWN:
        return _answer(_KNOWN[error.code]())
    if error.code and error.code < 400:
        return error
    refusal = errors.BadRequest() if (error.code or 500) < 500 else LianpinError()
    refusal.status = error.code or 500
    return _answer(refusal)


def _failed(error: Exception) -> Any:
    log.error("request_failed", endpoint=request.endpoint, exc_info=error)
    return _answer(LianpinError())
