"""Fixtures for every test: a real database, the real application, a closed network.

`LIANPIN_TEST_DATABASE_URL` runs the same tests on PostgreSQL.
"""

import atexit
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

_data = Path(tempfile.mkdtemp(prefix="lianpin-test-"))
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ.update(
    {
        "LIANPIN_DEMO": "true",
        "LIANPIN_DATA_DIR": str(_data),
        "LIANPIN_DATABASE_URL": os.environ.get("LIANPIN_TEST_DATABASE_URL", ""),
        "LIANPIN_REDIS_URL": os.environ.get("LIANPIN_TEST_REDIS_URL", ""),
    }
)

from server.accounts.services import tries  # noqa: E402 -- the same
from server.core import rate_limit, unit_of_work, worker  # noqa: E402 -- settings are read on import
from server.core.app import create_app  # noqa: E402
from server.core.db import Base  # noqa: E402
from server.core.http import SESSION_COOKIE  # noqa: E402
from server.core.identity import Actor  # noqa: E402
from server.core.unit_of_work import UnitOfWork  # noqa: E402


@pytest.fixture(scope="session")
def application() -> Iterator[Flask]:
    """The application over a fresh database, made from the models."""
    app = create_app()
    app.config["TESTING"] = True
    engine = unit_of_work.engine().execution_options(lianpin_writes=True)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    yield app
    Base.metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """The application with empty tables afterwards: what a test commits, no other test sees."""
    yield application
    engine = unit_of_work.engine().execution_options(lianpin_writes=True)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
            connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        else:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())
    rate_limit.forget()
    # Counted tries stand outside the tables above, so that a refusal cannot undo them.
    tries.forget_all()


@pytest.fixture
def uow(app: Flask) -> Iterator[UnitOfWork]:
    """A transaction of the platform itself, rolled back at the end."""
    with app.test_request_context():
        session_of = unit_of_work.writing(Actor.system())
        found = session_of.__enter__()
        yield found
        found.session.rollback()
        found.session.close()


@pytest.fixture
def database(app: Flask) -> Callable[[], Any]:
    """`with database() as uow:` commits at its end, for tests that cross transactions."""
    return lambda: unit_of_work.writing(Actor.system())


@pytest.fixture
def keep_promises(app: Flask) -> Callable[[], int]:
    """Run every promise that is due, as the worker would; returns how many ran."""

    def run() -> int:
        with app.app_context():
            return worker.drain()

    return run


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a session; forms need no CSRF token in tests that are not about it."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def as_(app: Flask, database: Callable[[], Any]) -> Callable[[Any], FlaskClient]:
    """`as_(account)`: a browser in which this account is signed in (a row that was committed)."""
    from server.accounts import services as accounts

    def sign_in(account: Any) -> FlaskClient:
        app.config["WTF_CSRF_ENABLED"] = False
        with database() as uow:
            token = accounts.open_session(uow, account)
        browser = app.test_client()
        browser.set_cookie(SESSION_COOKIE, token)
        return browser

    return sign_in


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])
            if not (host.startswith("127.") or host in ("::1", "localhost")):
                raise OSError("tests reach nothing beyond this machine")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
