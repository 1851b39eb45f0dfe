"""Interviews, who is in them, and their marks."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.core import event_log
from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.interviews.models import OPEN, Interview, InterviewState, Scorecard, Ticket, TicketState
from server.media.grants import Place
from server.stations.models import Station
from server.workers.models import Worker


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Row scope: the worker's own, the enterprise's, and what a station's worker asked help for."""
    if actor.is_system:
        return sa.true()
    if actor.worker_id is not None:
        return Interview.worker_id == actor.worker_id
    if actor.role is Role.RECRUITER and actor.enterprise_id is not None:
        return Interview.enterprise_id == actor.enterprise_id
    if actor.role is Role.OFFICER and actor.station_id is not None:
        return sa.and_(
            Interview.station_id == actor.station_id, Interview.officer_may_sit_in.is_(True)
        )
    return sa.false()


def interview_by_id(uow: UnitOfWork, actor: Actor, interview_id: UUID) -> Interview:
    """An interview in the actor's sight; else `NotFound`."""
    found = uow.session.scalar(
        sa.select(Interview).where(Interview.id == interview_id, _visible(actor))
    )
    if found is None:
        raise NotFound
    return found


def interview_of(uow: UnitOfWork, actor: Actor, payload: Any) -> Interview:
    """The interview a command names in `payload.interview_id`."""
    return interview_by_id(uow, actor, payload.interview_id)


def find_scorecard(uow: UnitOfWork, interview_id: UUID) -> Scorecard | None:
    """The marks, when they were given."""
    found: Scorecard | None = uow.session.scalar(
        sa.select(Scorecard).where(Scorecard.interview_id == interview_id)
    )
    return found


def find_open_interview_of(uow: UnitOfWork, worker_id: UUID) -> Interview | None:
    """The interview a worker is in now; there is at most one."""
    found: Interview | None = uow.session.scalar(
        sa.select(Interview).where(Interview.worker_id == worker_id, Interview.state.in_(OPEN))
    )
    return found


def find_open_interview_with(uow: UnitOfWork, account_id: UUID | None) -> Interview | None:
    """The interview a recruiter is in now."""
    found: Interview | None = uow.session.scalars(
        sa.select(Interview)
        .where(Interview.recruiter_account_id == account_id, Interview.state.in_(OPEN))
        .order_by(Interview.opened_at)
    ).first()
    return found


def is_recruiter_busy(uow: UnitOfWork, account_id: UUID) -> bool:
    """Whether a recruiter's call rings or an interview of theirs is open, at any booth."""
    rings = sa.exists().where(Ticket.called_by == account_id, Ticket.state == TicketState.CALLED)
    talks = sa.exists().where(
        Interview.recruiter_account_id == account_id, Interview.state.in_(OPEN)
    )
    return bool(uow.session.scalar(sa.select(sa.or_(rings, talks))))


@dataclass(frozen=True)
class Conversation:
    """An interview as the desk lists it."""

    interview: Interview
    ticket: Ticket
    worker: Worker
    scorecard: Scorecard | None


def list_interviews(uow: UnitOfWork, booth_id: UUID, *, limit: int = 100) -> list[Conversation]:
    """A booth's interviews, the latest first."""
    rows = uow.session.execute(
        sa.select(Interview, Ticket, Worker, Scorecard)
        .join(Ticket, Ticket.id == Interview.ticket_id)
        .join(Worker, Worker.id == Interview.worker_id)
        .outerjoin(Scorecard, Scorecard.interview_id == Interview.id)
        .where(Interview.booth_id == booth_id)
        .order_by(Interview.opened_at.desc())
        .limit(limit)
    )
    return [Conversation(*row) for row in rows]


def list_unscored(uow: UnitOfWork, enterprise_id: UUID, *, limit: int = 20) -> list[Conversation]:
    """An enterprise's interviews that took place and wait for their marks, the oldest first."""
    rows = uow.session.execute(
        sa.select(Interview, Ticket, Worker, Scorecard)
        .join(Ticket, Ticket.id == Interview.ticket_id)
        .join(Worker, Worker.id == Interview.worker_id)
        .outerjoin(Scorecard, Scorecard.interview_id == Interview.id)
        .where(
            Interview.enterprise_id == enterprise_id,
            Interview.state == InterviewState.ENDED,
            Interview.started_at.is_not(None),
            Scorecard.id.is_(None),
        )
        .order_by(Interview.ended_at)
        .limit(limit)
    )
    return [Conversation(*row) for row in rows]


@dataclass(frozen=True)
class SeatOffer:
    """An interview at which the worker would like the officer."""

    interview: Interview
    worker: Worker
    enterprise: Enterprise


def list_for_station(uow: UnitOfWork, station_id: UUID | None) -> list[SeatOffer]:
    """The interviews that go on now and in which the worker asked for this station's officer."""
    rows = uow.session.execute(
        sa.select(Interview, Worker, Enterprise)
        .join(Worker, Worker.id == Interview.worker_id)
        .join(Enterprise, Enterprise.id == Interview.enterprise_id)
        .where(
            Interview.station_id == station_id,
            Interview.officer_may_sit_in.is_(True),
            Interview.state.in_(OPEN),
        )
        .order_by(Interview.opened_at)
    )
    return [SeatOffer(*row) for row in rows]


def people_of(uow: UnitOfWork, interview: Interview) -> dict[str, str]:
    """What stands on each picture, by place; only those who take part are told."""
    people = {
        Place.RECRUITER.value: uow.get(Enterprise, interview.enterprise_id).name,
        Place.WORKER.value: uow.get(Worker, interview.worker_id).name,
    }
    if interview.station_id is not None:
        people[Place.OFFICER.value] = uow.get(Station, interview.station_id).name
    return people


def snapshot_interview(uow: UnitOfWork, interview: Interview) -> dict[str, Any]:
    """What a room page knows besides the pictures.

    :return: `{"interview_id", "position", "state", "officer_may_sit_in"}`
    """
    return {
        "interview_id": str(interview.id),
        "position": str(event_log.last_position(uow)),
        "state": interview.state.value,
        "officer_may_sit_in": interview.officer_may_sit_in,
    }
