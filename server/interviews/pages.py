"""Pages of queue, desk, room and scorecard, and the cards they hang on others' first pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash

from server.core.cards import Card
from server.core.http import Pages, redirect, render, url_for
from server.core.i18n import _, lazy
from server.core.identity import Actor, Role
from server.core.schemas import FormState
from server.core.unit_of_work import UnitOfWork
from server.enterprises import desk as enterprise_desk
from server.enterprises.models import Enterprise
from server.fairs import queries as fairs
from server.fairs.actions import Action, booth_actions
from server.fairs.models import Booth, Fair
from server.interviews import after_scoring, queries, schemas, services, wording
from server.interviews.models import Interview, Ticket, TicketState
from server.interviews.permissions import InterviewPermission
from server.jobs.wording import pay_words, tags
from server.stations import desk as station_desk
from server.stations.models import Station
from server.workers import home as worker_home
from server.workers.models import Worker

pages = Pages("interviews")


# ─── The worker's number ───


@pages.get(
    "/booths/<uuid:booth_id>/queue",
    needs=InterviewPermission.JOIN_QUEUE,
    on=fairs.booth_by_id,
)
def queue(uow: UnitOfWork, actor: Actor, booth: Booth, form: FormState = FormState()) -> Any:
    """The worker's number, very large; before that, what the booth offers and the way to one."""
    worker = uow.get(Worker, actor.worker_id)
    ticket = queries.find_active_ticket(uow, booth.id, worker.id)
    station_id = queries.find_station_for(uow, booth.fair_id, worker)
    interview = queries.find_open_interview_of(uow, worker.id)
    return render(
        "interviews/queue.html",
        booth=booth,
        fair=uow.get(Fair, booth.fair_id),
        enterprise=uow.get(Enterprise, booth.enterprise_id),
        postings=fairs.list_postings(uow, booth.id),
        pay_words=pay_words,
        tags=tags,
        ticket=ticket,
        station=uow.get(Station, station_id) if station_id else None,
        interview=interview,
        is_open=uow.get(Fair, booth.fair_id).is_open(uow.now),
        snapshot=queries.snapshot_queue(uow, booth.id),
        now=uow.now,
        form=form,
    )


@pages.post(
    "/booths/<uuid:booth_id>/queue",
    needs=InterviewPermission.JOIN_QUEUE,
    on=fairs.booth_by_id,
    payload=schemas.JoinForm,
    again=queue,
)
def join(uow: UnitOfWork, actor: Actor, booth: Booth, payload: schemas.JoinForm) -> Any:
    """Take a number without any script."""
    assert actor.worker_id is not None  # noqa: S101 -- JOIN_QUEUE asks for a worker
    services.join_queue(
        uow,
        booth_id=booth.id,
        worker_id=actor.worker_id,
        officer_may_sit_in=payload.officer_may_sit_in,
    )
    return redirect(url_for("interviews.queue", booth_id=booth.id))


# ─── The recruiter's desk ───


@pages.get(
    "/booths/<uuid:booth_id>/desk",
    needs=InterviewPermission.CALL_NEXT,
    on=fairs.booth_by_id,
)
def desk(uow: UnitOfWork, actor: Actor, booth: Booth) -> Any:
    """Who waits, who rings, who was here."""
    return render("interviews/desk.html", **_desk(uow, actor, booth))


@pages.get(
    "/booths/<uuid:booth_id>/desk/now",
    needs=InterviewPermission.CALL_NEXT,
    on=fairs.booth_by_id,
)
def desk_now(uow: UnitOfWork, actor: Actor, booth: Booth) -> Any:
    """The moving part of the desk; the page asks for it again after each push."""
    return render("interviews/_desk.html", **_desk(uow, actor, booth))


