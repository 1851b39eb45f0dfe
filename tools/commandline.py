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
    places.SETUP.mkdir(exist_ok=True)
    with places.LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(map(str, argv))}\n")
        log.flush()
        start = log.tell()
        try:
            code = subprocess.call(
                [str(part) for part in argv],
                cwd=places.ROOT,
                env={**os.environ, **(extra or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        except OSError as problem:
            raise Refusal(f"{what} failed: {problem}") from problem
    if code:
        raise Refusal(
            f"{what} failed (exit code {code}); the end of {_shown(places.LOG)}:\n{_tail(start)}"
        )


def output(argv: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> str:
    """What `argv` prints on standard output, without its end; empty when it cannot run or fails."""
    try:
        done = subprocess.run(
            [str(part) for part in argv],
            capture_output=True,
            text=True,
            check=False,
            cwd=places.ROOT,
            env=environment,
        )
    except OSError:
        return ""
    return done.stdout.rstrip() if done.returncode == 0 else ""


def _tail(start: int) -> str:
    with places.LOG.open(encoding="utf-8", errors="replace") as log:
        log.seek(start)
        lines = log.read().splitlines()
    return "\n".join("    " + line for line in lines[-SHOWN:])


def _shown(path: Path) -> str:
    return os.path.relpath(path, places.ROOT)
