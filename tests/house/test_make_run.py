"""`make run` from its first line to Ctrl-C, after set-up: three programs on ports of their own."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.house.programs import environment, get
from tools.places import ROOT
from tools.readiness import answers

WITHOUT_SET_UP = (
    "from tools.commands import run; run.set_up = lambda: None; raise SystemExit(run.main([]))"
)
"""`make test` has set up already; a test must not install anything."""
PATIENCE_S = 120.0
"""For two cores that do something else besides."""


class Run:
    """A `make run` whose output is read as it comes."""

    def __init__(self, found: dict[str, str], log: Path) -> None:
        self._log = log
        self._data = Path(found["LIANPIN_DATA_DIR"])
        self.web = f"http://127.0.0.1:{found['PORT']}"
        self.media = f"http://127.0.0.1:{found['MEDIA_PORT']}"
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-c", WITHOUT_SET_UP],
                cwd=ROOT,
                env=found,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def printed(self) -> str:
        """Everything so far."""
        return self._log.read_text()

    def until(self, pattern: str) -> str:
        """Wait for output; another process tells nobody when it has printed."""
        deadline = time.monotonic() + PATIENCE_S
        while not (match := re.search(pattern, self.printed)):
            assert self.process.poll() is None, self.printed
            assert time.monotonic() < deadline, self.printed
            time.sleep(0.1)
        return match[0]

    def until_answers(self, url: str) -> None:
        """Wait for a program that is being started again."""
        deadline = time.monotonic() + PATIENCE_S
        while not answers(url):
            assert time.monotonic() < deadline, self.printed
            time.sleep(0.2)

    def secrets(self) -> str:
        """The secrets of its data directory."""
        return (self._data / "secrets.json").read_text()

    def child(self, words: str) -> int:
        """Process id of the child whose command line has `words`."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        for pid in map(int, children.split()):
            if words in Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "):
                return pid
        raise LookupError(words)

    def ctrl_c(self) -> int:
        """As a terminal says it: to the whole group.

        :return: the exit code
        """
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(40)


@pytest.fixture
def started(tmp_path, free_port):
    """Starts `make run` on data that stays the same within one test."""
    ports = {name: free_port() for name in ("PORT", "MEDIA_PORT", "MEDIA_UDP_PORT")}
    runs: list[Run] = []

    def start() -> Run:
        run = Run(environment(tmp_path / "data", **ports), tmp_path / f"log{len(runs)}")
        runs.append(run)
        return run

    yield start
    for run in runs:
        if run.process.poll() is None:
            os.killpg(run.process.pid, signal.SIGKILL)
            run.process.wait()


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.timeout(400)
class TestMakeRun:
    """One life of a village's machine: each start costs seconds, so the facts share two."""

    def test_starts_alone_stops_on_ctrl_c_and_starts_again_with_its_data(self, started):
        first = started()
        first.until(r"Stop +Ctrl-C")
        first.until(r"Demo accounts\n.*organizer")
        assert get(f"{first.media}/readyz")[0] == 200
        status, told = get(f"{first.web}/readyz")
        assert status == 200
        assert json.loads(told)["checks"]["worker"] == "ok"
        secrets = first.secrets()

        beside = started()
        assert beside.process.wait(PATIENCE_S) == 1
        assert "Lianpin is already running on" in beside.printed

        assert first.ctrl_c() == 0
        assert first.printed.endswith("Stopped.\n")
        assert "Traceback" not in first.printed

        second = started()
        second.until(r"Lianpin is running \(\d+ s\)")
        assert second.secrets() == secrets
        os.kill(second.child("gunicorn"), signal.SIGKILL)
        second.until(r"web ended \(by SIGKILL\); starting it again in 1 s\.")
        second.until_answers(f"{second.web}/readyz")
        assert second.ctrl_c() == 0
