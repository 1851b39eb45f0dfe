"""`docs/realtime.md`, put together from the declarations; a test fails when the two differ.

python -m server.core.realtime_docs > docs/realtime.md
"""

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any
from uuid import UUID

from server.core.app import load_domains
from server.core.audiences import LISTENINGS
from server.core.doors import Door
from server.core.errors import LianpinError
from server.core.events import Event, pushed_kinds
from server.core.permissions import RULES, Open
from server.core.sockets import COMMANDS

HEAD = """# Real time: commands in, facts out

Put together from the declarations by `python -m server.core.realtime_docs`; do not edit.

One Socket.IO connection carries both. A command is `command {name, key, payload}`; it is
acknowledged with `{"ok": …}` or `{"error": {code, message, details}}`. The same key again has one
effect and gets the same answer. `events.listen {audience, id, after}` joins an audience and answers
`{position, events}` with what was missed since `after` (or `reset: true` when that was too much).
From then on each fact comes as `event {audience, position, name, data, at}`; positions compare as
the pair of numbers `transaction.sequence`. Besides the refusals below, every command may be refused
with `unauthenticated`, `forbidden`, `not_found`, `invalid` and `too_many`.
"""


def text() -> str:
    """The whole page; the domains must be loaded."""
    parts = [HEAD, "## Commands\n"]
    parts += [
        _command(COMMANDS[name]) for name in sorted(COMMANDS) if _ours(COMMANDS[name].handler)
    ]
    parts.append("## Audiences\n")
    parts += [
        f"* `{kind}` needs {_needs(LISTENINGS[kind].needs)}"
        for kind in sorted(LISTENINGS)
        if _ours(LISTENINGS[kind].on)
    ]
    parts.append("\n## Facts\n")
    kinds = pushed_kinds()
    parts += [
        _fact(kind, kinds[kind])
        for kind in sorted(kinds, key=lambda kind: kind.NAME)
        if _ours(kind)
    ]
    return "\n".join(parts).rstrip() + "\n"


def _ours(declared: Any) -> bool:
    """Whether it belongs to the platform; tests declare commands and facts of their own."""
    return str(declared.__module__).startswith("server.")


def _command(door: Door) -> str:
    lines = [f"### `{door.name}`\n", (inspect.getdoc(door.handler) or "").partition("\n\n")[0], ""]
    lines.append(f"* needs {_needs(door.needs)}")
    if door.payload is not None:
        listed = ", ".join(
            f"`{name}`{'' if field.is_required() else '?'}"
            for name, field in door.payload.model_fields.items()
        )
        lines.append(f"* payload {listed}")
    codes = sorted(set(_refusals(door.handler)))
    if codes:
        lines.append("* may be refused with " + ", ".join(f"`{code}`" for code in codes))
    return "\n".join([*lines, ""])


def _needs(needs: Any) -> str:
    if isinstance(needs, Open):
        return f"nothing ({needs})" if needs is Open.PUBLIC else "any account"
    ways = " or ".join(
        " and ".join(predicate.__name__ for predicate in clause) for clause in RULES[needs]
    )
    return f"`{needs}`: {ways}"


def _refusals(handler: Callable[..., Any]) -> Iterator[str]:
    """Codes of what the services that the handler calls say they raise."""
    services = handler.__globals__.get("services")
    for name in re.findall(r"services\.(\w+)", inspect.getsource(handler)):
        called = inspect.getdoc(getattr(services, name)) or ""
        for error in re.findall(r":raises? (\w+):", called):
            yield from (kind.code for kind in _errors() if kind.__name__ == error)


def _errors(kind: type[LianpinError] = LianpinError) -> Iterator[type[LianpinError]]:
    for below in kind.__subclasses__():
        yield below
        yield from _errors(below)


def _fact(kind: type[Event], to: Callable[[Any], Any]) -> str:
    declared = fields(kind)  # type: ignore[arg-type]  # every fact is a dataclass
    listed = ", ".join(f"`{field.name}`" for field in declared)
    heard = ", ".join(dict.fromkeys(f"`{name}`" for name in _audiences(kind, to)))
    told = (inspect.getdoc(kind) or "").partition("\n\n")[0]
    return f"### `{kind.NAME}`\n\n{told}\n\n* data {listed}\n* heard by {heard}\n"


def _audiences(kind: type[Event], to: Callable[[Any], Any]) -> list[str]:
    """The kinds of audience: the declaration is asked with a fact in which every field is there."""

    class Filled:
        def __getattr__(self, name: str) -> UUID:
            return UUID(int=1)

    return [str(audience).partition(":")[0] for audience in to(Filled())]


if __name__ == "__main__":
    load_domains()
    sys.stdout.write(text())