def _desk(uow: UnitOfWork, actor: Actor, booth: Booth) -> dict[str, Any]:
    waiting = queries.list_waiting(uow, booth.id)
    people = queries.workers_of(uow, waiting)
    conversations = queries.list_interviews(uow, booth.id)
    ringing = queries.find_ringing(uow, booth.id, actor.account_id)
    return {
        "booth": booth,
        "fair": uow.get(Fair, booth.fair_id),
        "enterprise": uow.get(Enterprise, booth.enterprise_id),
        "waiting": [(ticket, people[ticket.worker_id]) for ticket in waiting],
        "ringing": ringing,
        "ringing_worker": uow.get(Worker, ringing.worker_id) if ringing else None,
        "mine": queries.find_open_interview_with(uow, actor.account_id),
        "open": [one for one in conversations if one.interview.is_open],
        "done": [one for one in conversations if not one.interview.is_open],
        "actions": {
            one.interview.id: after_scoring.list_actions(uow, one.interview, one.scorecard)
            for one in conversations
            if one.scorecard is not None
        },
        "results": wording.RESULTS,
        "is_open": uow.get(Fair, booth.fair_id).is_open(uow.now),
        "position": queries.snapshot_queue(uow, booth.id)["position"],
        "now": uow.now,
        "waited_min": _minutes_since(uow.now),
    }


