"""Starting our own programs in tests, with a database of their own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.places import ROOT
from tools.readiness import answers

PATIENCE_S = 90.0
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
WEB = [sys.executable, "-m", "gunicorn", "-c", "server/core/gunicorn_conf.py", "wsgi:app"]
MEDIA = [sys.executable, "-m", "webrtc"]


def environment(data: Path, **variables: object) -> dict[str, str]:
    """Demo mode on `data`, without what the test run itself was given."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("LIANPIN_") and name != "CI"
    }
    given = {name: str(value) for name, value in variables.items()}
    return {**kept, "LIANPIN_DEMO": "true", "LIANPIN_DATA_DIR": str(data), **given}


def flask(found: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the application to its end."""
    return subprocess.run(
        [*FLASK, *arguments], cwd=ROOT, env=found, capture_output=True, text=True, check=False
    )


@contextmanager
def running(argv: list[str], found: dict[str, str], url: str) -> Iterator[subprocess.Popen[str]]:
    """A program that answers at `url`; ended after the block, if the test has not."""
    with subprocess.Popen(
        argv, cwd=ROOT, env=found, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            deadline = time.monotonic() + PATIENCE_S
            while not answers(url):
                if process.poll() is not None or time.monotonic() > deadline:
                    process.kill()
                    raise AssertionError(f"{argv} did not start:\n{process.stdout.read()}")
                time.sleep(0.1)  # another process tells nobody when it is ready
            yield process
        finally:
            process.kill()


def stop(process: subprocess.Popen[str], within_s: float) -> int:
    """SIGTERM, as a supervisor says it.

    :return: the exit code
    """
    process.send_signal(signal.SIGTERM)
    return process.wait(within_s)


def get(url: str) -> tuple[int, str]:
    """Status and body."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own address
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as problem:
        return problem.code, problem.read().decode()
