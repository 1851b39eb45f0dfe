"""Who may do what with offers."""

from typing import Any

from server.core.identity import Actor, Role
from server.core.permissions import RULES, Permission
from server.core.unit_of_work import UnitOfWork
from server.enterprises.permissions import is_recruiter_of
from server.jobs.permissions import recruits_for_it
from server.workers.permissions import is_worker


class OfferPermission(Permission):
    """Rights on offers."""

    MAKE = "offers:offer:make"
    """Make an offer after an interview of one's enterprise."""
    READ = "offers:offer:read"
    """See an offer: its worker, and the recruiters of its enterprise."""
    ANSWER = "offers:offer:answer"
    """Accept or decline, as its worker."""
    MANAGE = "offers:offer:manage"
    """Change the terms of, or withdraw, an offer of one's enterprise."""
    LIST_OWN = "offers:offer:list_own"
    """See the offers one was made."""
    LIST_MADE = "offers:offer:list_made"
    """See the offers one's enterprise made."""


def is_for_oneself(uow: UnitOfWork, actor: Actor, subject: Any) -> bool:
    """The worker whom `subject.worker_id` names."""
    return actor.role is Role.WORKER and actor.worker_id == subject.worker_id


RULES |= {
    OfferPermission.MAKE: [[recruits_for_it]],
    OfferPermission.READ: [[is_for_oneself], [recruits_for_it]],
    OfferPermission.ANSWER: [[is_for_oneself]],
    OfferPermission.MANAGE: [[recruits_for_it]],
    OfferPermission.LIST_OWN: [[is_worker]],
    OfferPermission.LIST_MADE: [[is_recruiter_of]],
}
