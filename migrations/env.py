"""How Alembic runs here: server/core/migrations.py calls it with an open connection."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from server.core.db import Base

LOCK_TIMEOUT = "5s"
"""A migration that waits longer for a table lock gives up, instead of stopping every request."""
STATEMENT_TIMEOUT = "15min"
ONE_AT_A_TIME = 0x6C69616E70696E
"""Key of PostgreSQL's advisory lock: two units that start together migrate one after the other."""


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the table, so that versions import no code."""
    if kind == "type" and isinstance(item, sa.TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run(connection: sa.Connection) -> None:
    """Run the versions that were asked for, in one transaction."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # Batch mode makes tables anew: with this on, dropping the old one would empty its children.
        # It cannot be set inside a transaction, so it goes below SQLAlchemy.
        _below(connection, "PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=sqlite,
        render_item=render_item,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
            connection.execute(sa.text(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'"))
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        context.run_migrations()
        if sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                tables = sorted({str(row[0]) for row in broken})
                raise RuntimeError(f"The migration left rows without a parent in {tables}.")
    if sqlite:
        _below(connection, "PRAGMA foreign_keys=ON")


def _below(connection: sa.Connection, statement: str) -> None:
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(statement)


run(context.config.attributes["connection"])