def _minutes_since(now: datetime) -> Any:
    return lambda at: int((now - at).total_seconds() // 60)


# ─── The room ───


@pages.get(
    "/interviews/<uuid:interview_id>/room",
    needs=InterviewPermission.ENTER_ROOM,
    on=queries.interview_by_id,
)
def room(uow: UnitOfWork, actor: Actor, interview: Interview) -> Any:
    """The conversation; after its end each goes on to what is next for them."""
    place = _place_of(actor, interview)
    onward = _after(actor, interview)
    if not interview.is_open:
        flash(_("This interview is over."), "info")
        return redirect(onward)
    return render(
        "interviews/room.html",
        interview=interview,
        place=place,
        people=queries.people_of(uow, interview),
        booth=uow.get(Booth, interview.booth_id),
        enterprise=uow.get(Enterprise, interview.enterprise_id),
        worker=uow.get(Worker, interview.worker_id),
        station=uow.get(Station, interview.station_id) if interview.station_id else None,
        postings=fairs.list_postings(uow, interview.booth_id),
        pay_words=pay_words,
        tags=tags,
        snapshot=queries.snapshot_interview(uow, interview),
        onward=onward,
        now=uow.now,
    )


def _place_of(actor: Actor, interview: Interview) -> str:
    if actor.worker_id == interview.worker_id:
        return "worker"
    return "officer" if actor.role is Role.OFFICER else "recruiter"


def _after(actor: Actor, interview: Interview) -> str:
    if actor.role is Role.RECRUITER:
        return url_for("interviews.scorecard", interview_id=interview.id)
    if actor.role is Role.OFFICER:
        return url_for("interviews.seats")
    return url_for("workers.home")


# ─── Marks ───


@pages.get(
    "/interviews/<uuid:interview_id>/scorecard",
    needs=InterviewPermission.SCORE,
    on=queries.interview_by_id,
)
def scorecard(
    uow: UnitOfWork, actor: Actor, interview: Interview, form: FormState = FormState()
) -> Any:
    """The form right after the conversation; later, the marks and what may follow."""
    card = queries.find_scorecard(uow, interview.id)
    return render(
        "interviews/scorecard.html",
        interview=interview,
        worker=uow.get(Worker, interview.worker_id),
        booth=uow.get(Booth, interview.booth_id),
        scorecard=card,
        actions=after_scoring.list_actions(uow, interview, card) if card else [],
        marks=wording.MARKS,
        criteria=wording.CRITERIA,
        results=wording.RESULTS,
        result_choices=wording.result_choices(),
        form=form,
    )


@pages.post(
    "/interviews/<uuid:interview_id>/scorecard",
    needs=InterviewPermission.SCORE,
    on=queries.interview_by_id,
    payload=schemas.Score,
    again=scorecard,
)
def score(uow: UnitOfWork, actor: Actor, interview: Interview, payload: schemas.Score) -> Any:
    """Keep the marks."""
    services.score(uow, interview_id=interview.id, **payload.model_dump())
    flash(_("The marks are kept."), "good")
    return redirect(url_for("interviews.scorecard", interview_id=interview.id))


# ─── The third seat ───


@pages.get("/interviews/seats", needs=InterviewPermission.SIT_IN)
def seats(uow: UnitOfWork, actor: Actor) -> Any:
    """Interviews of this station's workers in which an officer is asked for."""
    return render("interviews/seats.html", **_seats(uow, actor))


@pages.get("/interviews/seats/now", needs=InterviewPermission.SIT_IN)
def seats_now(uow: UnitOfWork, actor: Actor) -> Any:
    """The moving part of that page and of the card on the station's desk."""
    return render("interviews/_seats.html", **_seats(uow, actor))


def _seats(uow: UnitOfWork, actor: Actor) -> dict[str, Any]:
    return {
        "offers": queries.list_for_station(uow, actor.station_id),
        "station_id": actor.station_id,
        "now": uow.now,
    }


# ─── On others' pages ───


def tickets_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    """On the worker's first page: the numbers held, and the interview that goes on."""
    if actor.worker_id is None:
        return None
    tickets = [
        (ticket, uow.get(Enterprise, uow.get(Booth, ticket.booth_id).enterprise_id))
        for ticket in queries.list_tickets_of(uow, actor.worker_id)
    ]
    interview = queries.find_open_interview_of(uow, actor.worker_id)
    if not tickets and interview is None:
        return None
    data = {"tickets": tickets, "interview": interview, "states": wording.TICKET_STATES}
    return Card("interviews/_home_card.html", data)


def booths_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    """On the recruiter's first page: the desks that are open now."""
    if actor.enterprise_id is None:
        return None
    own = [
        (one.booth, one.fair, len(queries.list_waiting(uow, one.booth.id)))
        for one in fairs.list_booths_of_enterprise(uow, actor.enterprise_id)
        if one.fair.is_open(uow.now) and fairs.staffs_booth(actor, one.booth)
    ]
    mine = queries.find_open_interview_with(uow, actor.account_id)
    unscored = queries.list_unscored(uow, actor.enterprise_id)
    if not own and mine is None and not unscored:
        return None
    data = {"booths": own, "mine": mine, "unscored": unscored}
    return Card("interviews/_enterprise_card.html", data)


def seats_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    """On the officer's first page: where a worker asks for company."""
    return Card("interviews/_station_card.html", _seats(uow, actor)) if actor.station_id else None


def offered_at_booths(
    uow: UnitOfWork, actor: Actor, fair: Fair, booths: Sequence[Booth]
) -> dict[UUID, list[Action]]:
    """At each booth: the desk for its recruiter, a number for workers and visitors."""
    held = {ticket.booth_id: ticket for ticket in queries.list_tickets_of(uow, actor.worker_id)}
    return {
        booth.id: _offered(uow, actor, fair, booth, held.get(booth.id))
        for booth in booths
        if booth.is_approved
    }


def _offered(
    uow: UnitOfWork, actor: Actor, fair: Fair, booth: Booth, ticket: Ticket | None
) -> list[Action]:
    if fairs.staffs_booth(actor, booth):
        url = url_for("interviews.desk", booth_id=booth.id)
        return [Action(lazy("Open the desk"), url, style="primary", icon="queue")]
    if actor.role not in (None, Role.WORKER) or not fair.is_open(uow.now):
        return []
    url = url_for("interviews.queue", booth_id=booth.id)
    if ticket is None:
        return [Action(lazy("Take a number"), url, style="accent", icon="ticket")]
    label = lazy("Your number: %(number)s", number=ticket.number)
    is_called = ticket.state is TicketState.CALLED
    return [Action(label, url, style="accent" if is_called else "primary", icon="ticket")]


worker_home.add_card(tickets_card, order=10)
enterprise_desk.add_card(booths_card, order=10)
station_desk.add_card(seats_card, order=10)
booth_actions.add(offered_at_booths, order=10)
