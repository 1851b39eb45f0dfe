"""The database: engine, base class, column types. One file knows both dialects.

SQLite runs in WAL with `synchronous=FULL`, checked on every connection: with NORMAL a power cut
loses rows that were acknowledged. Commands begin with BEGIN IMMEDIATE, since a read that upgrades
to a write fails at once when three programs write.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import pysqlite3.dbapi2
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from server.core import clock
from server.core.ids import new_id

BUSY_TIMEOUT_MS = 5_000
"""How long a write waits for another program's write before it is refused."""


class Base(DeclarativeBase):
    """Every table; constraints are named alike on both databases."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UTCDateTime(sa.TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the table; a naive one is a defect and refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Aware in, UTC stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """UTC out, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def StrEnumType(kind: type[StrEnum]) -> sa.Enum:  # noqa: N802 -- reads as a type in a column
    """A column for a `StrEnum`: text with a check constraint."""
    name = "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__).lstrip("_")
    return sa.Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class Row(Base):
    """A table with a UUIDv7 and the instant of its making."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-10)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, sort_order=90)


def normalized(url: str, *, green: bool = False) -> URL:
    """The address with the driver that fits: psycopg 3 for threads, psycopg2 for green threads."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg2" if green else "postgresql+psycopg")
    return parsed


def make_engine(url: str, *, green: bool = False, **options: Any) -> Engine:
    """An engine for `url`; `green` when the process runs on eventlet."""
    parsed = normalized(url, green=green)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(
            parsed, pool_pre_ping=True, pool_size=20, max_overflow=20, **options
        )
    engine = sa.create_engine(
        parsed,
        module=pysqlite3.dbapi2,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
        pool_size=20,
        max_overflow=60,
        **options,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma, wanted in (("journal_mode=WAL", "wal"), ("synchronous=FULL", None)):
        answer = cursor.execute(f"PRAGMA {pragma}").fetchone()
        if wanted and answer[0] != wanted:
            raise RuntimeError(f"SQLite refused PRAGMA {pragma}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    if cursor.execute("PRAGMA synchronous").fetchone()[0] != 2:
        raise RuntimeError("SQLite does not run with synchronous=FULL")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("lianpin_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
