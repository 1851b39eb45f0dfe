"""The schema's versions: what is applied, what is pending, and moving between them.

There is no alembic.ini: the address comes from the settings; `flask --app wsgi db` is the door.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from server.core.db import Base, make_engine

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
FILE_NAMES = "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
"""A dated name: the folder reads in the order of history."""


def config(connection: sa.Connection | None = None) -> Config:
    """Alembic's configuration, with the open connection that env.py uses."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("file_template", FILE_NAMES)
    made.set_main_option("timezone", "UTC")
    made.set_main_option("path_separator", "os")
    if connection is not None:
        made.attributes["connection"] = connection
    return made


def heads() -> tuple[str, ...]:
    """The newest versions in the folder; more than one is a mistake that `make check` names."""
    return tuple(ScriptDirectory.from_config(config()).get_heads())


def current(engine: Engine) -> str | None:
    """The version that the database is at; None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether this code has the version; a database moved on by newer code has one it lacks."""
    scripts = ScriptDirectory.from_config(config())
    return any(script.revision == revision for script in scripts.walk_revisions())


def refusal(engine: Engine) -> str | None:
    """Why a program may not start on this database, in a sentence; None when it may."""
    at = current(engine)
    if at in heads():
        return None
    if at is not None and not is_known(at):
        return (
            f"The database is at version {at}, which this code does not know: it was made by a "
            "newer Lianpin. Install that one."
        )
    return f"The database is at version {at or 'nothing'}; run: flask --app wsgi db upgrade"


def upgrade(engine: Engine, to: str = "head") -> None:
    """Move the database forward, all versions in one transaction."""
    with _writing(engine) as connection:
        command.upgrade(config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Move the database back to a version, by a number of steps (`-1`), or to nothing (`base`)."""
    with _writing(engine) as connection:
        command.downgrade(config(connection), to)


@contextmanager
def newest() -> Iterator[Engine]:
    """A throwaway SQLite database at the newest version, to compare the models with."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'newest.db'}")
        upgrade(engine)
        yield engine
        engine.dispose()


def write_revision(message: str, *, empty: bool = False) -> Path:
    """Write a new version from what the models say and the newest version does not.

    :param message: a sentence without its full stop
    :param empty: without looking at the difference, for a change of data
    """
    with newest() as engine, _writing(engine) as connection:
        made = command.revision(config(connection), message, autogenerate=not empty)
    script = made[0] if isinstance(made, list) else made
    if script is None:
        raise RuntimeError("Alembic wrote no version.")
    return Path(script.path)


def differences(engine: Engine) -> list[Any]:
    """Where the models and the database say different things; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def _writing(engine: Engine) -> sa.Connection:
    return engine.execution_options(lianpin_writes=True).connect()
