"""The calendar: fairs between two days, by area and kind."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from server.areas.codes import ancestors, full
from server.areas.queries import in_subtree, names_of
from server.bureaus.models import Bureau
from server.core.identity import Actor
from server.core.unit_of_work import UnitOfWork
from server.fairs.models import Fair, FairKind, FairPartner, FairState, PartnerState
from server.fairs.queries.fairs import visible_to


@dataclass(frozen=True)
class Filters:
    """What the reader wants to see; None leaves it open."""

    area: str | None = None
    """Fairs hosted or held together by a bureau inside this area."""
    kind: FairKind | None = None


@dataclass(frozen=True)
class CalendarEntry:
    """A fair as the calendar shows it."""

    fair: Fair
    host: Bureau


def list_calendar(
    uow: UnitOfWork, actor: Actor, first: date, last: date, filters: Filters | None = None
) -> list[CalendarEntry]:
    """The fairs the actor may see from `first` to `last` (both included), in order."""
    statement = _entries(actor, filters or Filters()).where(Fair.held_on.between(first, last))
    return [CalendarEntry(fair, host) for fair, host in uow.session.execute(statement)]


def _entries(actor: Actor, filters: Filters) -> sa.Select[Fair, Bureau]:
    statement = (
        sa.select(Fair, Bureau)
        .join(Bureau, Bureau.id == Fair.host_bureau_id)
        .where(visible_to(actor))
        .order_by(Fair.starts_at, Fair.title, Fair.id)
    )
    if filters.kind is not None:
        statement = statement.where(Fair.kind == filters.kind)
    if filters.area is not None:
        statement = statement.where(held_in(filters.area))
    return statement


def held_in(area_code: str) -> sa.ColumnElement[bool]:
    """The condition on `Fair` joined with its host `Bureau`: one of its bureaus is in the area."""
    partner = aliased(Bureau)
    together = (
        sa.exists()
        .where(FairPartner.fair_id == Fair.id, FairPartner.state == PartnerState.ACCEPTED)
        .where(partner.id == FairPartner.bureau_id, in_subtree(partner.area_code, area_code))
    )
    return sa.or_(in_subtree(Bureau.area_code, area_code), together)


def find_next(uow: UnitOfWork, actor: Actor, after: date, filters: Filters) -> CalendarEntry | None:
    """The first fair from `after` on, for a month that has none."""
    found = uow.session.execute(_entries(actor, filters).where(Fair.held_on >= after).limit(1))
    return next((CalendarEntry(fair, host) for fair, host in found), None)


def list_coming(uow: UnitOfWork, limit: int) -> list[CalendarEntry]:
    """The published fairs that are open now or to come, the next first; for anybody."""
    coming = (
        _entries(Actor.nobody(), Filters())
        .where(Fair.state == FairState.PUBLISHED, Fair.ends_at > uow.now)
        .limit(limit)
    )
    return [CalendarEntry(fair, host) for fair, host in uow.session.execute(coming)]


def list_calendar_areas(uow: UnitOfWork) -> list[tuple[str, str]]:
    """The areas of all bureaus and their provinces, as (code, full name), by code."""
    codes = set(uow.session.scalars(sa.select(Bureau.area_code).distinct()))
    codes |= {full(ancestors(code)[0]) for code in codes if ancestors(code)}
    return sorted(names_of(uow, codes).items())
