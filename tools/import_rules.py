"""The rings inside a domain: which of the twelve files may import which.

Import-linter checks the order of the domains (pyproject.toml); this checks what holds for every
domain alike, without a list of domains: rings, and that any other file is pure or a port.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

RANKS = {
    "errors": 0,
    "events": 1,
    "models": 2,
    "permissions": 3,
    "queries": 4,
    "services": 5,
    "subscribers": 5,
    "tasks": 5,
    "schemas": 6,
    "pages": 6,
    "api": 6,
    "sockets": 6,
    "cli": 6,
    "demo": 5,
}
"""A file imports, in its own domain, files of its own rank or lower ones."""
SECOND_RING = 4
THIRD_RING = 6
NOT_DOMAINS = {"core", "translations"}
OUTSIDE = {"flask", "flask_socketio", "socketio", "sqlalchemy"}
"""What a pure file or a port never imports."""


@dataclass(frozen=True)
class Breach:
    """One import that the rules refuse."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        """As compilers say it."""
        return f"{self.path}:{self.line}: {self.reason}"


def breaches(server: Path) -> Iterator[Breach]:
    """Every refused import below `server`, in order of files.

    :param server: the package folder that holds the domains
    """
    for path in sorted(server.rglob("*.py")):
        parts = path.relative_to(server).with_suffix("").parts
        if len(parts) < 2 or parts[0] in NOT_DOMAINS or parts[1] == "__init__":
            continue
        for line, module in _imports(path):
            reason = refusal(parts[0], parts[1], module)
            if reason:
                yield Breach(path, line, reason)


def _refusal_of_pure(file: str, module: str) -> str | None:
    """The same for a file that is no ring's."""
    first, *rest = module.split(".")
    if first in OUTSIDE:
        return f"{file} is no ring's file, so it is pure or a port: it does not import {first}"
    # Values, enums, events and refusals are plain; what reads or writes the database is not.
    if first == "server" and len(rest) > 1 and RANKS.get(rest[1], 0) >= SECOND_RING:
        return f"{file} is pure or a port: it does not import {rest[0]}.{rest[1]}"
    return None


def refusal(domain: str, file: str, module: str) -> str | None:
    """Why `file` of `domain` may not import `module`, or None when it may.

    :param file: first name below the domain: `services` for services.py and services/queue.py
    :param module: dotted, as imported
    """
    rank = RANKS.get(file)
    if rank is None:
        return _refusal_of_pure(file, module)
    first, *rest = module.split(".")
    if first != "server" or len(rest) < 2 or rest[0] in NOT_DOMAINS:
        return None  # of the outside, of the core, or a domain's package itself
    target = RANKS.get(rest[1], 0)
    if rest[0] == domain:
        return f"{file} does not import {rest[1]}, which is above it" if target > rank else None
    if target >= THIRD_RING > rank:
        return f"{rest[0]}.{rest[1]} is a door: what happens does not know how it is reached"
    if rank < SECOND_RING <= target:
        return f"{file} says what is true: it does not import {rest[0]}.{rest[1]}"
    return None


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from server.fairs import queries` names the file in the second part.
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
