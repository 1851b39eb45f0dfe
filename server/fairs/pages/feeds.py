"""Calendar files, and the page that gives their addresses."""

from collections.abc import Sequence
from typing import Any

from babel.lists import format_list
from flask import Response, flash, request

from server.bureaus.models import Bureau
from server.core.errors import NotFound
from server.core.http import redirect, url_for
from server.core.i18n import _, current_locale_code
from server.core.identity import Actor
from server.core.permissions import PUBLIC
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise, EnterpriseStatus
from server.fairs import queries, services
from server.fairs.ics import Entry, calendar_file
from server.fairs.models import AirSlot, Fair, FairState
from server.fairs.pages.blueprint import pages, render
from server.fairs.permissions import FairPermission
from server.fairs.queries import Filters
from server.fairs.schemas import FeedView
from server.fairs.wording import KINDS
from server.stations.models import Station

FRESH_S = 300
"""A public feed may be kept this long by whoever passes it on."""


@pages.get("/calendar.ics", needs=PUBLIC, payload=FeedView)
def calendar_feed(uow: UnitOfWork, actor: Actor, view: FeedView) -> Any:
    """Every public fair, or those of an area or kind."""
    fairs = queries.public_fairs(uow, Filters(view.area, view.kind))
    return _file(uow, _("Lianpin fair calendar"), fairs)


def public_bureau(uow: UnitOfWork, actor: Actor, bureau_id: Any) -> Bureau:
    """A bureau's name is public."""
    return uow.get(Bureau, bureau_id)


def public_station(uow: UnitOfWork, actor: Actor, station_id: Any) -> Station:
    """A station's name is public."""
    return uow.get(Station, station_id)


def public_enterprise(uow: UnitOfWork, actor: Actor, enterprise_id: Any) -> Enterprise:
    """An approved enterprise; others are not there."""
    found = uow.get(Enterprise, enterprise_id)
    if found.status is not EnterpriseStatus.APPROVED:
        raise NotFound
    return found


@pages.get("/calendar/bureaus/<uuid:bureau_id>.ics", needs=PUBLIC, on=public_bureau)
def bureau_feed(uow: UnitOfWork, actor: Actor, bureau: Bureau) -> Any:
    """What a bureau hosts or holds together with others."""
    return _file(uow, bureau.name, queries.bureau_fairs(uow, bureau.id))


@pages.get("/calendar/enterprises/<uuid:enterprise_id>.ics", needs=PUBLIC, on=public_enterprise)
def enterprise_feed(uow: UnitOfWork, actor: Actor, enterprise: Enterprise) -> Any:
    """Where an enterprise has a booth."""
    return _file(uow, enterprise.name, queries.enterprise_fairs(uow, enterprise.id))


@pages.get("/calendar/stations/<uuid:station_id>.ics", needs=PUBLIC, on=public_station)
def station_feed(uow: UnitOfWork, actor: Actor, station: Station) -> Any:
    """Where a station has a seat."""
    return _file(uow, station.name, queries.station_fairs(uow, station.id))


def worker_by_token(uow: UnitOfWork, actor: Actor, token: str) -> Any:
    """The worker behind a secret address."""
    return queries.worker_of_feed(uow, token)


@pages.get("/calendar/workers/<token>.ics", needs=PUBLIC, on=worker_by_token)
def worker_feed(uow: UnitOfWork, actor: Actor, worker_id: Any) -> Any:
    """The fairs that concern a worker; the file says nothing of who that is."""
    response = _file(uow, _("Fairs for me"), queries.worker_fairs(uow, worker_id))
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@pages.get("/calendar/subscribe", needs=PUBLIC)
def subscribe(uow: UnitOfWork, actor: Actor) -> Any:
    """The addresses of the feeds that this reader may want."""
    own: tuple[tuple[Any, str, str], ...] = (
        (actor.bureau_id, "fairs.bureau_feed", "bureau_id"),
        (actor.enterprise_id, "fairs.enterprise_feed", "enterprise_id"),
        (actor.station_id, "fairs.station_feed", "station_id"),
    )
    token = queries.find_feed_token(uow, actor.worker_id) if actor.worker_id else None
    return render(
        "subscribe.html",
        everything=url_for("fairs.calendar_feed", _external=True),
        own=[url_for(to, _external=True, **{name: key}) for key, to, name in own if key],
        is_worker=actor.worker_id is not None,
        token=token,
        secret=url_for("fairs.worker_feed", token=token.token, _external=True) if token else "",
    )


@pages.post("/calendar/subscribe", needs=FairPermission.FEED)
def renew_feed(uow: UnitOfWork, actor: Actor) -> Any:
    """Make the worker's secret address, or a new one."""
    if actor.worker_id is None:
        raise NotFound
    services.renew_feed(uow, worker_id=actor.worker_id)
    flash(_("Your calendar has a new address. An address you had before no longer works."), "good")
    return redirect(url_for("fairs.subscribe"))


def _file(uow: UnitOfWork, name: str, fairs: Sequence[Fair]) -> Response:
    """The fairs as a file that is sent again only when something changed."""
    slots = queries.slots_by_fair(uow, fairs)
    hosts = queries.hosts_by_fair(uow, fairs)
    entries: list[Entry] = []
    for fair in fairs:
        entries.append(_fair(fair, hosts[fair.id]))
        entries += [_slot(fair, slot) for slot in slots[fair.id]]
    response = Response(calendar_file(name, entries), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="lianpin.ics"'
    response.headers["Cache-Control"] = f"public, max-age={FRESH_S}"
    response.vary.add("Cookie")  # the language cookie
    response.add_etag()
    response.make_conditional(request)
    return response


def _fair(fair: Fair, hosts: Sequence[Bureau]) -> Entry:
    names = format_list([host.name for host in hosts], locale=current_locale_code())
    told = [fair.cancel_reason or "", _("Held by: %(names)s", names=names)]
    return Entry(
        uid=f"fair-{fair.id}@lianpin",
        sequence=fair.revision,
        changed_at=fair.changed_at,
        starts_at=fair.starts_at,
        ends_at=fair.ends_at,
        zone=fair.timezone,
        title=fair.title,
        description="\n".join(line for line in (*told, fair.description) if line),
        url=url_for("fairs.show", fair_id=fair.id, _external=True),
        category=str(KINDS[fair.kind]),
        cancelled=fair.state is FairState.CANCELLED,
    )


def _slot(fair: Fair, slot: AirSlot) -> Entry:
    return Entry(
        uid=f"air-slot-{slot.id}@lianpin",
        sequence=fair.revision,
        changed_at=fair.changed_at,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=fair.timezone,
        title=_("On air: %(title)s", title=slot.title),
        description=fair.title,
        url=url_for("fairs.show", fair_id=fair.id, _external=True),
        category=_("Live presentation of the jobs"),
        cancelled=fair.state is FairState.CANCELLED,
        part_of=f"fair-{fair.id}@lianpin",
    )
