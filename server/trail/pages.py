"""The trail as a page: the worker's own, and a bureau's view of one in its area."""

from typing import Any

from server.core import navigation
from server.core.cards import Card
from server.core.http import Pages, render, url_for
from server.core.i18n import lazy
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.trail import queries, services
from server.trail.permissions import TrailPermission
from server.workers import home as worker_home
from server.workers.models import Worker

pages = Pages("trail")

ROLES: dict[str | None, Any] = {
    services.PLATFORM: lazy("by the platform"),
    Role.WORKER: lazy("by the worker"),
    Role.RECRUITER: lazy("by the enterprise"),
    Role.ORGANIZER: lazy("by the bureau"),
    Role.OFFICER: lazy("by the service station"),
}


@pages.get("/trail", needs=TrailPermission.READ, on=queries.own_trail)
def timeline(uow: UnitOfWork, actor: Actor, worker: Worker) -> Any:
    """The worker's own trail."""
    return _show(uow, actor, worker)


@pages.get("/workers/<uuid:worker_id>/trail", needs=TrailPermission.READ, on=queries.trail_of)
def of_worker(uow: UnitOfWork, actor: Actor, worker: Worker) -> Any:
    """One worker's trail, for the bureaus of the worker's area."""
    return _show(uow, actor, worker)


def _show(uow: UnitOfWork, actor: Actor, worker: Worker) -> Any:
    is_own = actor.worker_id == worker.id
    return render(
        "trail/timeline.html",
        name=worker.name if is_own else worker.masked_name,
        is_own=is_own,
        lines=[_shown(line) for line in queries.timeline_of(uow, worker.id)],
        chain=queries.chain_of(uow, worker.id),
        is_whole=services.verify(uow, worker_id=worker.id).is_whole,
        home=url_for("core.home"),
    )


def _shown(line: queries.Line) -> dict[str, Any]:
    return {
        "title": line.sentence,
        "at": line.happened_at,
        "by": str(ROLES.get(line.actor_role, "")),
        "icon": line.icon,
        "tone": line.tone,
        "proof": f"#{line.number} {line.digest[:12]}",
    }


def trail_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    """On the worker's first page: the way to the trail, which a phone's tab bar has no room for."""
    return Card("trail/_home_card.html") if actor.worker_id else None


worker_home.add_card(trail_card, order=70)
navigation.add(Role.WORKER, lazy("My trail"), "trail.timeline", icon="trail", order=40)
