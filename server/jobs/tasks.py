"""What happens to postings on the clock."""

import sqlalchemy as sa

from server.core import clock
from server.core.tasks import every
from server.core.unit_of_work import UnitOfWork
from server.jobs import services
from server.jobs.models import JobPosting, PostingStatus
from server.jobs.terms import CloseReason

BATCH = 200
"""Postings closed in one transaction; the next round takes the rest."""


@every(seconds=600, name="jobs.close_expired")
def close_expired(uow: UnitOfWork) -> None:
    """Close postings whose last day is over. Already nobody could apply: the date was asked too."""
    over = uow.scalars(
        sa.select(JobPosting.id)
        .where(
            JobPosting.status == PostingStatus.OPEN,
            JobPosting.valid_until < clock.today(),
        )
        .order_by(JobPosting.id)
        .limit(BATCH)
    )
    for posting_id in over:
        services.close_posting(uow, posting_id=posting_id, reason=CloseReason.EXPIRED)
