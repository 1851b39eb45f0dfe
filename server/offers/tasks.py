"""What happens to offers on the clock."""

from server.core.tasks import every
from server.core.unit_of_work import UnitOfWork
from server.offers import queries, services


@every(seconds=60, name="offers.lapse")
def lapse_offers(uow: UnitOfWork) -> None:
    """Close the offers that nobody answered in time."""
    for offer_id in queries.list_overdue(uow, uow.now):
        services.lapse(uow, offer_id=offer_id)
