"""Reading the sequenced log: what is new, and what a client missed."""

from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa

from server.core.events import EventAudience, EventRow
from server.core.unit_of_work import UnitOfWork

MOST_MISSED = 200
"""A client that missed more is told to fetch its page again."""


@dataclass(frozen=True, order=True)
class Position:
    """A place in the log.

    Sequences commit out of order on PostgreSQL; pairs of (transaction, sequence) do not, as long as
    one reads below the oldest running transaction.
    """

    transaction: int = 0
    sequence: int = 0

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The position behind `"12.345"`; None when it is none."""
        left, _, right = text.partition(".")
        if left.isdecimal() and right.isdecimal():
            return cls(int(left), int(right))
        return None

    def __str__(self) -> str:
        return f"{self.transaction}.{self.sequence}"


def _settled(uow: UnitOfWork) -> list[sa.ColumnElement[bool]]:
    """Rows that no running transaction can still slip in front of."""
    if uow.session.get_bind().dialect.name != "postgresql":
        return []
    horizon = sa.text(
        "event_log.transaction < "
        "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)"
    )
    return [horizon]  # type: ignore[list-item]  # a text clause is a condition


def _after(position: Position) -> sa.ColumnElement[bool]:
    return sa.or_(
        EventRow.transaction > position.transaction,
        sa.and_(
            EventRow.transaction == position.transaction,
            EventRow.sequence > position.sequence,
        ),
    )


def settle_restored(uow: UnitOfWork) -> None:
    """Move rows of an earlier cluster to the beginning of the log.

    PostgreSQL counts transactions per cluster. A dump that was loaded into a new one holds higher
    counts than it has reached: those rows would be hidden for long and then come up as news. What
    this statement sees and this cluster wrote lies below its snapshot's upper end.
    """
    if uow.session.get_bind().dialect.name != "postgresql":
        return
    not_of_here = sa.text(
        "event_log.transaction >= "
        "CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)"
    )
    uow.session.execute(sa.update(EventRow).where(not_of_here).values(transaction=0))


def last_position(uow: UnitOfWork) -> Position:
    """Where the settled log ends now."""
    row = uow.session.execute(
        sa.select(EventRow.transaction, EventRow.sequence)
        .where(*_settled(uow))
        .order_by(EventRow.transaction.desc(), EventRow.sequence.desc())
        .limit(1)
    ).first()
    return Position(*row) if row else Position()


def rows_after(uow: UnitOfWork, position: Position, *, limit: int) -> list[EventRow]:
    """The settled rows after `position`, oldest first."""
    return uow.scalars(
        sa.select(EventRow)
        .where(_after(position), *_settled(uow))
        .order_by(EventRow.transaction, EventRow.sequence)
        .limit(limit)
    )


def wire(row: EventRow, audience: str) -> dict[str, Any]:
    """A fact as browsers get it."""
    return {
        "audience": audience,
        "position": row.position,
        "name": row.name,
        "data": row.payload,
        "at": row.happened_at.isoformat(),
    }


def catch_up(uow: UnitOfWork, audience: str, *, after: str | None) -> dict[str, Any]:
    """Where the log stands, and the facts of `audience` since `after`.

    :return: `{"position", "events": […]}`, with `"reset": True` instead of events when too much was
        missed or the position is not of this log.
    """
    now = last_position(uow)
    if after is None:
        return {"position": str(now), "events": []}
    since = Position.parse(after)
    if since is None or since > now:
        return {"position": str(now), "events": [], "reset": True}
    missed = uow.scalars(
        sa.select(EventRow)
        .join(EventAudience, EventAudience.sequence == EventRow.sequence)
        .where(EventAudience.audience == audience, _after(since), *_settled(uow))
        .order_by(EventRow.transaction, EventRow.sequence)
        .limit(MOST_MISSED + 1)
    )
    if len(missed) > MOST_MISSED:
        return {"position": str(now), "events": [], "reset": True}
    return {"position": str(now), "events": [wire(row, audience) for row in missed]}
