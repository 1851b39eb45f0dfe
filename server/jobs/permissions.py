"""Who may do what with postings and applications."""

from typing import Any

from server.bureaus.permissions import organizes_its_area
from server.core.identity import Actor, Role
from server.core.permissions import RULES, Permission, anyone
from server.core.unit_of_work import UnitOfWork
from server.enterprises.permissions import is_recruiter_of
from server.jobs.models import Application, JobPosting
from server.workers.permissions import is_worker


class JobPermission(Permission):
    """Rights on postings and applications."""

    READ = "jobs:posting:read"
    """See a posting; drafts are found only by those who may."""
    WRITE = "jobs:posting:write"
    """Write a posting for one's enterprise; an unapproved one may prepare drafts."""
    MANAGE = "jobs:posting:manage"
    """Change, publish, copy and close a posting of one's enterprise."""
    STOP = "jobs:posting:stop"
    """Close a posting of one's area, as its bureau."""
    APPLY = "jobs:application:make"
    """Apply for oneself."""
    WITHDRAW = "jobs:application:withdraw"
    """Take one's own application back."""
    DECLINE = "jobs:application:decline"
    """End an application to one's enterprise."""
    LIST_OWN = "jobs:application:list_own"
    """See one's own applications."""
    LIST_RECEIVED = "jobs:application:list_received"
    """See the applications that one's enterprise received."""


def recruits_for_it(uow: UnitOfWork, actor: Actor, subject: Any) -> bool:
    """Acts for the enterprise that `subject.enterprise_id` names."""
    return actor.role is Role.RECRUITER and actor.enterprise_id == subject.enterprise_id


def organizes_work_area(uow: UnitOfWork, actor: Actor, posting: JobPosting) -> bool:
    """Acts for a bureau whose area holds the place of work."""
    return organizes_its_area(uow, actor, posting)


def made_it(uow: UnitOfWork, actor: Actor, application: Application) -> bool:
    """It is the worker's own application."""
    return actor.role is Role.WORKER and actor.worker_id == application.worker_id


RULES |= {
    JobPermission.READ: [[anyone]],
    JobPermission.WRITE: [[is_recruiter_of]],
    JobPermission.MANAGE: [[recruits_for_it]],
    JobPermission.STOP: [[recruits_for_it], [organizes_work_area]],
    JobPermission.APPLY: [[is_worker]],
    JobPermission.WITHDRAW: [[made_it]],
    JobPermission.DECLINE: [[recruits_for_it]],
    JobPermission.LIST_OWN: [[is_worker]],
    JobPermission.LIST_RECEIVED: [[is_recruiter_of]],
}
