"""Reading areas: by code, by place in the tree, by what someone types."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from server.areas import codes
from server.areas.codes import AreaLevel
from server.areas.errors import AreaRequired, AreaUnknown
from server.areas.models import Area
from server.areas.pinyin import typed
from server.core.unit_of_work import UnitOfWork

MOST_FOUND = 50
"""A search answers with at most this many areas."""
MOST_TYPED = 40
"""More than this of what was typed is not looked at."""
_LAST = "\U0010ffff"


def find_area(uow: UnitOfWork, code: str) -> Area | None:
    """The area with this code (short or full), or None; also one that is no more."""
    return uow.find(Area, codes.full(code)) if codes.is_code(code) else None


def get_area(uow: UnitOfWork, code: str) -> Area:
    """The area with this code (short or full).

    :raises AreaUnknown: there is none
    """
    area = find_area(uow, code)
    if area is None:
        raise AreaUnknown
    return area


def chosen_area(uow: UnitOfWork, code: str, *, field: str = "area_code") -> Area:
    """The current area behind a form's code.

    :raises AreaRequired: there is none, or it is no more; `field` is marked
    """
    area = find_area(uow, code)
    if area is None or not area.is_current:
        raise AreaRequired(fields={field: AreaRequired.message})
    return area


def list_children(uow: UnitOfWork, code: str | None = None) -> list[Area]:
    """What lies directly below an area, or the provinces; without areas that are no more."""
    above = Area.parent_code.is_(None) if code is None else Area.parent_code == codes.full(code)
    return uow.scalars(
        sa.select(Area).where(above, Area.successor_code.is_(None)).order_by(Area.code)
    )


def path_of(uow: UnitOfWork, code: str) -> list[Area]:
    """The areas from the province down to this one, itself last; empty when the code is unknown."""
    path: list[Area] = []
    area = find_area(uow, code)
    while area is not None:
        path.insert(0, area)
        area = uow.find(Area, area.parent_code) if area.parent_code else None
    return path


def name_of(uow: UnitOfWork, code: str | None) -> str:
    """The full name behind a code, or the code itself when the area was never imported."""
    area = find_area(uow, code) if code else None
    return area.full_name if area is not None else (code or "")


def names_of(uow: UnitOfWork, wanted: Iterable[str]) -> dict[str, str]:
    """Full names by the code that was asked for; for lists, one query."""
    by_full = {codes.full(code): code for code in wanted if code}
    found = uow.session.execute(
        sa.select(Area.code, Area.full_name).where(Area.code.in_(by_full))
    ).all()
    return {by_full[code]: name for code, name in found}


def in_subtree(column: Any, code: str) -> sa.ColumnElement[bool]:
    """The condition that `column` names an area inside `code` (or is it): a bureau's row scope.

    A range, so that an index on the column serves it.
    """
    return sa.or_(*[column.between(first, last) for first, last in codes.ranges_inside(code)])


area_subtree = in_subtree


def with_children(uow: UnitOfWork, areas: Iterable[Area]) -> set[str]:
    """Those codes of `areas` that have something below them."""
    asked = [area.code for area in areas]
    return set(
        uow.session.scalars(
            sa.select(Area.parent_code).where(Area.parent_code.in_(asked)).distinct()
        )
    )


def search(
    uow: UnitOfWork,
    text: str,
    *,
    level: AreaLevel | None = None,
    within: str | None = None,
    limit: int = 20,
) -> list[Area]:
    """Areas by name, pinyin, initials or code; several words narrow down ("花垣 金龙", "hyx jl").

    Names that begin with the word come first, larger areas before smaller ones. The last word names
    the area, the words before it name where it lies.
    """
    words = text[:MOST_TYPED].split()
    if not words:
        return []
    *above, wanted = words
    limits: list[sa.ColumnElement[bool]] = [Area.successor_code.is_(None)]
    if level is not None:
        limits.append(Area.level == level)
    if within is not None:
        limits.append(in_subtree(Area.code, within))
    if above:
        places = search(uow, " ".join(above), within=within, limit=MOST_FOUND)
        if not places:
            return []
        limits.append(sa.or_(*[in_subtree(Area.code, place.code) for place in places]))
    found = _ranked(uow, sa.or_(*_begins(wanted)), limits, wanted, limit)
    if len(found) < limit and len(wanted) > 1:
        known = {area.code for area in found}
        contains = Area.name.contains(wanted, autoescape=True)
        more = _ranked(uow, contains, limits, wanted, limit)
        found += [area for area in more if area.code not in known]
    return found[:limit]


def _begins(word: str) -> list[sa.ColumnElement[bool]]:
    letters = typed(word)
    ways: list[sa.ColumnElement[bool]] = [_prefix(Area.name, word)]
    if letters.isascii() and letters.isalpha():
        ways += [_prefix(Area.pinyin, letters), _prefix(Area.pinyin_initials, letters)]
    if codes.is_code(word):
        ways.append(Area.code == codes.full(word))
    return ways


def _prefix(column: Any, start: str) -> sa.ColumnElement[bool]:
    """A range, which an index serves, where LIKE would read the table."""
    return sa.and_(column >= start, column < start + _LAST)


def _ranked(
    uow: UnitOfWork,
    condition: sa.ColumnElement[bool],
    limits: list[sa.ColumnElement[bool]],
    word: str,
    limit: int,
) -> list[Area]:
    by_level = sa.case(
        {level.value: rank for rank, level in enumerate(AreaLevel)}, value=Area.level
    )
    exact = sa.case((sa.or_(Area.name == word, Area.pinyin == typed(word)), 0), else_=1)
    return uow.scalars(
        sa.select(Area)
        .where(condition, *limits)
        .order_by(exact, by_level, sa.func.length(Area.name), Area.code)
        .limit(limit)
    )
