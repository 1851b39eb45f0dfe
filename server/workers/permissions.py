"""Who may do what with workers."""

from server.areas import codes
from server.bureaus.permissions import is_organizer
from server.core.identity import Actor, Role
from server.core.permissions import RULES, Permission, has_role
from server.core.unit_of_work import UnitOfWork
from server.workers.models import Worker


class WorkerPermission(Permission):
    """Rights on workers."""

    HOME = "workers:home:read"
    """Open one's own first page."""
    EDIT = "workers:profile:edit"
    """Change one's own profile."""
    READ = "workers:worker:read"
    """See a worker's entry, masked."""
    LIST = "workers:worker:list"
    """See the workers of one's area, masked."""


is_worker = has_role(Role.WORKER)
is_officer = has_role(Role.OFFICER)


def is_oneself(uow: UnitOfWork, actor: Actor, worker: Worker) -> bool:
    """It is the worker's own row."""
    return actor.role is Role.WORKER and actor.worker_id == worker.id


def looks_after(uow: UnitOfWork, actor: Actor, worker: Worker) -> bool:
    """Works for a bureau or station whose area holds the worker's household or residence."""
    if actor.role not in (Role.ORGANIZER, Role.OFFICER) or actor.area_code is None:
        return False
    places = (worker.household_area_code, worker.residence_area_code)
    return any(codes.is_inside(place, actor.area_code) for place in places if place)


RULES |= {
    WorkerPermission.HOME: [[is_oneself]],
    WorkerPermission.EDIT: [[is_oneself]],
    WorkerPermission.READ: [[is_oneself], [looks_after]],
    WorkerPermission.LIST: [[is_organizer], [is_officer]],
}
