"""Reading postings and applications."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from server.areas.queries import in_subtree
from server.core import clock
from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise, EnterpriseStatus
from server.jobs import wording
from server.jobs.models import Application, ApplicationState, JobPosting, PostingStatus
from server.workers.models import Worker

_approved = Enterprise.status == EnterpriseStatus.APPROVED


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Row scope: what an approved enterprise published, to everyone; one's own besides.

    An organizer also sees what else was published in their area, such as a frozen enterprise's.
    """
    published = JobPosting.status != PostingStatus.DRAFT
    shown = sa.and_(published, _approved)
    if actor.is_system:
        return sa.true()
    if actor.role is Role.RECRUITER and actor.enterprise_id:
        return sa.or_(shown, JobPosting.enterprise_id == actor.enterprise_id)
    if actor.role is Role.ORGANIZER and actor.area_code:
        inside = in_subtree(JobPosting.area_code, actor.area_code)
        return sa.or_(shown, sa.and_(published, inside))
    return shown


def posting_by_id(uow: UnitOfWork, actor: Actor, posting_id: UUID) -> JobPosting:
    """A posting in the actor's sight; else `NotFound`."""
    found = uow.session.scalar(
        sa.select(JobPosting)
        .join(Enterprise, Enterprise.id == JobPosting.enterprise_id)
        .where(JobPosting.id == posting_id, _visible(actor))
    )
    if found is None:
        raise NotFound
    return found


def own_posting(uow: UnitOfWork, actor: Actor, posting_id: UUID) -> JobPosting:
    """A posting of the enterprise this actor acts for; else `NotFound`."""
    found = uow.find(JobPosting, posting_id)
    if found is None or found.enterprise_id != actor.enterprise_id:
        raise NotFound
    return found


def takes_applications(posting: JobPosting, enterprise: Enterprise, today: date) -> bool:
    """Published, its last day not over, its enterprise approved."""
    return posting.is_open and posting.valid_until >= today and enterprise.is_approved


@dataclass(frozen=True)
class Shown:
    """A posting with its enterprise, as a card or page shows it."""

    posting: JobPosting
    enterprise: Enterprise
    takes_applications: bool

    @property
    def id(self) -> UUID:
        """The posting's id."""
        return self.posting.id

    @property
    def pay(self) -> str:
        """`¥5,500–7,000 / month`, in the reader's language."""
        return wording.pay_words(self.posting)

    @property
    def tags(self) -> list[str]:
        """What one compares first."""
        return wording.tags(self.posting)


def shown(uow: UnitOfWork, posting: JobPosting) -> Shown:
    """A posting with its enterprise."""
    enterprise = uow.get(Enterprise, posting.enterprise_id)
    return Shown(posting, enterprise, takes_applications(posting, enterprise, clock.today()))


def _pairs() -> sa.Select[JobPosting, Enterprise]:
    return sa.select(JobPosting, Enterprise).join(
        Enterprise, Enterprise.id == JobPosting.enterprise_id
    )


def open_postings(
    today: date,
    *,
    text: str | None = None,
    area_code: str | None = None,
    pay_from_fen: int | None = None,
    pay_period: str | None = None,
    couple_room: bool = False,
) -> sa.Select[JobPosting, Enterprise]:
    """Postings that take applications, with their enterprises, newest first.

    :param pay_from_fen: only those that pay up to this or more, per `pay_period`
    """
    statement = _pairs().where(
        JobPosting.status == PostingStatus.OPEN, JobPosting.valid_until >= today, _approved
    )
    if text:
        words = [
            column.contains(text, autoescape=True)
            for column in (JobPosting.title, JobPosting.occupation, Enterprise.name)
        ]
        statement = statement.where(sa.or_(*words))
    if area_code:
        statement = statement.where(in_subtree(JobPosting.area_code, area_code))
    if pay_from_fen:
        most = sa.func.coalesce(JobPosting.pay_to_fen, JobPosting.pay_from_fen)
        statement = statement.where(most >= pay_from_fen)
    if pay_period:
        statement = statement.where(JobPosting.pay_period == pay_period)
    if couple_room:
        statement = statement.where(JobPosting.couple_room)
    return statement.order_by(JobPosting.published_at.desc(), JobPosting.id.desc())


def list_open_postings_of(uow: UnitOfWork, enterprise_id: UUID) -> list[JobPosting]:
    """An enterprise's postings that take applications, newest first."""
    statement = open_postings(clock.today()).where(JobPosting.enterprise_id == enterprise_id)
    return uow.scalars(statement.with_only_columns(JobPosting))


