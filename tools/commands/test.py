"""`make test`: every check, then every test on SQLite, then what touches a database on PostgreSQL.

It installs what it needs. In CI (CI=true) PostgreSQL and Redis are part of the run; on a person's
machine they are left out, with a line that says so, where they can be neither found nor installed.
"""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence

from tools import databases, places, system_packages
from tools.commands import check
from tools.environment import BUILDING
from tools.say import Refusal, line
from tools.steps import set_up

ON_SERVERS = ["-m", "(not browser and not any_database) or every_database", "--ignore=tests/webrtc"]
"""What is run again on PostgreSQL and Redis: not the media node, which has no database."""


def main(arguments: list[str]) -> int:
    """`--unit` runs the tests that need no browser, on SQLite, with the other arguments."""
    if "--unit" in arguments:
        set_up(for_tests=True)
        rest = [argument for argument in arguments if argument != "--unit"]
        return pytest(["-m", "not browser and not slow", *rest], {})
    began = time.monotonic()
    system_packages.require(system_packages.BROWSER_TESTS, "Browser and document tests")
    with_servers = _may_use_servers()
    check.main([])
    line("\nTests on SQLite")
    code = pytest(arguments, {})
    if with_servers:
        line("\nTests on PostgreSQL and Redis")
        with databases.throwaway() as addresses:
            on_servers = pytest([*ON_SERVERS, *arguments], addresses)
            code = code or on_servers
    line(f"{(time.monotonic() - began) / 60:.1f} minutes.")
    return code


def pytest(arguments: Sequence[str], extra: Mapping[str, str]) -> int:
    """Run pytest with its output shown.

    :return: its exit code; no test at all counts as a failure there too (5)
    """
    environment = {**os.environ, **BUILDING, **extra}
    return subprocess.call(
        [str(places.PYTHON), "-m", "pytest", *arguments], cwd=places.ROOT, env=environment
    )


def _may_use_servers() -> bool:
    missing = system_packages.missing(system_packages.DATABASES)
    if not missing:
        return True
    if os.environ.get("CI") != "true" and not system_packages.may_install():
        line(f"Without {', '.join(missing)}: the tests run on SQLite alone.")
        return False
    try:
        system_packages.require(system_packages.DATABASES, "Tests on PostgreSQL and Redis")
    except Refusal:
        if os.environ.get("CI") == "true":
            raise
        return False
    return True
