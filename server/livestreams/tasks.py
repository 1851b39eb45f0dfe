"""What the clock does for live sessions."""

from server.core.tasks import every
from server.core.unit_of_work import UnitOfWork
from server.livestreams import services


@every(seconds=60, name="livestreams.end_forgotten")
def end_forgotten(uow: UnitOfWork) -> None:
    """End sessions whose host closed the page and did not come back."""
    services.end_forgotten(uow)
