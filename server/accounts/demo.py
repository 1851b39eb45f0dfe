"""Demo data: the accounts that stand for no bureau, enterprise, station or worker.

Reads `world.password`; adds `world.auditor` and `world.administrator`.
"""

from typing import Any

from server.accounts import services
from server.core.identity import Role
from server.core.unit_of_work import UnitOfWork

_PEOPLE = (
    ("auditor", "auditor", "样例审计员", Role.AUDITOR),
    ("administrator", "admin", "样例管理员", Role.ADMINISTRATOR),
)


def load(uow: UnitOfWork, world: Any) -> None:
    """Make the two accounts."""
    for key, login_name, name, role in _PEOPLE:
        account = services.create_account(
            uow, role=role, login_name=login_name, password=world.password, display_name=name
        )
        setattr(world, key, account)
