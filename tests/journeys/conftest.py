"""The whole platform, started as `make run` starts it, and real browsers in front of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.house.databases import POSTGRES, fresh_database
from tests.journeys.media_stats import COLLECT_PEERS

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
START_S = 120
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]


@dataclass(frozen=True)
class Stack:
    """The running platform."""

    url: str
    media_url: str
    environment: dict[str, str]
    log: Path

    @property
    def database_url(self) -> str:
        """Where its database is."""
        embedded = f"sqlite:///{self.environment['LIANPIN_DATA_DIR']}/lianpin.db"
        return self.environment["LIANPIN_DATABASE_URL"] or embedded

    def flask(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run `flask --app wsgi …` beside it."""
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:  # noqa: S310 -- ours
            checks = json.load(answer).get("checks", {})
            return checks.get("worker", "ok") == "ok"
    except (OSError, urllib.error.URLError, ValueError):
        return False


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The platform with demo data, on free ports; it must also stop cleanly.

    Where the run has PostgreSQL and Redis, it stands on them, with eventlet.
    """
    data = tmp_path_factory.mktemp("stack")
    with fresh_database("lianpin_journey", data) as database_url:
        parts = {
            "LIANPIN_DATABASE_URL": database_url if POSTGRES else "",
            "LIANPIN_REDIS_URL": os.environ.get("LIANPIN_TEST_REDIS_URL", ""),
            "LIANPIN_ASYNC_MODE": "eventlet" if POSTGRES else "threading",
        }
        yield from _run(data, parts)


def _run(data: Path, parts: dict[str, str]) -> Iterator[Stack]:
    web, media, udp = _free_ports(3)
    ports = {"PORT": str(web), "MEDIA_PORT": str(media), "MEDIA_UDP_PORT": str(udp)}
    environment = {
        **os.environ,
        "LIANPIN_DEMO": "true",
        "LIANPIN_DATA_DIR": str(data),
        **parts,
        **ports,
    }
    log = data / "run.log"
    with log.open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "tools", "run"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        found = Stack(f"http://127.0.0.1:{web}", f"http://127.0.0.1:{media}", environment, log)
        until = time.monotonic() + START_S
        while not (_is_ready(found.url) and _is_ready(found.media_url)):
            if running.poll() is not None or time.monotonic() > until:
                pytest.fail("the platform did not start:\n" + log.read_text()[-4000:])
            time.sleep(0.2)  # there is nothing to wait on before the first answer
        yield found
    finally:
        running.send_signal(signal.SIGINT)
        try:
            running.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            pytest.fail("the platform did not stop within 30 s of Ctrl-C")
    assert running.returncode == 0, log.read_text()[-4000:]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """One Playwright for a journey, gone after it: its event loop keeps others from running one."""
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium with a fake camera and microphone."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def browsers(chromium: Browser, stack: Stack) -> Iterator[Callable[..., Page]]:
    """`browsers(width=360)`: a person's own browser; nothing is shared between two.

    Afterwards: no script failed, and no page asked another host for anything.
    """
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def open_one(*, width: int = 1280, height: int = 900, locale: str = "zh-CN") -> Page:
        context = chromium.new_context(
            base_url=stack.url,
            viewport={"width": width, "height": height},
            locale=locale,
            permissions=["camera", "microphone"],
        )
        context.set_default_timeout(20_000)
        context.add_init_script(COLLECT_PEERS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(f"{page.url}: {error}"))
        page.on("request", lambda request: _stay_home(request.url, stack, trouble))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert trouble == []


def _stay_home(url: str, stack: Stack, trouble: list[str]) -> None:
    home = (stack.url, stack.media_url, "data:", "blob:", stack.url.replace("http", "ws", 1))
    if not url.startswith(home):
        trouble.append(f"a page asked for {url}")
