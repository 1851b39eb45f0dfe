"""`make run` from its first line to Ctrl-C, after set-up: three programs on ports of their own."""

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

WITHOUT_SET_UP = (
    "from tools.commands import run; run.set_up = lambda: None; raise SystemExit(run.main([]))"
)
"""`make test` has set up already; a test must not install anything."""
PATIENCE_S = 60.0


class Run:
    """A `make run` whose output is read as it comes."""

    def __init__(self, found: dict[str, str], log: Path) -> None:
        self._log = log
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
        return self.process.wait(20)


@pytest.fixture
def started(tmp_path, free_port):
    """Starts `make run` on data that stays the same within one test."""
    ports = {name: free_port() for name in ("PORT", "MEDIA_PORT", "MEDIA_UDP_PORT")}
    runs: list[Run] = []

    def start() -> Run:
        run = Run(environment(tmp_path / "data", **ports), tmp_path / f"log{len(runs)}")
        run.web = f"http://127.0.0.1:{ports['PORT']}"
        run.media = f"http://127.0.0.1:{ports['MEDIA_PORT']}"
        runs.append(run)
        return run

    yield start
    for run in runs:
        if run.process.poll() is None:
            os.killpg(run.process.pid, signal.SIGKILL)
            run.process.wait()


@pytest.mark.slow
@pytest.mark.any_database
class TestMakeRun:
    def test_says_where_everything_is_and_stops_on_ctrl_c(self, started):
        run = started()
        run.until(r"Stop +Ctrl-C")
        assert get(f"{run.web}/readyz")[0] == 200
        assert '"worker":"ok"' in get(f"{run.web}/readyz")[1].replace(" ", "")
        assert get(f"{run.media}/readyz")[0] == 200
        run.until(r"Demo accounts\n.*organizer")
        assert run.ctrl_c() == 0
        assert run.printed.endswith("Stopped.\n")
        assert "Traceback" not in run.printed

    def test_keeps_its_data_and_takes_a_crashed_program_back(self, started):
        first = started()
        first.until(r"Stop +Ctrl-C")
        secrets = (first_data := Path(first._log.parent / "data") / "secrets.json").read_text()
        first.ctrl_c()

        second = started()
        second.until(r"Lianpin is running \((\d+) s\)")
        assert first_data.read_text() == secrets
        os.kill(second.child("gunicorn"), signal.SIGKILL)
        second.until(r"web ended \(by SIGKILL\); starting it again in 1 s\.")
        deadline = time.monotonic() + PATIENCE_S
        while get_or_none(f"{second.web}/readyz") != 200:
            assert time.monotonic() < deadline, second.printed
            time.sleep(0.2)
        assert second.ctrl_c() == 0

    def test_does_not_share_its_data_with_a_second_one(self, started):
        first = started()
        first.until(r"Stop +Ctrl-C")
        second = started()
        assert second.process.wait(20) == 1
        assert "Lianpin is already running on" in second.printed
        assert first.process.poll() is None


def get_or_none(url: str) -> int | None:
    try:
        return get(url)[0]
    except OSError:
        return None
