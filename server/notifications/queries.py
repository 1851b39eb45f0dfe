"""Reading inboxes: whom a fact concerns, what is unread, and the sentences."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.accounts.models import Account
from server.areas import codes
from server.bureaus.models import Bureau
from server.core import events
from server.core.errors import NotFound
from server.core.events import Event
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.fairs.models import Booth, BoothState, Fair, FairPartner, FairStation, PartnerState
from server.jobs.models import JobPosting
from server.notifications.kinds import BY_KIND, Notice
from server.notifications.models import Notification
from server.notifications.readers import Readers
from server.stations.models import Station
from server.workers.models import Worker
from server.workers.queries import display_name


@dataclass(frozen=True)
class Line:
    """A notification as the page shows it."""

    id: UUID
    text: str
    icon: str
    tone: str
    at: datetime
    is_unread: bool


def count_unread(uow: UnitOfWork, account_id: UUID) -> int:
    """How many notifications an account has not read."""
    found: int | None = uow.session.scalar(
        sa.select(sa.func.count()).where(
            Notification.account_id == account_id, Notification.read_at.is_(None)
        )
    )
    return found or 0


def inbox_of(actor: Actor) -> sa.Select[Any]:
    """The actor's notifications, newest first."""
    return (
        sa.select(Notification)
        .where(Notification.account_id == actor.account_id)
        .order_by(Notification.id.desc())
    )


def own_notification(uow: UnitOfWork, actor: Actor, notification_id: UUID) -> Notification:
    """A notification of the actor's own; raises `NotFound`."""
    found = uow.get(Notification, notification_id)
    if found.account_id != actor.account_id:
        raise NotFound
    return found


def lines_of(uow: UnitOfWork, rows: list[Notification]) -> list[Line]:
    """The sentences, in the reader's language; a kind that is no more is left out."""
    known = [row for row in rows if row.kind in BY_KIND]
    names = names_behind(uow, [row.fields for row in known])
    return [
        Line(
            id=row.id,
            text=sentence(BY_KIND[row.kind], row.fields, names),
            icon=BY_KIND[row.kind].icon,
            tone=BY_KIND[row.kind].tone,
            at=row.created_at,
            is_unread=row.read_at is None,
        )
        for row in known
    ]


# ─── Names ───

Names = Mapping[tuple[str, str], str]
"""The name behind a field's value: `("fair_id", "0191…")` to `"春风行动 …"`."""


def sentence(notice: Notice, fields: Mapping[str, Any], names: Names) -> str:
    """A notice with its blanks filled; a row that is gone leaves a dash."""
    missing = dict.fromkeys(_BLANKS.values(), "—")
    numbers = {name: value for name, value in fields.items() if isinstance(value, int)}
    text: str = str(notice.says) % {**missing, **numbers, **blanks_of(fields, names)}
    return text


def blanks_of(fields: Mapping[str, Any], names: Names) -> dict[str, str]:
    """The names behind a fact's ids, by the blank they fill."""
    return {
        blank: names[name, str(fields[name])]
        for name, blank in {"booth_id": "enterprise", **_BLANKS}.items()
        if (name, str(fields.get(name))) in names
    }


_BLANKS = {
    "enterprise_id": "enterprise",
    "fair_id": "fair",
    "worker_id": "worker",
    "bureau_id": "bureau",
    "host_bureau_id": "host",
    "posting_id": "posting",
    "station_id": "station",
}


def names_behind(uow: UnitOfWork, facts: Iterable[Mapping[str, Any]]) -> Names:
    """The names behind the ids of several facts, one query per kind of thing."""
    wanted: dict[str, set[UUID]] = {}
    for fields in facts:
        for name, value in fields.items():
            if name in _NAMED and value is not None:
                wanted.setdefault(name, set()).add(UUID(value))
    return {
        (name, str(key)): text
        for name, keys in wanted.items()
        for key, text in _NAMED[name](uow, keys)
    }


Named = Callable[[UnitOfWork, set[UUID]], Iterable[tuple[UUID, str]]]


def _column(key: Any, text: Any) -> Named:
    def load(uow: UnitOfWork, keys: set[UUID]) -> Iterable[tuple[UUID, str]]:
        return [
            (row[0], row[1])
            for row in uow.session.execute(sa.select(key, text).where(key.in_(keys)))
        ]

    return load


