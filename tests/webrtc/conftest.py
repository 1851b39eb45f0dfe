"""A real media node as its own process, a page for browsers to load, and the browser."""

import asyncio
import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from webrtc import clock
from webrtc.control.client import ControlClient
from webrtc.control.signature import HEADER, verify_signature
from webrtc.tokens import LIFETIME, Grant, issue

KEY = "a-test-key-of-at-least-thirty-two-characters"
ROOT = Path(__file__).parents[2]
MEDIA_SCRIPTS = ROOT / "static/js/media"
READY_S = 15.0


@dataclass
class Core:
    """What stands in for the core: it serves a page and takes the node's facts."""

    url: str = ""
    facts: list[dict[str, object]] = field(default_factory=list)
    deliveries: int = 0
    refuse_next: int = 0
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, kind: str, timeout_s: float = 5.0, **fields: object) -> dict[str, object]:
        """Wait until a fact was delivered."""

        def find() -> dict[str, object] | None:
            for fact in self.facts:
                same = all(fact[name] == value for name, value in fields.items())
                if fact["kind"] == kind and same:
                    return fact
            return None

        with self.arrived:
            found = self.arrived.wait_for(find, timeout_s)
        assert found, f"no fact {kind} {fields} in {[one['kind'] for one in self.facts]}"
        return found


def _handler(core: Core) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base's name
            pass

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            name = self.path.rpartition("/")[2]
            script = MEDIA_SCRIPTS / name
            if name.endswith(".js") and script.is_file():
                self._answer(200, script.read_bytes(), "text/javascript")
            else:
                self._answer(200, b"<!doctype html><title>room</title>", "text/html")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            verify_signature(self.headers[HEADER], body, KEY, time.time())
            with core.arrived:
                core.deliveries += 1
                if core.refuse_next:
                    core.refuse_next -= 1
                    self._answer(503, b"", "text/plain")
                    return
                core.facts += json.loads(body)["facts"]
                core.arrived.notify_all()
            self._answer(204, b"", "text/plain")

    return Handler


@pytest.fixture
def core() -> Iterator[Core]:
    core = Core()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(core))
    core.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield core
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class RunningNode:
    """A media node in its own process."""

    core: Core
    port: int = 0
    udp_port: int = 0
    process: "subprocess.Popen[str] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def control(self) -> ControlClient:
        return ControlClient(self.url, KEY)

    def start(self) -> None:
        environment = os.environ | {
            "MEDIA_PORT": str(self.port),
            "MEDIA_UDP_PORT": str(self.udp_port),
            "LIANPIN_MEDIA_KEY": KEY,
            "LIANPIN_MEDIA_WEBHOOK_URL": self.core.url + "/facts",
            "LIANPIN_WEB_ORIGINS": self.core.url,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "webrtc"],
            cwd=ROOT,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if "Media node on" in line:
                self.port = int(line.split("http://127.0.0.1:")[1].split(",")[0])
                self.udp_port = int(line.rstrip(".\n").rpartition(" ")[2])
                break
        else:
            pytest.fail("the node did not start")
        threading.Thread(target=self._forward_log, daemon=True).start()

    def _forward_log(self) -> None:
        assert self.process is not None
        assert self.process.stderr is not None
        with contextlib.suppress(ValueError):
            for line in self.process.stderr:
                sys.stderr.write("node: " + line)

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(10)
        if self.process.stderr is not None:
            self.process.stderr.close()
        return code

    def token(
        self,
        room: str,
        place: str = "worker",
        *,
        person: str = "",
        session: str = "",
        publishes: frozenset[str] = frozenset({"audio", "video"}),
        watches: bool = True,
        age: timedelta = timedelta(),
        key: str = KEY,
    ) -> str:
        issued_at = clock.now() - age
        grant = Grant(
            room=room,
            person=person or str(uuid.uuid4()),
            place=place,
            publishes=publishes,
            watches=watches,
            session=session or str(uuid.uuid4()),
            issued_at=issued_at,
            expires_at=issued_at + LIFETIME,
        )
        return issue(grant, key)

    def call(
        self, method: str, path: str, body: str = "", **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """Make one HTTP call; header names are written with underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body.encode() or None, named)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read().decode()
        finally:
            connection.close()

    def metric(self, name: str) -> float:
        _, _, text = self.call("GET", "/metrics")
        for line in text.splitlines():
            if line.startswith(f"lianpin_media_{name} "):
                return float(line.split()[1])
        raise KeyError(name)


@pytest.fixture
def node(core: Core) -> Iterator[RunningNode]:
    running = RunningNode(core)
    running.start()
    yield running
    if running.process is not None and running.process.poll() is None:
        running.stop()


@pytest.fixture
def eventually() -> Callable[..., None]:
    """Wait until a condition holds, asking often; fails with the condition's last value."""

    def wait(condition: Callable[[], object], timeout_s: float = 5.0) -> None:
        limit = time.monotonic() + timeout_s
        pause = threading.Event()
        value = condition()
        while not value and time.monotonic() < limit:
            pause.wait(0.02)
            value = condition()
        assert value, f"still {value!r} after {timeout_s} s"

    return wait


@pytest.fixture
def run() -> Callable[..., object]:
    """Run a coroutine to its end, with a limit."""

    def runner(coroutine: object, timeout_s: float = 20.0) -> object:
        return asyncio.run(asyncio.wait_for(coroutine, timeout_s))  # type: ignore[arg-type] # any

    return runner
