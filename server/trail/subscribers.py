"""Every fact about a worker becomes a line of the trail, in the transaction that made it true."""

from typing import Any
from uuid import UUID

from server.core import events
from server.core.events import Event, in_transaction
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.fairs.models import Booth, Fair
from server.interviews.models import Interview
from server.jobs.models import JobPosting
from server.offers.models import Offer
from server.trail import services
from server.trail.kinds import KINDS

NAMED: dict[str, tuple[type[Any], str, str]] = {
    "enterprise_id": (Enterprise, "name", "enterprise"),
    "posting_id": (JobPosting, "title", "posting"),
    "fair_id": (Fair, "title", "fair"),
    "booth_id": (Booth, "number", "booth"),
}
"""An id's table, the column that names it, and the blank it fills."""

LEADS: tuple[tuple[str, type[Any]], ...] = (
    ("interview_id", Interview),
    ("offer_id", Offer),
    ("booth_id", Booth),
    ("posting_id", JobPosting),
)
"""Rows that know further ids, asked in this order for what the fact itself does not say."""


@in_transaction(*KINDS)
def record(uow: UnitOfWork, event: Event) -> None:
    """Append the fact to the worker's trail."""
    facts = events.dump(event)
    worker_id: UUID = event.worker_id  # type: ignore[attr-defined]  # a test: every kind has one
    services.append(
        uow, worker_id=worker_id, kind=event.NAME, facts=facts | names(uow, event), at=uow.now
    )


def names(uow: UnitOfWork, event: Event) -> dict[str, Any]:
    """What the things the fact is about are called now: enterprise, posting, fair, booth."""
    known = {name: value for name, value in vars(event).items() if name.endswith("_id") and value}
    for lead, model in LEADS:
        row = uow.find(model, known[lead]) if lead in known else None
        for name in NAMED:
            if row is not None and name not in known and getattr(row, name, None):
                known[name] = getattr(row, name)
    found: dict[str, Any] = {}
    for name, (model, column, blank) in NAMED.items():
        row = uow.find(model, known[name]) if name in known else None
        found[blank] = getattr(row, column) if row is not None else "—"
    return found
