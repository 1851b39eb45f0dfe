"""A database of its own for a test: a file, or a new database on the PostgreSQL of the run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from server.core.db import normalized

POSTGRES = os.environ.get("LIANPIN_TEST_DATABASE_URL", "")


@contextmanager
def fresh_database(name: str, folder: Path) -> Iterator[str]:
    """Its address; it is gone after the block."""
    if not POSTGRES:
        yield f"sqlite:///{folder / name}.db"
        return
    _say(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    yield normalized(POSTGRES).set(database=name).render_as_string(hide_password=False)
    _say(f"DROP DATABASE {name} WITH (FORCE)")


def _say(*statements: str) -> None:
    engine = sa.create_engine(normalized(POSTGRES), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()
