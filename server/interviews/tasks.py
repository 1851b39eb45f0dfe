"""What the clock does for queues and rooms."""

from server.core.tasks import every
from server.core.unit_of_work import UnitOfWork
from server.interviews import services


@every(seconds=2, name="interviews.miss_calls")
def miss_calls(uow: UnitOfWork) -> None:
    """Miss every call that rang too long."""
    services.miss_overdue_calls(uow)


@every(seconds=30, name="interviews.end_abandoned")
def end_abandoned(uow: UnitOfWork) -> None:
    """End every interview that everybody left."""
    services.end_abandoned(uow)
