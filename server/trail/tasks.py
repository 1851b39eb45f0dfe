"""What happens to trails on the clock."""

import structlog

from server.core.tasks import every
from server.core.unit_of_work import UnitOfWork
from server.trail import services

log = structlog.get_logger()


@every(seconds=24 * 3600, name="trail.verify_all")
def verify_all(uow: UnitOfWork) -> None:
    """Verify every chain once a day; a break is logged with its row, for the operator's alarm."""
    for finding in services.verify(uow).findings:
        log.error(
            "trail_broken",
            worker_id=str(finding.worker_id),
            number=finding.number,
            kind=str(finding.kind),
        )
