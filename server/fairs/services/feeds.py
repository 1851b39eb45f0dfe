"""Secret addresses of personal calendar feeds."""

import secrets
from uuid import UUID

from server.core import privacy
from server.core.unit_of_work import UnitOfWork
from server.fairs import queries
from server.fairs.models import FeedToken

TOKEN_BYTES = 32
"""As many as make guessing hopeless: 256 bits."""


def renew_feed(uow: UnitOfWork, *, worker_id: UUID) -> FeedToken:
    """Give the worker a new secret address; the one before stops working at once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    index = privacy.blind_index("fairs.feed_token", token)
    known = queries.find_feed_token(uow, worker_id)
    if known is not None:
        known.renew(token, index, uow.now)
        uow.flush()
        return known
    return uow.add(
        FeedToken(worker_id=worker_id, token=token, token_index=index, renewed_at=uow.now)
    )
