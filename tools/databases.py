"""Throwaway PostgreSQL and Redis for tests: sockets in a temporary folder, no port, no trace."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools import system_packages
from tools.commandline import run_logged
from tools.say import Refusal

POSTGRES_USER = "postgres"
"""initdb refuses root; Debian's package made this account."""
PATIENCE_S = 20.0


@contextlib.contextmanager
def throwaway() -> Iterator[dict[str, str]]:
    """Both servers, running.

    :return: the two variables that tests/conftest.py reads
    :raises Refusal: one would not start
    """
    folder = Path(tempfile.mkdtemp(prefix="lianpin-"))
    folder.chmod(0o755)
    try:
        with _postgres(folder / "pg") as postgres_url, _redis(folder) as redis_url:
            yield {
                "LIANPIN_TEST_DATABASE_URL": postgres_url,
                "LIANPIN_TEST_REDIS_URL": redis_url,
            }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, POSTGRES_USER)
    data = folder / "data"
    _as_postgres(
        "Making a PostgreSQL cluster",
        [
            *(_path(system_packages.INITDB), "-D", data, "-A", "trust", "-U", POSTGRES_USER),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        ],
    )
    # Nothing here outlives the tests, so nothing waits for the disk.
    options = "-c fsync=off -c full_page_writes=off -c listen_addresses= -c max_connections=200"
    ctl: list[str | Path] = [_path(system_packages.PG_CTL), "-D", data, "-w"]
    start = [*ctl, "-l", folder / "log", "-o", f"{options} -k {folder}", "start"]
    _as_postgres("Starting PostgreSQL", start)
    try:
        yield f"postgresql://{POSTGRES_USER}@/postgres?host={folder}"
    finally:
        _as_postgres("Stopping PostgreSQL", [*ctl, "-m", "immediate", "stop"])


@contextlib.contextmanager
def _redis(folder: Path) -> Iterator[str]:
    socket = folder / "redis.sock"
    argv = [_path(system_packages.REDIS), "--port", "0", "--unixsocket", str(socket)]
    argv += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
    with subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(socket)
            yield f"unix://{socket}?db=0"
        finally:
            process.terminate()


def _wait_for(socket: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not socket.exists():
        if time.monotonic() > deadline:
            raise Refusal("redis-server did not start.")
        time.sleep(0.05)


def _as_postgres(what: str, argv: Sequence[str | Path]) -> None:
    prefix = ["runuser", "-u", POSTGRES_USER, "--"] if os.geteuid() == 0 else []
    run_logged(what, [*prefix, *argv])


def _path(need: system_packages.Need) -> str:
    found = need.find()
    if found is None:
        raise Refusal(f"{need.program} is missing: sudo apt-get install {need.package}")
    return found
