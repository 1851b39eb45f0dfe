"""`make check`: everything that can be said about the code without running it."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from tools import node, places
from tools.environment import BUILDING
from tools.say import Refusal, line, step
from tools.steps import set_up


@dataclass(frozen=True)
class Check:
    """One tool; exit code 0 means that it has nothing to say."""

    name: str
    argv: Sequence[str]


def main(_arguments: list[str]) -> None:
    """:raises Refusal: at least one check has something to say."""
    set_up(for_tests=True)
    failed = [check.name for check in checks() if not _passes(check)]
    if failed:
        raise Refusal(f"{', '.join(failed)}: see above. `make fix` repairs what ruff can.")
    line("All checks pass.")


def checks() -> list[Check]:
    """Every check, the quick ones first."""
    bin_ = places.VENV / "bin"
    python = str(places.PYTHON)
    found = [
        Check("ruff", [f"{bin_}/ruff", "check", "."]),
        Check("format", [f"{bin_}/ruff", "format", "--check", "."]),
        Check("files", [python, "-m", "tools", "files"]),
        Check("import order", [f"{bin_}/lint-imports", "--no-cache"]),
        Check("import rings", [python, "-m", "tools", "import_rules"]),
        Check("dead code", [f"{bin_}/vulture"]),
        Check("templates", [f"{bin_}/djlint", "templates", "--lint", "--quiet"]),
        Check("messages", [python, "-m", "server.core.messages", "check"]),
        Check("migrations", [python, "-m", "flask", "--app", "wsgi", "db", "check"]),
        Check("types", [f"{bin_}/mypy"]),
    ]
    javascript = node.find()
    if (places.ROOT / "jsconfig.json").exists() and javascript:
        found.append(Check("javascript", [*javascript.npm, "run", "--silent", "check"]))
    return found


def _passes(check: Check) -> bool:
    import os

    with step(check.name):
        done = subprocess.run(
            check.argv,
            cwd=places.ROOT,
            env={**os.environ, **BUILDING},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        line((done.stdout + done.stderr).rstrip())
    return done.returncode == 0
