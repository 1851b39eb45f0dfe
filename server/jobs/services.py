"""What happens to postings and applications."""

from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from server.areas import queries as areas
from server.core import clock
from server.core.i18n import lazy
from server.core.unit_of_work import UnitOfWork
from server.enterprises import services as enterprises
from server.enterprises.models import Enterprise
from server.jobs import errors, queries
from server.jobs.events import (
    ApplicantHired,
    ApplicationDeclined,
    ApplicationMade,
    ApplicationWithdrawn,
    PostingClosed,
    PostingPublished,
)
from server.jobs.models import Application, JobPosting
from server.jobs.terms import CloseReason, Terms
from server.workers import queries as workers
from server.workers.models import Worker

LONGEST = timedelta(days=180)
"""A posting that runs longer is asked about again: headcount and pay will have changed."""


def create_posting(uow: UnitOfWork, *, enterprise_id: UUID, terms: Terms) -> JobPosting:
    """Write a draft; an enterprise that still waits for review may prepare some.

    :raises PayOrder: when the range ends below its beginning
    :raises ValidUntilPast: when the last day is over or more than `LONGEST` away
    """
    uow.get(Enterprise, enterprise_id)
    _check(uow, terms)
    return uow.add(JobPosting(enterprise_id=enterprise_id, **_columns(uow, terms)))


def edit_posting(uow: UnitOfWork, *, posting_id: UUID, terms: Terms) -> JobPosting:
    """Change a draft; what workers have seen is not changed."""
    posting = uow.locked(JobPosting, posting_id)
    posting.require_draft()
    _check(uow, terms)
    for name, value in _columns(uow, terms).items():
        setattr(posting, name, value)
    uow.flush()
    return posting


def copy_posting(uow: UnitOfWork, *, posting_id: UUID) -> JobPosting:
    """A new draft with the words of an old posting; a last day that is over moves a month away."""
    old = uow.get(JobPosting, posting_id)
    values = {name: getattr(old, name) for name in Terms.__dataclass_fields__}
    today = clock.today()
    if values["valid_until"] <= today:
        values["valid_until"] = today + timedelta(days=30)
    return uow.add(JobPosting(enterprise_id=old.enterprise_id, **values))


def publish_posting(uow: UnitOfWork, *, posting_id: UUID) -> JobPosting:
    """Show a draft to everyone.

    :raises NotApproved: while the enterprise is not approved
    :raises ValidUntilPast: when its last day went by while it was a draft
    """
    posting = uow.locked(JobPosting, posting_id)
    posting.require_draft()
    enterprises.require_approved(uow, posting.enterprise_id)
    _check_last_day(clock.today(), posting.valid_until)
    posting.publish(uow.now)
    uow.publish(PostingPublished(posting_id=posting.id, enterprise_id=posting.enterprise_id))
    return posting


def close_posting(uow: UnitOfWork, *, posting_id: UUID, reason: CloseReason) -> JobPosting:
    """Take no applications any more; those that were made stay."""
    posting = uow.locked(JobPosting, posting_id)
    posting.close(uow.now, reason)
    uow.publish(
        PostingClosed(posting_id=posting.id, enterprise_id=posting.enterprise_id, reason=reason)
    )
    return posting


def apply_to(
    uow: UnitOfWork,
    *,
    posting_id: UUID,
    worker_id: UUID,
    fair_id: UUID | None = None,
    booth_id: UUID | None = None,
    live_session_id: UUID | None = None,
) -> Application:
    """A worker applies; `fair_id`, `booth_id`, `live_session_id` say where they did.

    :raises NotOpen: when the posting is closed or over, or its enterprise not approved
    :raises ProfileIncomplete: when the employer could not deal with the worker
    :raises AlreadyApplied: a second time; a withdrawn application is made anew
    """
    posting = uow.get(JobPosting, posting_id)
    workers.require_complete(uow.get(Worker, worker_id))
    enterprise = uow.get(Enterprise, posting.enterprise_id)
    if not queries.takes_applications(posting, enterprise, clock.today()):
        raise errors.NotOpen
    application = queries.find_application(uow, posting_id=posting_id, worker_id=worker_id)
    if application is not None:
        application.apply_again(uow.now)
    else:
        application = _first_application(uow, posting, worker_id)
    application.fair_id, application.booth_id = fair_id, booth_id
    application.live_session_id = live_session_id
    uow.publish(
        ApplicationMade(
            application_id=application.id,
            worker_id=worker_id,
            posting_id=posting.id,
            enterprise_id=posting.enterprise_id,
            fair_id=fair_id,
            booth_id=booth_id,
            live_session_id=live_session_id,
        )
    )
    return application


def withdraw(uow: UnitOfWork, *, application_id: UUID) -> Application:
    """The worker takes an application back."""
    application = uow.locked(Application, application_id)
    application.withdraw()
    uow.publish(ApplicationWithdrawn(**_parties(application)))
    return application


def decline(uow: UnitOfWork, *, application_id: UUID) -> Application:
    """The enterprise will not go on with an application."""
    application = uow.locked(Application, application_id)
    application.decline()
    uow.publish(ApplicationDeclined(**_parties(application)))
    return application


def note_hired(uow: UnitOfWork, *, posting_id: UUID, worker_id: UUID) -> Application | None:
    """A labor contract for this posting was signed by both sides.

    :return: the application it grew from; None when the worker was hired without one, or took it
        back meanwhile: the contract counts all the same
    """
    application: Application | None = uow.session.scalars(
        sa.select(Application)
        .where(Application.posting_id == posting_id, Application.worker_id == worker_id)
        .with_for_update()
    ).first()
    if application is None or not application.is_active:
        return None
    application.hire()
    uow.publish(ApplicantHired(**_parties(application)))
    return application


def _first_application(uow: UnitOfWork, posting: JobPosting, worker_id: UUID) -> Application:
    application = Application(
        posting_id=posting.id,
        worker_id=worker_id,
        enterprise_id=posting.enterprise_id,
        applied_at=uow.now,
    )
    try:
        with uow.session.begin_nested():
            uow.add(application)
    except IntegrityError:
        # Two taps at the same moment on PostgreSQL: the table keeps one.
        raise errors.AlreadyApplied from None
    return application


def _parties(application: Application) -> dict[str, UUID]:
    return {
        "application_id": application.id,
        "worker_id": application.worker_id,
        "posting_id": application.posting_id,
        "enterprise_id": application.enterprise_id,
    }


def _columns(uow: UnitOfWork, terms: Terms) -> dict[str, object]:
    return asdict(terms) | {"area_code": areas.chosen_area(uow, terms.area_code).code}


def _check(uow: UnitOfWork, terms: Terms) -> None:
    if terms.pay_to_fen is not None and terms.pay_to_fen < terms.pay_from_fen:
        text = lazy("The highest pay must not be below the lowest.")
        raise errors.PayOrder(fields={"pay_to_fen": text})
    _check_last_day(clock.today(), terms.valid_until)


def _check_last_day(today: date, last: date) -> None:
    if last < today:
        text = lazy("The last day for applications is already over.")
        raise errors.ValidUntilPast(fields={"valid_until": text})
    if last > today + LONGEST:
        text = lazy("The last day for applications may be at most %(days)s days away.")
        filled = str(text) % {"days": LONGEST.days}
        raise errors.ValidUntilPast(fields={"valid_until": filled})
