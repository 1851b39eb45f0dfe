"""The public calendar: a month of fairs."""

from collections import defaultdict
from datetime import date
from typing import Any

from flask import url_for

from server.core import clock, navigation
from server.core.i18n import lazy
from server.core.identity import Actor, Role
from server.core.permissions import PUBLIC, allows
from server.core.unit_of_work import UnitOfWork
from server.fairs import queries
from server.fairs.month_grid import Month
from server.fairs.pages.blueprint import pages, render
from server.fairs.permissions import FairPermission
from server.fairs.queries import CalendarEntry, Filters
from server.fairs.schemas import CalendarView
from server.fairs.wording import KINDS


@pages.get("/calendar", needs=PUBLIC, payload=CalendarView)
def calendar_page(uow: UnitOfWork, actor: Actor, view: CalendarView) -> Any:
    """A month: a grid on a desk, an agenda on a phone; a month that is none shows today's."""
    today = clock.today()
    month = Month.parse(view.month) or Month.of(today)
    weeks = month.weeks()
    filters = Filters(view.area, view.kind)
    entries = queries.list_calendar(uow, actor, weeks[0][0], weeks[-1][-1], filters)
    by_day: dict[date, list[CalendarEntry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.fair.held_on].append(entry)
    chosen: dict[str, Any] = {"area": view.area, "kind": view.kind}
    this_month = [entry for entry in entries if Month.of(entry.fair.held_on) == month]
    return render(
        "calendar.html",
        view=view,
        month=month,
        weeks=weeks,
        by_day=by_day,
        today=today,
        focus_day=today if month == Month.of(today) else month.first,
        is_this_month=month == Month.of(today),
        is_empty=not this_month,
        next_entry=None if this_month else _next(uow, actor, month, filters),
        areas=queries.list_calendar_areas(uow),
        kinds=list(KINDS.items()),
        may_plan=allows(uow, actor, FairPermission.PLAN),
        previous_url=_url(month.shifted(-1), chosen),
        next_url=_url(month.shifted(1), chosen),
        today_url=_url(Month.of(today), chosen),
        url_of=lambda other: _url(other, chosen),
        month_of=Month.of,
        feed_url=url_for("fairs.calendar_feed", **chosen),
        now=uow.now,
    )


def _next(uow: UnitOfWork, actor: Actor, month: Month, filters: Filters) -> CalendarEntry | None:
    return queries.find_next(uow, actor, month.shifted(1).first, filters)


def _url(month: Month, chosen: dict[str, Any]) -> str:
    return url_for("fairs.calendar_page", month=str(month), **chosen)


for role in (None, *Role):
    navigation.add(
        role,
        # Five entries share a phone's width: there the word is short.
        lazy("Fairs") if role in (Role.WORKER, Role.OFFICER) else lazy("Fair calendar"),
        "fairs.calendar_page",
        icon="calendar",
        order={Role.ORGANIZER: 10, Role.WORKER: 40, Role.RECRUITER: 30}.get(role, 30),
    )
