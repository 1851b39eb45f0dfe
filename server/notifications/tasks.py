"""What the clock does for inboxes."""

from datetime import timedelta

import sqlalchemy as sa

from server.core.tasks import every
from server.core.unit_of_work import UnitOfWork
from server.notifications.models import Notification

KEPT = timedelta(days=180)
"""Older notices are removed; what happened stands in the trail."""


@every(seconds=24 * 3600, name="notifications.forget")
def forget(uow: UnitOfWork) -> None:
    """Remove what is older than `KEPT`."""
    uow.session.execute(sa.delete(Notification).where(Notification.created_at < uow.now - KEPT))
