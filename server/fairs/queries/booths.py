"""Booths and what they show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.fairs.models import Booth, BoothPosting, BoothState, Fair, FairPartner
from server.fairs.queries.fairs import visible_to
from server.jobs.models import JobPosting


@dataclass(frozen=True)
class BoothWithEnterprise:
    """A booth and whose it is."""

    booth: Booth
    enterprise: Enterprise


@dataclass(frozen=True)
class OwnBooth:
    """A booth as its enterprise lists it."""

    booth: Booth
    fair: Fair


def booth_by_id(uow: UnitOfWork, actor: Actor, booth_id: UUID) -> Booth:
    """A given booth of a fair the actor may see; an application only for host and enterprise."""
    ways = [Booth.state == BoothState.APPROVED]
    if actor.is_system:
        ways.append(sa.true())
    if actor.enterprise_id is not None:
        ways.append(Booth.enterprise_id == actor.enterprise_id)
    if actor.bureau_id is not None:
        invited = sa.exists().where(
            FairPartner.fair_id == Booth.fair_id, FairPartner.bureau_id == actor.bureau_id
        )
        ways += [Fair.host_bureau_id == actor.bureau_id, invited]
    found = uow.session.scalars(
        sa.select(Booth)
        .join(Fair, Fair.id == Booth.fair_id)
        .where(Booth.id == booth_id, visible_to(actor), sa.or_(*ways))
    ).first()
    if found is None:
        raise NotFound
    return found


def booth_of(uow: UnitOfWork, actor: Actor, payload: Any) -> Booth:
    """The booth a real-time command names in `payload.booth_id`."""
    return booth_by_id(uow, actor, payload.booth_id)


def staffs_booth(actor: Actor, booth: Booth) -> bool:
    """Whether the actor is the booth's recruiter; while nobody is named, any of its enterprise."""
    return (
        booth.is_approved
        and actor.role is Role.RECRUITER
        and actor.enterprise_id == booth.enterprise_id
        and booth.recruiter_account_id in (None, actor.account_id)
    )


def list_booths(uow: UnitOfWork, fair_id: UUID, *states: BoothState) -> list[BoothWithEnterprise]:
    """The booths of a fair by number, then as they applied; all states if none is named."""
    rows = uow.session.execute(
        sa.select(Booth, Enterprise)
        .join(Enterprise, Enterprise.id == Booth.enterprise_id)
        .where(Booth.fair_id == fair_id, Booth.state.in_(states or tuple(BoothState)))
        .order_by(Booth.number.is_(None), Booth.number, Booth.applied_at)
    )
    return [BoothWithEnterprise(booth, enterprise) for booth, enterprise in rows]


def find_booth_of(uow: UnitOfWork, fair_id: UUID, enterprise_id: UUID | None) -> Booth | None:
    """The one booth an enterprise has, or asked for, at a fair."""
    return uow.session.scalars(
        sa.select(Booth).where(Booth.fair_id == fair_id, Booth.enterprise_id == enterprise_id)
    ).first()


def list_booths_of_enterprise(
    uow: UnitOfWork, enterprise_id: UUID, *, limit: int = 50
) -> list[OwnBooth]:
    """An enterprise's booths, the latest fair first."""
    rows = uow.session.execute(
        sa.select(Booth, Fair)
        .join(Fair, Fair.id == Booth.fair_id)
        .where(Booth.enterprise_id == enterprise_id)
        .order_by(Fair.starts_at.desc(), Booth.id)
        .limit(limit)
    )
    return [OwnBooth(booth, fair) for booth, fair in rows]


def list_postings(uow: UnitOfWork, booth_id: UUID) -> list[JobPosting]:
    """What a booth shows, in the order of the shelf."""
    return postings_by_booth(uow, [booth_id])[booth_id]


def postings_by_booth(uow: UnitOfWork, booth_ids: Iterable[UUID]) -> dict[UUID, list[JobPosting]]:
    """What each booth shows; one query. A booth without postings has an empty list."""
    rows = uow.session.execute(
        sa.select(BoothPosting.booth_id, JobPosting)
        .join(JobPosting, JobPosting.id == BoothPosting.posting_id)
        .where(BoothPosting.booth_id.in_(list(booth_ids)))
        .order_by(BoothPosting.id)
    )
    found: dict[UUID, list[JobPosting]] = defaultdict(list)
    for booth_id, posting in rows:
        found[booth_id].append(posting)
    return found
