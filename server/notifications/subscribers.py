"""Every fact of the table is told in the transaction that made it true."""

from server.core.events import Event, in_transaction
from server.core.unit_of_work import UnitOfWork
from server.notifications import services
from server.notifications.kinds import NOTICES


@in_transaction(*dict.fromkeys(notice.event for notice in NOTICES))
def tell(uow: UnitOfWork, event: Event) -> None:
    """Put it into the inboxes of those whom it concerns."""
    services.tell(uow, event)
