"""What happens with fairs on the clock."""

import sqlalchemy as sa

from server.core.settings import settings
from server.core.tasks import every
from server.core.unit_of_work import UnitOfWork
from server.fairs import demo, services
from server.fairs.models import Fair, FairState


@every(seconds=30, name="fairs.end_fairs")
def end_fairs(uow: UnitOfWork) -> None:
    """End every fair whose hours are over."""
    over = sa.select(Fair.id).where(Fair.state == FairState.PUBLISHED, Fair.ends_at <= uow.now)
    for fair_id in uow.scalars(over.order_by(Fair.id)):
        services.end_fair(uow, fair_id=fair_id)


@every(seconds=60, name="fairs.hold_sample_again")
def hold_sample_again(uow: UnitOfWork) -> None:
    """In demo mode there is a fair open today, also when the demo data are from an earlier day."""
    if settings().demo:
        demo.hold_again(uow)
