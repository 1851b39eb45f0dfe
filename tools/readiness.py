"""Waiting until the programs answer that they are ready."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass

from tools.say import line
from tools.supervisor import Supervisor

EVERY_S = 0.25
PATIENCE_S = 60.0
"""After so long without an answer a line says what is still being waited for."""


@dataclass(frozen=True)
class Check:
    """A program's word that it is ready: 200 at `url`."""

    name: str
    url: str
    says: tuple[str, str] | None = None
    """A name and its value among `checks` of the answer: web tells how the worker is."""


async def wait_until_ready(checks: Sequence[Check], supervisor: Supervisor) -> bool:
    """Wait until every check has answered 200 once; False when the supervisor stops first."""
    waiting = list(checks)
    loop = asyncio.get_running_loop()
    complain_at = loop.time() + PATIENCE_S
    while waiting:
        if await supervisor.stopped(EVERY_S):
            return False
        waiting = [
            check
            for check in waiting
            if not await asyncio.to_thread(answers, check.url, check.says)
        ]
        if waiting and loop.time() > complain_at:
            line(f"Still waiting for {' and '.join(check.name for check in waiting)}.")
            complain_at += PATIENCE_S
    return True


def answers(url: str, says: tuple[str, str] | None = None) -> bool:
    """Whether `url` answers 200 now, and says that."""
    request = urllib.request.Request(url)  # noqa: S310 - our own loopback address
    try:
        with _OPENER.open(request, timeout=2) as response:
            if says is None:
                return bool(response.status == 200)
            name, value = says
            return bool(json.load(response).get("checks", {}).get(name) == value)
    except (urllib.error.URLError, OSError, ValueError):
        return False


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Without the proxy that the environment may name: these addresses are this machine's."""
