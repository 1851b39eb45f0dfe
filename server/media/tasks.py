"""What the core promised the media node, and the look that makes good a lost webhook."""

import structlog

from server.core import clock
from server.core.errors import Unavailable
from server.core.settings import settings
from server.core.tasks import Work, every, task
from server.core.unit_of_work import UnitOfWork
from server.media import queries, services
from webrtc.control.client import ControlClient, NodeRefused, NodeUnavailable

log = structlog.get_logger()


def node() -> ControlClient:
    """The media node; tests put another in its place."""
    conf = settings()
    return ControlClient(conf.media_control_url, conf.media_key)


@task("media.end_room", own_transactions=True)
def end_room_on_node(work: Work, *, room: str) -> None:
    """Tell the node to close a room; it may hear so twice.

    :raises Unavailable: the node does not answer; tried again later
    """
    try:
        node().end_room(room)
    except NodeUnavailable:
        raise Unavailable from None


@task("media.kick", own_transactions=True)
def kick_on_node(work: Work, *, room: str, person: str) -> None:
    """Tell the node to close a person's connections to a room.

    :raises Unavailable: the node does not answer; tried again later
    """
    try:
        node().kick(room, person)
    except NodeUnavailable:
        raise Unavailable from None


@task("media.compare_rooms", own_transactions=True)
def compare_rooms(work: Work) -> None:
    """Ask the node what is so, and set our rows right. No transaction is open while it is asked."""
    asked_at = clock.now()
    try:
        live = node().rooms()
    except (NodeUnavailable, NodeRefused) as problem:
        # The next beat asks again; a promise that is tried later would compare with old news.
        log.warning("media_node_silent", error=type(problem).__name__)
        return
    with work.finishing() as uow:
        missing = services.set_right(uow, live, asked_at=asked_at)
    if missing:
        log.info("media_facts_made_good", count=missing)


@every(seconds=15, name="media.reconcile")
def reconcile(uow: UnitOfWork) -> None:
    """While any room is open, have it compared with the node."""
    if queries.list_open_rooms(uow):
        uow.promise(compare_rooms)
