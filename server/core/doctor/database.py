"""The database and its neighbors: reachable, at the newest version, durable; Redis; the worker."""

from collections.abc import Iterator
from datetime import timedelta

import redis
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from server.core import clock, migrations
from server.core.db import make_engine
from server.core.doctor import Finding, error, examination, ok, warning
from server.core.heartbeat import Heartbeat
from server.core.outbox import Promise
from server.core.settings import Settings

SAFE_SQLITE = (3, 51, 3)
"""Before it a checkpoint that met a reset of the WAL could lose committed pages."""
SILENT = timedelta(seconds=30)


@examination
def database(conf: Settings) -> Iterator[Finding]:
    """Everything that needs a connection; without one, that is the only finding."""
    engine = make_engine(conf.database_url, green=conf.async_mode == "eventlet")
    kind = engine.dialect.name
    try:
        with engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
        yield ok("database.reachable", f"The database ({kind}) answers.")
        yield from _version(engine)
        if kind == "sqlite":
            yield from _sqlite(engine)
        yield from _worker(engine)
    except (SQLAlchemyError, OSError, RuntimeError) as problem:
        yield error(
            "database.unreachable",
            f"The database ({kind}) does not answer ({type(problem).__name__}).",
            "Check LIANPIN_DATABASE_URL, that the server runs, and that the account may sign in.",
        )
    finally:
        engine.dispose()
    if kind == "sqlite" and not conf.demo:
        yield warning(
            "database.embedded",
            "The embedded database is in use: one machine, some hundred people at once.",
            "For a county or more set LIANPIN_DATABASE_URL to PostgreSQL.",
        )


def _version(engine: Engine) -> Iterator[Finding]:
    at, heads = migrations.current(engine), migrations.heads()
    if at in heads:
        yield ok("database.newest", f"The schema is at the newest version ({at}).")
    elif at is not None and not migrations.is_known(at):
        yield error(
            "database.ahead",
            f"The schema is at version {at}, which this code does not know.",
            "Install the newer code that made it.",
        )
    else:
        yield error(
            "database.behind",
            f"The schema is at {at or 'nothing'}, the code at {', '.join(heads) or 'nothing'}.",
            "Run: flask --app wsgi db upgrade",
        )


def _sqlite(engine: Engine) -> Iterator[Finding]:
    with engine.connect() as connection:
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        text = str(connection.exec_driver_sql("SELECT sqlite_version()").scalar())
    if tuple(int(part) for part in text.split(".")) < SAFE_SQLITE:
        yield error(
            "database.sqlite_unsafe",
            f"SQLite {text} can lose committed pages when its log is reset.",
            "Install the pinned pysqlite3: pip install --require-hashes -r requirements.txt",
        )
    else:
        yield ok("database.sqlite", f"SQLite {text} has the repaired write-ahead log.")
    if journal != "wal":
        yield error(
            "database.journal",
            f"SQLite's journal is {journal}, not wal: readers and writers would stop each other.",
            "Put the data directory on a local disk; network folders cannot do it.",
        )


def _worker(engine: Engine) -> Iterator[Finding]:
    if not sa.inspect(engine).has_table(Heartbeat.__tablename__):
        return
    with engine.connect() as connection:
        at = connection.scalar(sa.select(Heartbeat.at).where(Heartbeat.name == "worker"))
        aside = connection.scalar(
            sa.select(sa.func.count())
            .select_from(Promise)
            .where(Promise.set_aside_at.is_not(None), Promise.kept_at.is_(None))
        )
    if at is None or clock.now() - at > SILENT:
        yield error(
            "worker.silent",
            "The background worker gives no sign of life: no message is sent, no contract sealed.",
            "Start it: systemctl start lianpin-worker, or make run.",
        )
    else:
        yield ok("worker.alive", "The background worker is at work.")
    if aside:
        yield warning(
            "worker.set_aside",
            f"{aside} promises were set aside after failing too often.",
            "Read the worker's log for promise_failed, repair the cause, and release them.",
        )


@examination
def wake_up(conf: Settings) -> Iterator[Finding]:
    """Redis, where it is set; without it processes poll."""
    if not conf.redis_url:
        return
    try:
        redis.from_url(conf.redis_url, socket_connect_timeout=2, socket_timeout=2).ping()
    except (redis.RedisError, OSError, ValueError) as problem:
        yield error(
            "redis.unreachable",
            f"Redis does not answer ({type(problem).__name__}): pushes come late.",
            "Check LIANPIN_REDIS_URL and that the server runs, or unset it.",
        )
    else:
        yield ok("redis.reachable", "Redis answers.")
