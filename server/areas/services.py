"""Filling the table of areas from the files that `build_data` made."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from server.areas import codes
from server.areas.data_files import Division
from server.areas.models import MOST_INITIALS, MOST_PINYIN, Area
from server.areas.pinyin import pinyin_of
from server.core.unit_of_work import UnitOfWork

BATCH = 1_000
"""Rows written by one statement."""


def import_divisions(
    uow: UnitOfWork,
    divisions: Iterable[Division],
    *,
    told: Callable[[int], None] = lambda _done: None,
) -> int:
    """Write divisions, parents before children; one that is known is brought up to date.

    :param told: hears how many are written so far, after every batch
    :return: how many were written; the same file again writes the same rows
    """
    names = _Names(uow)
    rows = (_row(division, names) for division in divisions)
    done = 0
    while batch := list(islice(rows, BATCH)):
        uow.session.execute(_upsert(uow), batch)
        done += len(batch)
        told(done)
    uow.session.expire_all()
    return done


class _Names:
    """Full names of the areas above, from this import or from the table."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._known: dict[str, str] = {}

    def of(self, code: str) -> str:
        if code not in self._known:
            self._known[code] = self._uow.get(Area, code).full_name
        return self._known[code]

    def remember(self, code: str, full_name: str) -> None:
        self._known[code] = full_name


def _row(division: Division, names: _Names) -> dict[str, Any]:
    level = codes.level_of(division.code)
    full_name = division.name
    if division.parent_code is not None:
        full_name = f"{names.of(division.parent_code)} {division.name}"
    if level is not codes.AreaLevel.VILLAGE:
        names.remember(division.code, full_name)
    pinyin, initials = pinyin_of(division.name)
    return {
        "code": division.code,
        "name": division.name,
        "level": level,
        "parent_code": division.parent_code,
        "full_name": full_name,
        "pinyin": pinyin[:MOST_PINYIN],
        "pinyin_initials": initials[:MOST_INITIALS],
        "successor_code": division.successor_code,
    }


def _upsert(uow: UnitOfWork) -> Any:
    dialect = uow.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(cast("sa.Table", Area.__table__))
    changed = {
        column.name: statement.excluded[column.name]
        for column in sa.inspect(Area).columns
        if not column.primary_key
    }
    return statement.on_conflict_do_update(index_elements=["code"], set_=changed)
