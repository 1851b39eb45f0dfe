"""The one pattern for a door: what it needs, what it is about, what it takes.

A page, a JSON endpoint and a socket command are all a `Door`: the door opens the unit of work,
loads its subject (row scope is in that query), asks the rule, parses the payload, runs the handler
and commits. A door that does not declare what it needs cannot be written: `needs` has no default.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from server.core import idempotency, permissions
from server.core.errors import Invalid, NotFound, Unauthenticated
from server.core.permissions import Needs
from server.core.schemas import Payload, words_of
from server.core.unit_of_work import UnitOfWork

Load = Callable[..., Any]


def path_values(uow: UnitOfWork, actor: Any, **values: Any) -> dict[str, Any]:
    """A loader for doors whose subject is no row: the values of the path themselves."""
    return values


@dataclass(frozen=True, kw_only=True)
class Door:
    """One way in."""

    kind: str
    """`page`, `api` or `socket`."""
    name: str
    """`GET /fairs/<id>` or `queue.call_next`."""
    handler: Callable[..., Any]
    needs: Needs
    on: Load | None
    payload: type[Payload] | None
    again: Callable[..., Any] | None = None
    writes: bool = True
    idempotent: bool = True
    csrf: bool = True
    endpoint: str = ""

    def enter(
        self,
        uow: UnitOfWork,
        *,
        path: Mapping[str, Any],
        sent: Callable[[type[Payload]], Payload],
        key: tuple[str, str] | None = None,
        answer_of: Callable[[Any], dict[str, Any] | None] = lambda _result: None,
    ) -> Any:
        """Walk through the door; the caller commits.

        :param path: the path's values, handed to the loader by name
        :param sent: parses what was sent into the payload's model; raises `ValidationError`
        :param key: owner and idempotency key, or None when the sender gave none
        :param answer_of: what to keep of the result for a repeated command; None keeps nothing
        :raises Replay: when this command was already done
        """
        parsed, wrong = self._parse(sent)
        try:
            subject = self._load(uow, path, parsed, wrong)
        except NotFound:
            # Who comes by a link and is not signed in is asked to sign in, whether or not there is
            # something behind it: only afterwards can be said what is theirs.
            if uow.actor.is_signed_in or permissions.is_open_to_visitors(self.needs):
                raise
            raise Unauthenticated from None
        permissions.require(uow, uow.actor, self.needs, subject)
        if wrong is not None:
            raise Invalid(fields=words_of(wrong))
        kept = None
        if key is not None and self.idempotent:
            kept = idempotency.begin(
                uow, owner=key[0], key=key[1], command=(self.name, dict(path), parsed)
            )
        arguments = [uow, uow.actor]
        if self.on is not None:
            arguments.append(subject)
        if self.payload is not None:
            arguments.append(parsed)
        result = self.handler(*arguments)
        if kept is not None:
            answer = answer_of(result)
            if answer is None:
                uow.session.delete(kept)
            else:
                kept.keep(answer)
            uow.flush()
        return result

    @cached_property
    def loads_by_payload(self) -> bool:
        """Whether the loader takes the payload: the ids stand there and not in the path."""
        return self.on is not None and "payload" in inspect.signature(self.on).parameters

    def _parse(
        self, sent: Callable[[type[Payload]], Payload]
    ) -> tuple[Payload | None, ValidationError | None]:
        if self.payload is None:
            return None, None
        try:
            return sent(self.payload), None
        except ValidationError as wrong:
            return None, wrong

    def _load(
        self,
        uow: UnitOfWork,
        path: Mapping[str, Any],
        parsed: Payload | None,
        wrong: ValidationError | None,
    ) -> Any:
        if self.on is None:
            return None
        if not self.loads_by_payload:
            return self.on(uow, uow.actor, **path)
        if wrong is not None:
            raise Invalid(fields=words_of(wrong))
        return self.on(uow, uow.actor, payload=parsed, **path)


DOORS: list[Door] = []
"""Every door, in the order of declaration; tests walk through this list."""
