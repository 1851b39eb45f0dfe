"""Running other programs: quietly into the log, with the last lines shown when one fails."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools import places
from tools.say import Refusal

SHOWN = 25
"""Lines of a failed program's output that are shown."""


def run_logged(
    what: str, argv: Sequence[str | Path], extra: Mapping[str, str] | None = None
) -> None:
    """Run `argv` in the repository, output to the log.

    :param what: the step in words, for the sentence about its failure
    :param extra: environment variables on top of this process's own
    :raises Refusal: it could not start or ended with another code than 0
    """
    _run(what, argv, {**os.environ, **(extra or {})}, is_told=False)


def run_told(what: str, argv: Sequence[str | Path], environment: Mapping[str, str]) -> list[str]:
    """The same with an environment of its own.

    :return: the lines of its standard output, which are not logged
    """
    return _run(what, argv, environment, is_told=True).splitlines()


def output(argv: Sequence[str | Path]) -> str:
    """What `argv` prints on standard output, without its end; empty when it cannot run or fails."""
    try:
        done = subprocess.run(
            [str(part) for part in argv],
            capture_output=True,
            text=True,
            check=False,
            cwd=places.ROOT,
        )
    except OSError:
        return ""
    return done.stdout.rstrip() if done.returncode == 0 else ""


def _run(
    what: str, argv: Sequence[str | Path], environment: Mapping[str, str], *, is_told: bool
) -> str:
    places.SETUP.mkdir(exist_ok=True)
    words = [str(part) for part in argv]
    with places.LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(words)}\n")
        log.flush()
        start = log.tell()
        try:
            done = subprocess.run(
                words,
                cwd=places.ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if is_told else log,
                stderr=log,
                text=True,
                check=False,
            )
        except OSError as problem:
            raise Refusal(f"{what} failed: {problem}") from problem
    if done.returncode:
        shown = os.path.relpath(places.LOG, places.ROOT)
        raise Refusal(
            f"{what} failed (exit code {done.returncode}); the end of {shown}:\n{_tail(start)}"
        )
    return done.stdout or ""


def _tail(start: int) -> str:
    with places.LOG.open(encoding="utf-8", errors="replace") as log:
        log.seek(start)
        lines = log.read().splitlines()
    return "\n".join("    " + line for line in lines[-SHOWN:])
