"""Who may hear and keep an account: its owner."""

from typing import Any

from server.core.identity import Actor
from server.core.permissions import RULES, Permission
from server.core.unit_of_work import UnitOfWork


class AccountPermission(Permission):
    """What may be done to an account."""

    LISTEN = "accounts:account:listen"
    """Hear what is pushed to an account."""


def is_own(uow: UnitOfWork, actor: Actor, subject: Any) -> bool:
    """The account is the actor's."""
    return actor.account_id is not None and subject.id == actor.account_id


RULES |= {AccountPermission.LISTEN: [[is_own]]}