def list_shown(uow: UnitOfWork, posting_ids: Iterable[UUID]) -> list[Shown]:
    """Postings with their enterprises, in the order of `posting_ids`: a job shelf, one query."""
    wanted = list(posting_ids)
    today = clock.today()
    rows = uow.session.execute(_pairs().where(JobPosting.id.in_(wanted)))
    found = {
        posting.id: Shown(posting, enterprise, takes_applications(posting, enterprise, today))
        for posting, enterprise in rows
    }
    return [found[posting_id] for posting_id in wanted if posting_id in found]


def postings_of(
    enterprise_id: UUID, *, status: PostingStatus | None = None
) -> sa.Select[JobPosting, int]:
    """An enterprise's own postings with how many applications are active, newest first."""
    active = (
        sa.select(sa.func.count(Application.id))
        .where(
            Application.posting_id == JobPosting.id, Application.state == ApplicationState.APPLIED
        )
        .scalar_subquery()
    )
    statement = sa.select(JobPosting, active).where(JobPosting.enterprise_id == enterprise_id)
    if status is not None:
        statement = statement.where(JobPosting.status == status)
    return statement.order_by(JobPosting.id.desc())


def count_postings(uow: UnitOfWork, enterprise_id: UUID) -> dict[PostingStatus, int]:
    """How many of an enterprise's postings stand where."""
    counted = uow.session.execute(
        sa.select(JobPosting.status, sa.func.count())
        .where(JobPosting.enterprise_id == enterprise_id)
        .group_by(JobPosting.status)
    )
    found = dict.fromkeys(PostingStatus, 0)
    return found | dict(counted.all())


def find_application(uow: UnitOfWork, *, posting_id: UUID, worker_id: UUID) -> Application | None:
    """The application of this worker for this posting, whatever its state, or None."""
    found: Application | None = uow.session.scalar(
        sa.select(Application).where(
            Application.posting_id == posting_id, Application.worker_id == worker_id
        )
    )
    return found


def applied_postings(
    uow: UnitOfWork, worker_id: UUID | None, posting_ids: Iterable[UUID]
) -> set[UUID]:
    """Which of these postings the worker has an active application for; none for a visitor."""
    if worker_id is None:
        return set()
    return set(
        uow.session.scalars(
            sa.select(Application.posting_id).where(
                Application.worker_id == worker_id,
                Application.posting_id.in_(list(posting_ids)),
                Application.state != ApplicationState.WITHDRAWN,
            )
        )
    )


def application_by_id(uow: UnitOfWork, actor: Actor, application_id: UUID) -> Application:
    """An application of one's own, or to one's enterprise; else `NotFound`."""
    if actor.is_system:
        return uow.get(Application, application_id)
    scope: sa.ColumnElement[bool] = sa.false()
    if actor.role is Role.WORKER and actor.worker_id:
        scope = Application.worker_id == actor.worker_id
    elif actor.role is Role.RECRUITER and actor.enterprise_id:
        scope = Application.enterprise_id == actor.enterprise_id
    found = uow.session.scalar(
        sa.select(Application).where(Application.id == application_id, scope)
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Received:
    """An application as the enterprise sees it: the worker masked, never their priority group."""

    application: Application
    posting: JobPosting
    worker: Worker


def applications_received(
    enterprise_id: UUID,
    *,
    posting_id: UUID | None = None,
    state: ApplicationState | None = None,
    fair_id: UUID | None = None,
) -> sa.Select[Application, JobPosting, Worker]:
    """The applications an enterprise received, with posting and worker, newest first."""
    statement = (
        sa.select(Application, JobPosting, Worker)
        .join(JobPosting, JobPosting.id == Application.posting_id)
        .join(Worker, Worker.id == Application.worker_id)
        .where(Application.enterprise_id == enterprise_id)
    )
    if posting_id is not None:
        statement = statement.where(Application.posting_id == posting_id)
    if state is not None:
        statement = statement.where(Application.state == state)
    if fair_id is not None:
        statement = statement.where(Application.fair_id == fair_id)
    return statement.order_by(Application.applied_at.desc(), Application.id.desc())


def count_active_applications(uow: UnitOfWork, enterprise_id: UUID) -> int:
    """How many applications wait for an enterprise."""
    return (
        uow.session.scalar(
            sa.select(sa.func.count(Application.id)).where(
                Application.enterprise_id == enterprise_id,
                Application.state == ApplicationState.APPLIED,
            )
        )
        or 0
    )


@dataclass(frozen=True)
class Made:
    """An application as the worker sees it."""

    application: Application
    posting: JobPosting
    enterprise: Enterprise


def applications_made(worker_id: UUID) -> sa.Select[Application, JobPosting, Enterprise]:
    """A worker's applications, with posting and enterprise, newest first."""
    return (
        sa.select(Application, JobPosting, Enterprise)
        .join(JobPosting, JobPosting.id == Application.posting_id)
        .join(Enterprise, Enterprise.id == Application.enterprise_id)
        .where(Application.worker_id == worker_id)
        .order_by(Application.applied_at.desc(), Application.id.desc())
    )
