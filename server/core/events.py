"""Facts. A fact is declared once; trail, push, notification and statistics observe it.

    @dataclass(frozen=True, kw_only=True)
    class TicketCalled(Event, name="interviews.ticket.called"):
        ticket_id: UUID

Publishing writes a row of the sequenced event log and runs the observers in the same transaction.
A row carries ids, numbers and instants only, never a name, phone or identity number.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.expression import FunctionElement

from server.core import clock
from server.core.db import Base, UTCDateTime
from server.core.ids import new_id

if TYPE_CHECKING:
    from server.core.unit_of_work import UnitOfWork


class Event:
    """The base of every fact; subclasses are frozen dataclasses in the past tense."""

    NAME: ClassVar[str]

    def __init_subclass__(cls, name: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not name:
            raise TypeError(f"{cls.__name__} needs a wire name: class …(Event, name='…')")
        known = BY_NAME.get(name)
        if known is not None and known.__qualname__ != cls.__qualname__:
            raise TypeError(f"two facts are named {name}")
        cls.NAME = name
        BY_NAME[name] = cls


BY_NAME: dict[str, type[Event]] = {}
E = TypeVar("E", bound=Event)
Observer = Callable[["UnitOfWork", Any], None]
Audiences = Callable[[Any], Iterable[str]]

_observers: dict[type[Event], list[Observer]] = {}
_audiences: dict[type[Event], Audiences] = {}


def in_transaction(*kinds: type[Event]) -> Callable[[Observer], Observer]:
    """Declare what this domain does when a fact becomes true elsewhere, in its transaction."""

    def declare(observer: Observer) -> Observer:
        for kind in kinds:
            listed = _observers.setdefault(kind, [])
            if observer not in listed:
                listed.append(observer)
        return observer

    return declare


def push(kind: type[E], *, to: Callable[[E], Iterable[str]]) -> None:
    """Declare who hears of a fact after the commit; the payload is the fact's fields."""
    _audiences[kind] = to


def observers_of(kind: type[Event]) -> list[Observer]:
    """The observers of a fact, in the order of their declaration."""
    return _observers.get(kind, [])


def audiences_of(event: Event) -> list[str]:
    """The audiences that hear of `event`, each once."""
    to = _audiences.get(type(event))
    return list(dict.fromkeys(to(event))) if to else []


def pushed_kinds() -> dict[type[Event], Audiences]:
    """Every fact that is pushed (docs and tests read it)."""
    return dict(_audiences)


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(BY_NAME[name])


def dump(event: Event) -> dict[str, Any]:
    """The fact's fields as JSON values."""
    fields: dict[str, Any] = _adapter(event.NAME).dump_python(event, mode="json")
    return fields


def load(name: str, payload: dict[str, Any]) -> Event:
    """The fact behind a row of the log."""
    fact: Event = _adapter(name).validate_python(payload)
    return fact


class _TransactionId(FunctionElement[int]):
    """The writing transaction's id on PostgreSQL, 0 on SQLite (which has one writer)."""

    inherit_cache = True
    type = sa.BigInteger()


@compiles(_TransactionId)
def _plain(element: Any, compiler: Any, **kw: Any) -> str:
    return "0"


@compiles(_TransactionId, "postgresql")
def _postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    return "CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)"


_BigKey = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class EventRow(Base):
    """One fact in the sequenced log. Its position is (transaction, sequence)."""

    __tablename__ = "event_log"

    sequence: Mapped[int] = mapped_column(_BigKey, primary_key=True, autoincrement=True)
    transaction: Mapped[int] = mapped_column(sa.BigInteger, default=_TransactionId())
    """PostgreSQL commits out of sequence; readers stop below the oldest running transaction."""
    id: Mapped[UUID] = mapped_column(default=new_id, unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    actor_id: Mapped[UUID | None]
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    audiences: Mapped[list["EventAudience"]] = relationship(lazy="selectin")

    __table_args__ = (sa.Index("ix_event_log_position", "transaction", "sequence"),)

    @property
    def position(self) -> str:
        """Where this fact stands in the log, as clients hand it back."""
        return f"{self.transaction}.{self.sequence}"


class EventAudience(Base):
    """Who hears of a fact; a client catches up by audience and position."""

    __tablename__ = "event_audience"

    audience: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    sequence: Mapped[int] = mapped_column(
        _BigKey, sa.ForeignKey("event_log.sequence"), primary_key=True
    )
