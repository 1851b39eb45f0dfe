"""The inbox."""

from dataclasses import replace
from typing import Any

from flask import current_app, g

from server.core import unit_of_work
from server.core.http import Pages, redirect, render, url_for
from server.core.identity import Actor
from server.core.paging import Paged, PageQuery, paged
from server.core.permissions import SIGNED_IN
from server.core.unit_of_work import UnitOfWork
from server.notifications import queries, services
from server.notifications.kinds import BY_KIND
from server.notifications.models import Notification
from server.notifications.queries import Line

pages = Pages("notifications")


@pages.get("/inbox", needs=SIGNED_IN, payload=PageQuery)
def inbox(uow: UnitOfWork, actor: Actor, asked: PageQuery) -> Any:
    """What came in, newest first."""
    return render("notifications/inbox.html", page=_page(uow, actor, asked))


@pages.get("/inbox/lines", needs=SIGNED_IN, payload=PageQuery)
def inbox_lines(uow: UnitOfWork, actor: Actor, asked: PageQuery) -> Any:
    """The list alone: fetched again when something comes in while the page is open."""
    return render("notifications/_lines.html", page=_page(uow, actor, asked))


def _page(uow: UnitOfWork, actor: Actor, asked: PageQuery) -> Paged[Line]:
    found: Paged[Any] = paged(uow, queries.inbox_of(actor), asked)
    return replace(found, items=queries.lines_of(uow, found.items))


@pages.post("/inbox/<uuid:notification_id>/open", needs=SIGNED_IN, on=queries.own_notification)
def open_notification(uow: UnitOfWork, actor: Actor, found: Notification) -> Any:
    """Mark one as read and go where it leads."""
    services.mark_read(uow, notification_id=found.id)
    return redirect(_target(found))


@pages.post("/inbox/read-all", needs=SIGNED_IN)
def read_all(uow: UnitOfWork, actor: Actor) -> Any:
    """Mark everything as read."""
    if actor.account_id is not None:
        services.mark_all_read(uow, account_id=actor.account_id)
    return redirect(url_for("notifications.inbox"))


def _target(found: Notification) -> str:
    notice = BY_KIND.get(found.kind)
    if notice is None or notice.leads.endpoint not in current_app.view_functions:
        return url_for("notifications.inbox")
    return url_for(notice.leads.endpoint, **notice.leads.path(found.fields))


@pages.blueprint.app_context_processor
def unread() -> dict[str, Any]:
    """`unread_count()` for the header of every page; asked only where it is shown."""

    def count() -> int:
        actor: Actor = g.get("actor", Actor.nobody())
        if actor.account_id is None:
            return 0
        with unit_of_work.reading(actor) as uow:
            return queries.count_unread(uow, actor.account_id)

    return {"unread_count": count}
