"""`make run`: set up, migrate, load demo data, start the three programs, say where they are."""

import asyncio
import fcntl
import os
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO

from tools import environment, places, programs
from tools.commandline import run_told
from tools.machine import SPACE_TO_RUN, require_free_port, require_space
from tools.readiness import Check, wait_until_ready
from tools.say import Refusal, line, step
from tools.steps import set_up
from tools.supervisor import Supervisor


def main(_arguments: list[str]) -> int:
    """:return: 0 after Ctrl-C, 1 when a program would not start."""
    began = time.monotonic()
    found = environment.load()
    where = environment.ports(found)
    data = environment.data_dir(found)
    require_space(SPACE_TO_RUN)
    with _only_here(data):
        require_free_port("PORT", where.host, where.web)
        require_free_port("MEDIA_PORT", where.host, where.media)
        require_free_port("MEDIA_UDP_PORT", "", where.media_udp, udp=True)
        set_up()
        complete = environment.complete(found, where)
        accounts = prepare(complete)
        ready = partial(_greet, complete, where, accounts, began)
        return asyncio.run(_serve(environment.with_media_key(complete), where, ready))


def prepare(found: Mapping[str, str]) -> list[str]:
    """Migrate the database, and in demo mode load what is shown there; both may run again.

    :return: the demo accounts, a line each; empty outside demo mode
    """
    with step("Preparing the database"):
        told = run_told("Preparing the database", [*programs.flask(), "prepare"], found)
    return [each for each in told if each.startswith("  ")]


async def _serve(
    found: Mapping[str, str], where: environment.Ports, ready: Callable[[], None]
) -> int:
    kept = [programs.web(found), programs.media(found), programs.worker(found)]
    supervisor = Supervisor(kept)
    running = asyncio.create_task(supervisor.run())
    checks = [
        Check("web", f"http://127.0.0.1:{where.web}/readyz"),
        Check("worker", f"http://127.0.0.1:{where.web}/readyz", ("worker", "ok")),
        Check("media", f"http://127.0.0.1:{where.media}/readyz"),
    ]
    if await wait_until_ready(checks, supervisor):
        supervisor.ready.set()
        ready()
    await running
    if supervisor.failed:
        line(f"lianpin: {supervisor.failed} would not start; its last lines above say why.")
        return 1
    line("Stopped.")
    return 0


def _greet(
    found: Mapping[str, str], where: environment.Ports, accounts: Sequence[str], began: float
) -> None:
    lines = [
        "",
        f"Lianpin is running ({time.monotonic() - began:.0f} s).",
        f"  Open       {found['LIANPIN_PUBLIC_URL']}",
        f"  Media      {found['LIANPIN_MEDIA_URL']}, UDP {where.media_udp}",
        f"  Data       {os.path.relpath(found['LIANPIN_DATA_DIR'], places.ROOT)}",
        "  Stop       Ctrl-C",
    ]
    if accounts:
        lines += ["", "Demo accounts", *accounts]
    line("\n".join([*lines, ""]))


class _only_here:  # noqa: N801 - reads as a sentence after `with`
    """Holds the data directory, so that two supervisors never share one database."""

    def __init__(self, data: Path) -> None:
        self._path = data / "run.lock"
        self._file: IO[str] | None = None

    def __enter__(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("w", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise Refusal(
                f"Lianpin is already running on {self._path.parent}. Stop it with Ctrl-C in its "
                "terminal, or start a second one on other data: LIANPIN_DATA_DIR=var2 PORT=8010 "
                "MEDIA_PORT=8110 MEDIA_UDP_PORT=8111 make run"
            ) from problem

    def __exit__(self, *_error: object) -> None:
        if self._file:
            self._file.close()
