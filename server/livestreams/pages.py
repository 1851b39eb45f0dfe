"""Pages of stage and audience."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import request

from server.core import navigation
from server.core.cards import Card
from server.core.http import Pages, redirect, render, url_for
from server.core.i18n import lazy
from server.core.identity import Actor, Role
from server.core.permissions import PUBLIC
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.fairs import queries as fairs
from server.fairs.actions import Action, air_actions, booth_actions
from server.fairs.models import AirSlot, Booth, Fair
from server.jobs import queries as jobs
from server.jobs.wording import pay_words, tags
from server.livestreams import queries, services
from server.livestreams.models import LiveSession, LiveState
from server.livestreams.permissions import LivePermission
from server.media import queries as rooms
from server.media.grants import Place
from server.workers import home as worker_home

pages = Pages("livestreams")


@pages.get("/live", needs=PUBLIC)
def index(uow: UnitOfWork, actor: Actor) -> Any:
    """What is on air now, and what comes."""
    return render(
        "livestreams/index.html",
        on_air=queries.list_sessions(uow, actor, LiveState.ON_AIR),
        coming=queries.list_sessions(uow, actor, LiveState.SCHEDULED),
    )


@pages.get(
    "/live/<uuid:live_session_id>",
    needs=LivePermission.WATCH,
    on=queries.session_by_id,
)
def watch(uow: UnitOfWork, actor: Actor, session: LiveSession) -> Any:
    """The picture with the job shelf beside it; before, on air, after."""
    shelf = queries.shelf_of(uow, session)
    booth, fair = uow.get(Booth, session.booth_id), uow.get(Fair, session.fair_id)
    return render(
        "livestreams/watch.html",
        session=session,
        booth=booth,
        fair=fair,
        enterprise=uow.get(Enterprise, session.enterprise_id),
        shelf=shelf,
        applied=jobs.applied_postings(uow, actor.worker_id, [shown.id for shown in shelf]),
        actions=[
            action
            for action in booth_actions.at(uow, actor, fair, booth)
            if action.url != request.path
        ],
        may_apply=actor.role in (None, Role.WORKER),
        pay_words=pay_words,
        tags=tags,
        snapshot=queries.snapshot_session(uow, session),
    )


@pages.get(
    "/booths/<uuid:booth_id>/studio",
    needs=LivePermission.OPEN,
    on=fairs.booth_by_id,
)
def studio_of_booth(uow: UnitOfWork, actor: Actor, booth: Booth) -> Any:
    """The way to the booth's studio: to the session that is planned or on air, or to a new one."""
    session = queries.find_current(uow, booth.id)
    if session is not None:
        return redirect(url_for("livestreams.studio", live_session_id=session.id))
    fair = uow.get(Fair, booth.fair_id)
    return render("livestreams/open.html", booth=booth, fair=fair, is_open=fair.is_open(uow.now))


@pages.post(
    "/booths/<uuid:booth_id>/studio",
    needs=LivePermission.OPEN,
    on=fairs.booth_by_id,
    again=studio_of_booth,
)
def open_studio(uow: UnitOfWork, actor: Actor, booth: Booth) -> Any:
    """A session outside the program."""
    session = services.open_session(uow, booth_id=booth.id)
    return redirect(url_for("livestreams.studio", live_session_id=session.id))


@pages.get(
    "/live/<uuid:live_session_id>/studio",
    needs=LivePermission.HOST,
    on=queries.session_by_id,
)
def studio(uow: UnitOfWork, actor: Actor, session: LiveSession) -> Any:
    """Device check, preview, on air, the end."""
    watched = 0
    if session.room_id is not None:
        watched = rooms.count_persons(uow, session.room_id, Place.VIEWER, ever=True)
    return render(
        "livestreams/studio.html",
        session=session,
        booth=uow.get(Booth, session.booth_id),
        fair=uow.get(Fair, session.fair_id),
        enterprise=uow.get(Enterprise, session.enterprise_id),
        shelf=queries.shelf_of(uow, session),
        watched=watched,
        pay_words=pay_words,
        too_early=session.state is LiveState.SCHEDULED
        and uow.now + services.EARLY < session.planned_at,
        snapshot=queries.snapshot_session(uow, session),
        now=uow.now,
    )


def on_air_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    """On the worker's first page: who is on air now, or next."""
    found = queries.list_sessions(uow, actor, LiveState.ON_AIR, limit=5)
    found = found or queries.list_sessions(uow, actor, LiveState.SCHEDULED, limit=3)
    return Card("livestreams/_home_card.html", {"sessions": found}) if found else None


def offered_at_booths(
    uow: UnitOfWork, actor: Actor, fair: Fair, booths: Sequence[Booth]
) -> dict[UUID, list[Action]]:
    """At each booth: its studio for the recruiter, its live session for everyone while on air."""
    current = queries.current_by_booth(uow, [booth.id for booth in booths])
    return {booth.id: _at_booth(uow, actor, fair, booth, current.get(booth.id)) for booth in booths}


def _at_booth(
    uow: UnitOfWork, actor: Actor, fair: Fair, booth: Booth, session: LiveSession | None
) -> list[Action]:
    if fairs.staffs_booth(actor, booth) and (session or fair.is_open(uow.now)):
        url = url_for("livestreams.studio_of_booth", booth_id=booth.id)
        return [Action(lazy("Go on air"), url, icon="live")]
    if session is None or session.state is not LiveState.ON_AIR:
        return []
    url = url_for("livestreams.watch", live_session_id=session.id)
    return [Action(lazy("Watch live"), url, style="accent", icon="live")]


def offered_on_air(
    uow: UnitOfWork, actor: Actor, fair: Fair, slots: Sequence[AirSlot]
) -> dict[UUID, list[Action]]:
    """At each stretch of the program: the studio, or the page on which it is watched."""
    sessions = queries.sessions_by_slot(uow, [slot.id for slot in slots])
    return {slot_id: _on_air(uow, actor, session) for slot_id, session in sessions.items()}


def _on_air(uow: UnitOfWork, actor: Actor, session: LiveSession) -> list[Action]:
    if fairs.staffs_booth(actor, uow.get(Booth, session.booth_id)):
        url = url_for("livestreams.studio", live_session_id=session.id)
        return [Action(lazy("Open the studio"), url, style="primary", icon="live")]
    is_on_air = session.state is LiveState.ON_AIR
    label = lazy("Watch live") if is_on_air else lazy("To the live page")
    url = url_for("livestreams.watch", live_session_id=session.id)
    return [Action(label, url, style="accent" if is_on_air else "quiet", icon="live")]


worker_home.add_card(on_air_card, order=20)
booth_actions.add(offered_at_booths, order=20)
air_actions.add(offered_on_air)
navigation.add(None, lazy("On air"), "livestreams.index", icon="live", order=20)
navigation.add(Role.WORKER, lazy("On air"), "livestreams.index", icon="live", order=20)
navigation.add(Role.OFFICER, lazy("On air"), "livestreams.index", icon="live", order=60)
