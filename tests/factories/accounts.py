"""Accounts for tests."""

from itertools import count

from server.accounts import services
from server.accounts.models import Account
from server.core.identity import Role
from server.core.unit_of_work import UnitOfWork

_numbers = count(1)
PASSWORD = "a quiet test password"


def make_account(uow: UnitOfWork, role: Role = Role.ORGANIZER, **what_matters: object) -> Account:
    """An account of `role`; a worker gets a phone, staff a login name and `PASSWORD`."""
    number = next(_numbers)
    if role is Role.WORKER:
        given: dict[str, object] = {"phone": f"1390000{number:04d}", "display_name": "样例劳动者"}
    else:
        given = {"login_name": f"{role}{number}", "password": PASSWORD, "display_name": "样例"}
    return services.create_account(uow, role=role, **(given | what_matters))  # type: ignore[arg-type]  # checked at run time
