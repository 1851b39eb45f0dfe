"""Who may do what with bureaus."""

from typing import Any

from server.areas import codes
from server.bureaus.models import Bureau
from server.core.identity import Actor, Role
from server.core.permissions import RULES, Permission, has_role
from server.core.unit_of_work import UnitOfWork


class BureauPermission(Permission):
    """Rights on bureaus."""

    READ = "bureaus:bureau:read"
    """See an office's page; offices are public to everyone who works with them."""
    DESK = "bureaus:desk:read"
    """Open one's own office's desk."""
    OPEN = "bureaus:bureau:open"
    """Add an office to the platform."""
    EDIT = "bureaus:bureau:edit"
    """Correct an office's entry."""
    APPOINT = "bureaus:organizer:appoint"
    """Give a person an account that acts for the office."""


is_organizer = has_role(Role.ORGANIZER)
is_administrator = has_role(Role.ADMINISTRATOR)
is_staff = has_role(Role.ORGANIZER, Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)


def is_organizer_of(uow: UnitOfWork, actor: Actor, bureau: Bureau) -> bool:
    """Acts for this very office."""
    return actor.role is Role.ORGANIZER and actor.bureau_id == bureau.id


def is_organizer_of_its_bureau(uow: UnitOfWork, actor: Actor, subject: Any) -> bool:
    """Acts for the office that `subject.bureau_id` names."""
    return actor.role is Role.ORGANIZER and actor.bureau_id == subject.bureau_id


def organizes_its_area(uow: UnitOfWork, actor: Actor, subject: Any) -> bool:
    """Acts for an office whose area holds the area that `subject.area_code` names."""
    return (
        actor.role is Role.ORGANIZER
        and actor.area_code is not None
        and codes.is_inside(codes.full(subject.area_code), actor.area_code)
    )


RULES |= {
    BureauPermission.READ: [[is_staff]],
    BureauPermission.DESK: [[is_organizer_of]],
    BureauPermission.OPEN: [[is_administrator]],
    BureauPermission.EDIT: [[is_administrator], [is_organizer_of]],
    BureauPermission.APPOINT: [[is_administrator], [is_organizer_of]],
}
