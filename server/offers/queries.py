"""Reading offers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.interviews.models import Interview
from server.jobs.models import Application, JobPosting
from server.jobs.terms import ApplicationState, PostingStatus
from server.offers.models import Offer, OfferState
from server.workers.models import Worker


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Row scope: the worker's own; the recruiter's enterprise's; nothing for others."""
    if actor.is_system:
        return sa.true()
    if actor.role is Role.WORKER and actor.worker_id:
        return Offer.worker_id == actor.worker_id
    if actor.role is Role.RECRUITER and actor.enterprise_id:
        return Offer.enterprise_id == actor.enterprise_id
    return sa.false()


def offer_by_id(uow: UnitOfWork, actor: Actor, offer_id: UUID) -> Offer:
    """An offer in the actor's sight; else `NotFound`."""
    found = uow.session.scalar(sa.select(Offer).where(Offer.id == offer_id, _visible(actor)))
    if found is None:
        raise NotFound
    return found


def interview_for_offer(uow: UnitOfWork, actor: Actor, interview_id: UUID) -> Interview:
    """An interview of the actor's enterprise; else `NotFound`."""
    found = uow.find(Interview, interview_id)
    ours = actor.is_system or (found is not None and found.enterprise_id == actor.enterprise_id)
    if found is None or not ours:
        raise NotFound
    return found


def find_standing_offer(uow: UnitOfWork, interview_id: UUID) -> Offer | None:
    """The offer after an interview that is open or accepted, or None."""
    return uow.session.scalar(
        sa.select(Offer).where(
            Offer.interview_id == interview_id,
            Offer.state.in_((OfferState.OPEN, OfferState.ACCEPTED)),
        )
    )


@dataclass(frozen=True)
class Shown:
    """An offer with what its page names."""

    offer: Offer
    worker: Worker
    enterprise: Enterprise
    posting: JobPosting


def snapshot_offer(uow: UnitOfWork, offer: Offer) -> Shown:
    """What the page of an offer shows."""
    return Shown(
        offer,
        uow.get(Worker, offer.worker_id),
        uow.get(Enterprise, offer.enterprise_id),
        uow.get(JobPosting, offer.posting_id),
    )


def list_offers(uow: UnitOfWork, actor: Actor, *, limit: int = 100) -> list[Shown]:
    """The offers in the actor's sight, newest first."""
    rows = uow.session.execute(
        sa.select(Offer, Worker, Enterprise, JobPosting)
        .join(Worker, Worker.id == Offer.worker_id)
        .join(Enterprise, Enterprise.id == Offer.enterprise_id)
        .join(JobPosting, JobPosting.id == Offer.posting_id)
        .where(_visible(actor))
        .order_by(Offer.id.desc())
        .limit(limit)
    )
    return [Shown(*row) for row in rows]


def list_postings_to_offer(uow: UnitOfWork, interview: Interview) -> list[JobPosting]:
    """The enterprise's published postings: those the worker applied for first, then the newest."""
    applied = (
        sa.select(Application.posting_id)
        .where(
            Application.worker_id == interview.worker_id,
            Application.state == ApplicationState.APPLIED,
        )
        .scalar_subquery()
    )
    statement: sa.Select[Any] = (
        sa.select(JobPosting)
        .where(
            JobPosting.enterprise_id == interview.enterprise_id,
            JobPosting.status != PostingStatus.DRAFT,
        )
        .order_by(JobPosting.id.in_(applied).desc(), JobPosting.id.desc())
    )
    return uow.scalars(statement)


def list_overdue(uow: UnitOfWork, at: datetime, *, limit: int = 200) -> list[UUID]:
    """Open offers whose time to reply is over, longest first."""
    return uow.scalars(
        sa.select(Offer.id)
        .where(Offer.state == OfferState.OPEN, Offer.reply_by < at)
        .order_by(Offer.reply_by)
        .limit(limit)
    )
