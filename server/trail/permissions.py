"""Who may read a trail: the worker, and the bureaus of the worker's area. No employer."""

from server.core.identity import Actor, Role
from server.core.permissions import RULES, Permission, has_role
from server.core.unit_of_work import UnitOfWork
from server.workers.models import Worker


class TrailPermission(Permission):
    """What can be done with a trail."""

    READ = "trail:trail:read"
    """Read one worker's trail."""


def is_oneself(uow: UnitOfWork, actor: Actor, worker: Worker) -> bool:
    """The worker whose trail it is."""
    return actor.worker_id is not None and actor.worker_id == worker.id


RULES |= {
    # The loader already keeps an organizer to the workers of the own area (row scope, in SQL).
    TrailPermission.READ: [[is_oneself], [has_role(Role.ORGANIZER)]],
}
