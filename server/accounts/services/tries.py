"""Counting tries so that the count survives a refusal.

A wrong code is refused by raising, and the door then rolls its transaction back; a count written
in it would be lost, and guessing would be free. So a try is spent *before* it is judged, in a
transaction of its own. On PostgreSQL that is another connection. SQLite has one writer, which the
door holds at that moment, so there the counts stand in a small database file beside the main one.
"""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

from server.accounts.models import Tries
from server.core import clock, privacy, unit_of_work
from server.core.db import make_engine
from server.core.settings import settings

_table = cast("sa.Table", Tries.__table__)


def spend(kind: str, subject: str, *, most: int, within: timedelta) -> int | None:
    """Count one try, committed when this returns.

    :param kind: what is counted, such as `code`
    :param subject: about whom, such as a phone or an id; only its keyed hash is kept
    :param most: tries allowed in the window, which begins with the first of them
    :return: tries left after this one, or None when this one is too many
    """
    at = clock.now()
    engine = _engine()
    insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    over = _table.c.until <= at
    counted = (
        insert(_table)
        .values(key=_key(kind, subject), count=1, until=at + within)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": sa.case((over, 1), else_=_table.c.count + 1),
                "until": sa.case((over, at + within), else_=_table.c.until),
            },
        )
        .returning(_table.c.count)
    )
    with engine.begin() as connection:
        count = connection.execute(counted).scalar_one()
    return most - count if count <= most else None


def left(kind: str, subject: str, *, most: int) -> int:
    """Tries left in the window that runs."""
    with _engine().connect() as connection:
        count = connection.scalar(
            sa.select(_table.c.count).where(
                _table.c.key == _key(kind, subject), _table.c.until > clock.now()
            )
        )
    return max(most - (count or 0), 0)


def forgive(kind: str, subject: str) -> None:
    """Forget the tries, after one that was right."""
    with _engine().begin() as connection:
        connection.execute(sa.delete(_table).where(_table.c.key == _key(kind, subject)))


def forget_over() -> None:
    """Remove windows that have ended."""
    with _engine().begin() as connection:
        connection.execute(sa.delete(_table).where(_table.c.until <= clock.now()))


def forget_all() -> None:
    """Remove every count; tests begin with none."""
    with _engine().begin() as connection:
        connection.execute(sa.delete(_table))


def _key(kind: str, subject: str) -> str:
    return privacy.blind_index(f"accounts.tries.{kind}", subject)


def _engine() -> Engine:
    main = unit_of_work.engine().url
    return _engine_beside(main.render_as_string(hide_password=False))


@cache
def _engine_beside(main: str) -> Engine:
    """The engine for counts: the main database over connections of its own, or a file beside it."""
    url = sa.make_url(main)
    if url.get_backend_name() != "sqlite":
        green = settings().async_mode == "eventlet"
        return make_engine(main, green=green)
    if url.database in (None, "", ":memory:"):
        engine = make_engine("sqlite://", poolclass=StaticPool)
    else:
        path = Path(str(url.database))
        beside = url.set(database=str(path.with_name(f"{path.stem}-tries{path.suffix}")))
        engine = make_engine(beside.render_as_string(hide_password=False))
    engine = engine.execution_options(lianpin_writes=True)
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateTable(_table, if_not_exists=True))
    return engine