def _workers(uow: UnitOfWork, keys: set[UUID]) -> Iterable[tuple[UUID, str]]:
    found = uow.scalars(sa.select(Worker).where(Worker.id.in_(keys)))
    return [(worker.id, display_name(worker)) for worker in found]


def _booths(uow: UnitOfWork, keys: set[UUID]) -> Iterable[tuple[UUID, str]]:
    """A booth is called by its enterprise."""
    statement = (
        sa.select(Booth.id, Enterprise.name)
        .join(Enterprise, Enterprise.id == Booth.enterprise_id)
        .where(Booth.id.in_(keys))
    )
    return [(row[0], row[1]) for row in uow.session.execute(statement)]


_NAMED: dict[str, Named] = {
    "enterprise_id": _column(Enterprise.id, Enterprise.name),
    "fair_id": _column(Fair.id, Fair.title),
    "bureau_id": _column(Bureau.id, Bureau.name),
    "host_bureau_id": _column(Bureau.id, Bureau.name),
    "posting_id": _column(JobPosting.id, JobPosting.title),
    "station_id": _column(Station.id, Station.name),
    "worker_id": _workers,
    "booth_id": _booths,
}


# ─── Readers ───


def readers_of(uow: UnitOfWork, notice: Notice, event: Event) -> list[Account]:
    """The open accounts that a notice of this fact goes to; never the one who brought it about."""
    where = _READERS[notice.to](uow, event)
    found = uow.scalars(
        sa.select(Account).where(where, Account.disabled_at.is_(None)).order_by(Account.id)
    )
    return [account for account in found if account.id != uow.actor.account_id]


Where = Callable[[UnitOfWork, Any], sa.ColumnElement[bool]]


def _by(column: Any, name: str) -> Where:
    def where(uow: UnitOfWork, event: Any) -> sa.ColumnElement[bool]:
        condition: sa.ColumnElement[bool] = column == getattr(event, name)
        return condition

    return where


def _reviewers(uow: UnitOfWork, event: Any) -> sa.ColumnElement[bool]:
    """Organizers of the nearest bureau: of the county, else the prefecture, else the province."""
    enterprise = uow.get(Enterprise, event.enterprise_id)
    above = [codes.full(enterprise.area_code), *reversed(codes.ancestors(enterprise.area_code))]
    places = set(
        uow.session.scalars(
            sa.select(Account.area_code).where(
                Account.role == Role.ORGANIZER,
                Account.disabled_at.is_(None),
                Account.area_code.in_([*above, *(codes.prefix(code) for code in above)]),
            )
        )
    )
    holding = {codes.full(place): place for place in places if place}
    nearest = next((holding[code] for code in above if code in holding), None)
    return sa.and_(Account.role == Role.ORGANIZER, Account.area_code == nearest)


def _takes_part(uow: UnitOfWork, event: Any) -> sa.ColumnElement[bool]:
    """Partners that accepted, stations in the program, enterprises with a booth."""
    partners = sa.select(FairPartner.bureau_id).where(
        FairPartner.fair_id == event.fair_id, FairPartner.state == PartnerState.ACCEPTED
    )
    stations = sa.select(FairStation.station_id).where(FairStation.fair_id == event.fair_id)
    booths = sa.select(Booth.enterprise_id).where(
        Booth.fair_id == event.fair_id, Booth.state == BoothState.APPROVED
    )
    return sa.or_(
        Account.bureau_id.in_(partners),
        Account.station_id.in_(stations),
        Account.enterprise_id.in_(booths),
    )


_READERS: dict[Readers, Where] = {
    Readers.WORKER: _by(Account.worker_id, "worker_id"),
    Readers.ENTERPRISE: _by(Account.enterprise_id, "enterprise_id"),
    Readers.BUREAU: _by(Account.bureau_id, "bureau_id"),
    Readers.HOST: _by(Account.bureau_id, "host_bureau_id"),
    Readers.STATION: _by(Account.station_id, "station_id"),
    Readers.ACCOUNT: _by(Account.id, "account_id"),
    Readers.REVIEWERS: _reviewers,
    Readers.FAIR: _takes_part,
}


def fields_of(event: Event) -> dict[str, Any]:
    """A fact's fields as they are kept."""
    return events.dump(event)
