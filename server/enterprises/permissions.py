"""Who may do what with enterprises."""

from server.bureaus.permissions import is_organizer, organizes_its_area
from server.core.identity import Actor, Role
from server.core.permissions import RULES, Permission, has_role
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise


class EnterprisePermission(Permission):
    """Rights on enterprises."""

    DESK = "enterprises:desk:read"
    """Open the recruiter's desk of one's own enterprise."""
    READ = "enterprises:enterprise:read"
    """See the whole entry, with contact."""
    EDIT = "enterprises:enterprise:edit"
    """Correct the entry, and send it in again after a refusal."""
    LIST = "enterprises:enterprise:list"
    """See the enterprises of one's area."""
    REVIEW = "enterprises:enterprise:review"
    """Approve, refuse, freeze and release."""
    ADMIT = "enterprises:recruiter:admit"
    """Give a colleague an account that acts for the enterprise."""


is_recruiter = has_role(Role.RECRUITER)


def is_recruiter_of(uow: UnitOfWork, actor: Actor, enterprise: Enterprise) -> bool:
    """Acts for this very enterprise."""
    return actor.role is Role.RECRUITER and actor.enterprise_id == enterprise.id


def is_approved(uow: UnitOfWork, actor: Actor, enterprise: Enterprise) -> bool:
    """The enterprise may show itself to workers."""
    return enterprise.is_approved


RULES |= {
    EnterprisePermission.DESK: [[is_recruiter_of]],
    EnterprisePermission.READ: [[is_recruiter_of], [organizes_its_area]],
    EnterprisePermission.EDIT: [[is_recruiter_of]],
    EnterprisePermission.LIST: [[is_organizer]],
    EnterprisePermission.REVIEW: [[organizes_its_area]],
    EnterprisePermission.ADMIT: [[is_recruiter_of]],
}
