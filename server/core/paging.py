"""Long lists in pages: one row more than is shown is read, so nothing is counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from flask import request, url_for
from pydantic import Field

from server.core.schemas import Payload
from server.core.unit_of_work import UnitOfWork

T = TypeVar("T")
SIZE = 20
"""Rows on a page, unless the list says otherwise."""


class PageQuery(Payload):
    """The query string of a list; lists with filters derive from it."""

    page: int = Field(default=1, ge=1, le=5000)

    def kept(self) -> dict[str, Any]:
        """The filters that were set, for the addresses of the other pages."""
        return self.model_dump(mode="json", exclude_defaults=True, exclude={"page"})


@dataclass(frozen=True)
class Paged(Generic[T]):
    """One page of a list."""

    items: list[T]
    number: int
    has_next: bool
    kept: Mapping[str, Any]

    @property
    def previous_url(self) -> str:
        """The address of the page before, or nothing."""
        return self._url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        """The address of the page after, or nothing."""
        return self._url(self.number + 1) if self.has_next else ""

    def _url(self, number: int) -> str:
        path = dict(request.view_args or {})
        return url_for(request.endpoint or "", **path, **self.kept, page=number)


def paged(
    uow: UnitOfWork,
    statement: sa.Select[*tuple[Any, ...]],
    asked: PageQuery,
    *,
    size: int = SIZE,
    read: Callable[[Any], T] = lambda row: row[0],
) -> Paged[T]:
    """The page of `statement` that `asked` names; the statement brings a complete order.

    :param read: what to make of a row; its first column unless told
    """
    offset = (asked.page - 1) * size
    rows = uow.session.execute(statement.limit(size + 1).offset(offset)).all()
    return Paged(
        items=[read(row) for row in rows[:size]],
        number=asked.page,
        has_next=len(rows) > size,
        kept=asked.kept(),
    )
