"""Permissions one can read aloud: a permission → clauses → predicates.

    RULES |= {
        InterviewPermission.JOIN_QUEUE: [[is_worker]],
        InterviewPermission.CALL_NEXT: [[staffs_the_booth], [organizes]],
    }

A permission holds when every predicate of any one clause holds. A permission without a rule, or a
door without a permission, fails the build.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from server.core.errors import Forbidden, Unauthenticated
from server.core.identity import Actor, Role

if TYPE_CHECKING:
    from server.core.unit_of_work import UnitOfWork


class Permission(StrEnum):
    """The base of every domain's enum; values read `<domain>:<resource>:<action>`."""


class Open(StrEnum):
    """Doors that ask for no permission say so."""

    PUBLIC = "public"
    """Anyone, signed in or not."""
    SIGNED_IN = "signed_in"
    """Any account."""


PUBLIC: Final = Open.PUBLIC
SIGNED_IN: Final = Open.SIGNED_IN

Needs = Permission | Open
Predicate = Callable[["UnitOfWork", Actor, Any], bool]
RULES: dict[Permission, list[list[Predicate]]] = {}


def anyone(uow: "UnitOfWork", actor: Actor, subject: Any) -> bool:
    """Everybody, also a visitor."""
    return True


def is_signed_in(uow: "UnitOfWork", actor: Actor, subject: Any) -> bool:
    """Any account."""
    return actor.is_signed_in


def has_role(*roles: Role) -> Predicate:
    """An account of one of `roles`."""

    def check(uow: "UnitOfWork", actor: Actor, subject: Any) -> bool:
        return actor.role in roles

    check.__name__ = "is_" + "_or_".join(roles)
    return check


def allows(uow: "UnitOfWork", actor: Actor, needs: Needs, subject: Any = None) -> bool:
    """Whether `actor` may do what `needs` names, to `subject`."""
    if needs is Open.PUBLIC or actor.is_system:
        return True
    if needs is Open.SIGNED_IN:
        return actor.is_signed_in
    clauses = RULES[needs]
    return any(all(holds(uow, actor, subject) for holds in clause) for clause in clauses)


def is_open_to_visitors(needs: Needs) -> bool:
    """Whether somebody who is not signed in may do what `needs` names, to some subject."""
    if isinstance(needs, Open):
        return needs is Open.PUBLIC
    return any(all(holds is anyone for holds in clause) for clause in RULES[needs])


def require(uow: "UnitOfWork", actor: Actor, needs: Needs, subject: Any = None) -> None:
    """Raise `Unauthenticated` or `Forbidden` unless `allows`."""
    if allows(uow, actor, needs, subject):
        return
    raise Forbidden if actor.is_signed_in else Unauthenticated
