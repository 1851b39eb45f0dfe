"""Who may do what at a fair. Row scope (who sees a draft at all) is in `queries`."""

from typing import Any

import sqlalchemy as sa

from server.core.identity import Actor, Role
from server.core.permissions import RULES, Permission, anyone, has_role
from server.core.unit_of_work import UnitOfWork
from server.fairs.models import AirSlot, Booth, Fair, FairPartner, FairStation, PartnerState


class FairPermission(Permission):
    """What can be done with fairs."""

    READ = "fairs:fair:read"
    """Open a fair one may see."""
    PLAN = "fairs:fair:plan"
    """Plan a new fair for one's own bureau."""
    MANAGE = "fairs:fair:manage"
    """Change, publish, move, cancel, clone a fair; decide about booths; plan the program."""
    ANSWER = "fairs:invitation:answer"
    """Answer an invitation to one's own bureau."""
    ADD_STATIONS = "fairs:station:add"
    """Add and take out seats of one's own stations."""
    APPLY = "fairs:booth:apply"
    """Ask for a booth for one's own enterprise."""
    READ_BOOTH = "fairs:booth:read"
    """Open a booth one may see."""
    STAFF = "fairs:booth:staff"
    """Say who staffs a booth of one's own enterprise, and what it shows."""
    FEED = "fairs:feed:renew"
    """Make and renew the secret address of one's own feed."""


Part = Fair | Booth | AirSlot | FairStation


def _fair_of(uow: UnitOfWork, part: Part) -> Fair:
    return part if isinstance(part, Fair) else uow.get(Fair, part.fair_id)


def hosts(uow: UnitOfWork, actor: Actor, part: Part) -> bool:
    """Staff of the bureau that holds the fair, or the fair of a booth, slot or seat."""
    return actor.bureau_id is not None and _fair_of(uow, part).host_bureau_id == actor.bureau_id


def has_bureau(uow: UnitOfWork, actor: Actor, subject: Any) -> bool:
    """Staff of some bureau."""
    return actor.bureau_id is not None


def is_invited(uow: UnitOfWork, actor: Actor, partner: FairPartner) -> bool:
    """Staff of the bureau that was invited."""
    return actor.bureau_id is not None and partner.bureau_id == actor.bureau_id


def takes_part(uow: UnitOfWork, actor: Actor, part: Part) -> bool:
    """Staff of the host, or of a bureau that accepted."""
    if hosts(uow, actor, part):
        return True
    accepted = sa.select(FairPartner.id).where(
        FairPartner.fair_id == _fair_of(uow, part).id,
        FairPartner.bureau_id == actor.bureau_id,
        FairPartner.state == PartnerState.ACCEPTED,
    )
    return actor.bureau_id is not None and uow.session.scalar(accepted) is not None


def has_enterprise(uow: UnitOfWork, actor: Actor, subject: Any) -> bool:
    """Speaks for some enterprise."""
    return actor.enterprise_id is not None


def is_own_booth(uow: UnitOfWork, actor: Actor, booth: Booth) -> bool:
    """Speaks for the enterprise of the booth."""
    return actor.enterprise_id is not None and booth.enterprise_id == actor.enterprise_id


def staffs_the_booth(uow: UnitOfWork, actor: Actor, booth: Booth) -> bool:
    """The recruiter of the booth; while nobody is named, any recruiter of its enterprise."""
    if not booth.is_approved or actor.role is not Role.RECRUITER:
        return False
    if not is_own_booth(uow, actor, booth):
        return False
    return booth.recruiter_account_id in (None, actor.account_id)


is_organizer = has_role(Role.ORGANIZER)
is_recruiter = has_role(Role.RECRUITER)

RULES |= {
    FairPermission.READ: [[anyone]],
    FairPermission.PLAN: [[is_organizer, has_bureau]],
    FairPermission.MANAGE: [[is_organizer, hosts]],
    FairPermission.ANSWER: [[is_organizer, is_invited]],
    FairPermission.ADD_STATIONS: [[is_organizer, takes_part]],
    FairPermission.APPLY: [[is_recruiter, has_enterprise]],
    FairPermission.READ_BOOTH: [[anyone]],
    FairPermission.STAFF: [[is_recruiter, is_own_booth]],
    FairPermission.FEED: [[has_role(Role.WORKER)]],
}
