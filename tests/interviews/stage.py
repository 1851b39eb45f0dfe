"""A running platform in one process beside a real media node, and people with real browsers."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from server.accounts import services as accounts
from server.core import event_tail
from server.core.http import SESSION_COOKIE
from server.core.identity import Actor
from server.core.settings import settings
from server.core.sockets import socketio
from server.core.unit_of_work import writing

ROOT = Path(__file__).resolve().parents[2]
READY_S = 20.0
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--mute-audio",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
)

ARRIVES = """
async (place) => {
  const room = Lianpin.room || Lianpin.viewer.room;
  for (const [id, whep] of room.watchers) {
    if (room.publications.get(id).place !== place) continue;
    const sum = { frames: 0, energy: 0 };
    for (const report of (await whep.connection.getStats()).values()) {
      if (report.type !== "inbound-rtp") continue;
      sum.frames += report.framesDecoded || 0;
      sum.energy += report.totalAudioEnergy || 0;
    }
    return sum;
  }
  return { frames: 0, energy: 0 };
}
"""
"""What a page receives from one place: decoded frames and the energy of the sound."""


@dataclass
class Platform:
    """Web and media, each at its address."""

    url: str
    media_url: str
    trouble: list[str]


@dataclass
class Person:
    """Somebody at a browser."""

    context: BrowserContext
    page: Page
    url: str

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(self.url + path)

    def receives_from(self, place: str, *, frames: int = 10, seconds: float = 20) -> None:
        """Wait until so many more frames of `place` are decoded, and more of its sound has come."""
        self.page.wait_for_function("() => window.Lianpin && (Lianpin.room || Lianpin.viewer)")
        before = self.page.evaluate(ARRIVES, place)
        self.page.wait_for_function(
            f"""async ([place, frames, energy]) => {{
              const now = await ({ARRIVES.strip()})(place);
              return now.frames >= frames && now.energy > energy;
            }}""",
            arg=[place, before["frames"] + frames, before["energy"]],
            timeout=seconds * 1000,
            polling=200,
        )


def _free_port(kind: int = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _wait_for(url: str) -> None:
    until = time.monotonic() + READY_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 -- our own address
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(0.05)  # nothing to wait on before the first answer


@contextmanager
def _media_node(web_url: str) -> Iterator[str]:
    port = _free_port()
    environment = os.environ | {
        "MEDIA_PORT": str(port),
        "MEDIA_UDP_PORT": str(_free_port(socket.SOCK_DGRAM)),
        "LIANPIN_MEDIA_KEY": settings().media_key,
        "LIANPIN_MEDIA_WEBHOOK_URL": f"{web_url}/api/v1/media/webhooks",
        "LIANPIN_WEB_ORIGINS": web_url,
        "LIANPIN_LOG_LEVEL": "WARNING",
    }
    node = subprocess.Popen([sys.executable, "-m", "webrtc"], cwd=ROOT, env=environment)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        node.terminate()
        node.wait(10)


@pytest.fixture
def platform(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    """The application behind a real socket, its event tail, and a media node of its own."""
    _forget_test_clients()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    tail = event_tail.EventTail(app.extensions["lianpin_waker"])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    tail.start()
    with _media_node(url) as media_url:
        monkeypatch.setattr(settings(), "media_url", media_url)
        monkeypatch.setattr(settings(), "media_control_url", media_url)
        yield Platform(url, media_url, [])
    tail.stop()
    server.shutdown()
    thread.join(5)
    server.server_close()


def _forget_test_clients() -> None:
    """Flask-SocketIO's test client replaces the server's own way of sending; put it back."""
    for name in ("_send_packet", "_send_eio_packet"):
        vars(socketio.server).pop(name, None)
    socketio.server.async_handlers = socketio.server.eio.async_handlers = True


Opens = Callable[..., Person]


@pytest.fixture
def opens(platform: Platform) -> Iterator[Opens]:
    """`opens(account, width=360)`: a browser of their own, signed in; None is a visitor.

    Afterwards: no page's script failed.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))

        def open_one(account: Any, *, width: int = 1280, height: int = 800) -> Person:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                locale="zh-CN",
                permissions=["camera", "microphone"],
                # The policy names the media node of the settings, not the one of this test; the
                # journey runs with the policy in force.
                bypass_csp=True,
            )
            context.set_default_timeout(15_000)
            if account is not None:
                with writing(Actor.system()) as uow:
                    token = accounts.open_session(uow, account)
                context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": platform.url}])
            page = context.new_page()
            page.on("pageerror", lambda error: platform.trouble.append(f"{page.url}: {error}"))
            return Person(context, page, platform.url)

        yield open_one
        browser.close()
    assert platform.trouble == []
