"""Keeps several programs running: one output, restarts with back-off, a clean stop.

honcho, the usual choice, ends everything when one program ends; a village station needs the program
back. Nothing here is specific to Lianpin.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tools.say import line

STOP_WAIT_S = 12.0
"""From SIGTERM to SIGKILL; web gives its requests less (gunicorn_conf.py)."""
STEADY_S = 30.0
"""A program that ran this long has recovered: its next restart waits briefly again."""
WAITS_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Before the first, second, … restart in a row; the last one repeats."""
GIVE_UP_BEFORE_READY = 3
"""A program that ends this often before everything was ready once will not come up by itself."""
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


@dataclass(frozen=True)
class Program:
    """What to keep running."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str]


@dataclass
class Supervisor:
    """Runs `programs` until `stop`; each in its own process group, so Ctrl-C reaches only us."""

    programs: Sequence[Program]
    waits_s: Sequence[float] = WAITS_S
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by whoever knows that everything answers; before it, repeated ends are a failed start."""
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    failed: str | None = None
    """Name of the program that would not start, if one would not."""

    def stop(self) -> None:
        """Ask everything to end; `run` returns when it has."""
        self._stopping.set()

    async def stopped(self, within_s: float) -> bool:
        """Whether `stop` was called within so many seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), within_s)
        return self._stopping.is_set()

    async def run(self) -> None:
        """Start every program, restart the ones that end, and return after `stop`."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.stop)
        width = max(len(program.name) for program in self.programs)
        async with asyncio.TaskGroup() as group:
            for program in self.programs:
                group.create_task(self._keep(program, width))

    async def _keep(self, program: Program, width: int) -> None:
        in_a_row = 0
        while not self._stopping.is_set():
            started = asyncio.get_running_loop().time()
            code = await self._run_once(program, width)
            if self._stopping.is_set():
                return
            ran_s = asyncio.get_running_loop().time() - started
            in_a_row = 1 if ran_s >= STEADY_S else in_a_row + 1
            if not self.ready.is_set() and in_a_row >= GIVE_UP_BEFORE_READY:
                self.failed = program.name
                self.stop()
                return
            wait_s = self.waits_s[min(in_a_row, len(self.waits_s)) - 1]
            line(f"{program.name} ended ({_how(code)}); starting it again in {wait_s:g} s.")
            await self.stopped(wait_s)

    async def _run_once(self, program: Program, width: int) -> int:
        # A pipe of our own: with asyncio's, `wait` would also wait for grandchildren that hold it.
        ours, theirs = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                *program.argv,
                env=dict(program.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=theirs,
                stderr=theirs,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        finally:
            os.close(theirs)
        show = asyncio.create_task(_show(ours, f"{program.name:{width}} │ "))
        ended = asyncio.create_task(process.wait())
        asked = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({ended, asked}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        if not ended.done():
            await _end(process, ended)
        # Children of a program that crashed may hold its ports and its pipe.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await show
        return await ended


async def _end(process: asyncio.subprocess.Process, ended: asyncio.Task[int]) -> None:
    """SIGTERM to the program (its master tells its own children), and after a while SIGKILL."""
    process.terminate()
    await asyncio.wait({ended}, timeout=STOP_WAIT_S)


async def _show(pipe: int, prefix: str) -> None:
    """Pass the program's lines on, each with the program's name before it."""
    reader = asyncio.StreamReader()
    transport, _protocol = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(pipe, "rb")
    )
    rest = b""
    while chunk := await reader.read(65536):
        *lines, rest = (rest + chunk).split(b"\n")
        for each in lines:
            line(prefix + each.decode(errors="replace"))
    if rest:
        line(prefix + rest.decode(errors="replace"))
    transport.close()


def _die_with_parent() -> None:
    """Have Linux end this child when the supervisor is killed outright, so no port stays taken."""
    if sys.platform == "linux":
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    return f"by {signal.Signals(-code).name}"
