"""Janus with its streaming plugin, an RTP mountpoint and viewers by its HTTP API.

Debian has it: ``apt-get install janus``. Our configuration names only what it must: ports,
the streaming plugin and the HTTP transport.
"""

import http.client
import json
import secrets
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.load import AUDIO, VIDEO, Viewer
from bench.processes import family, start, stop
from bench.rtc_client import Client

HOW = "Install it with: apt-get install janus"
HTTP_PORT = 20088
PORTS = {AUDIO: 20502, VIDEO: 20504}
_HEADER = struct.Struct("!BBHII")
_LIBRARY = "/usr/lib/x86_64-linux-gnu/janus"
_GENERAL = """
general: { configs_folder = "%(folder)s"  debug_level = 3  session_timeout = 0
  plugins_folder = "%(library)s/plugins"  transports_folder = "%(library)s/transports"
  events_folder = "%(folder)s"  loggers_folder = "%(folder)s" }
nat: { nice_debug = false }
plugins: { disable = "%(others)s" }
transports: { disable = "%(transports)s" }
"""
_HTTP = (
    'general: { json = "compact" base_path = "/janus" http = true port = %d interface = "lo" }\n'
)
_STREAMING = """
bench: { type = "rtp" id = 1 audio = true video = true audioport = %d videoport = %d
  audiopt = 111 audiocodec = "opus" videopt = 96 videocodec = "vp8" }
"""


class Janus:
    """One Janus process."""

    name = "janus"

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="bench-janus-"))
        self._session = 0
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    @staticmethod
    def is_installed() -> bool:
        """Whether this machine has it."""
        return shutil.which("janus") is not None

    def start(self, viewers: int) -> list[Viewer]:
        self._configure()
        command = ["janus", "-F", str(self._folder)]
        log = (self._folder / "log").open("w")
        self._process = start(command, stdout=log, stderr=log)
        log.close()
        self._session = self._first_call()
        return [self._view() for _ in range(viewers)]

    def publish(self, kind: int, sequence: int, timestamp: int, marker: int, data: bytes) -> None:
        packet = _HEADER.pack(0x80, kind | marker, sequence, timestamp, kind) + data
        self._sock.sendto(packet, ("127.0.0.1", PORTS[kind]))

    def pids(self) -> Iterable[int]:
        return family(self._process.pid) if self._process is not None else ()

    def stop(self) -> None:
        self._sock.close()
        if self._process is not None:
            stop(self._process)
        shutil.rmtree(self._folder)

    def _configure(self) -> None:
        plugins = (one.name for one in Path(_LIBRARY, "plugins").glob("*.so"))
        others = ",".join(name for name in plugins if name != "libjanus_streaming.so")
        transports = (one.name for one in Path(_LIBRARY, "transports").glob("*.so"))
        unused = ",".join(name for name in transports if name != "libjanus_http.so")
        values = {
            "folder": self._folder,
            "library": _LIBRARY,
            "others": others,
            "transports": unused,
        }
        (self._folder / "janus.jcfg").write_text(_GENERAL % values)
        (self._folder / "janus.transport.http.jcfg").write_text(_HTTP % HTTP_PORT)
        mountpoint = _STREAMING % (PORTS[AUDIO], PORTS[VIDEO])
        (self._folder / "janus.plugin.streaming.jcfg").write_text(mountpoint)

    def _first_call(self) -> int:
        limit = time.monotonic() + 10
        while True:
            try:
                return int(self._call("/janus", janus="create")["data"]["id"])
            except ConnectionError:
                if time.monotonic() > limit:
                    raise
                time.sleep(0.1)

    def _view(self) -> Viewer:
        path = f"/janus/{self._session}"
        handle = self._call(path, janus="attach", plugin="janus.plugin.streaming")["data"]["id"]
        path += f"/{handle}"
        self._call(path, janus="message", body={"request": "watch", "id": 1})
        offer = self._event(handle)["jsep"]["sdp"]
        client = Client(is_controlling=False)
        client.aim(offer)
        text = client.description("recvonly", "active", mids=("a", "v"))
        answer = {"type": "answer", "sdp": text}
        self._call(path, janus="message", body={"request": "start"}, jsep=answer)
        client.connect(offer)
        return Viewer(client.sock, client, video_type=VIDEO)

    def _event(self, handle: int) -> dict[str, Any]:
        while True:
            event = self._get(f"/janus/{self._session}?maxev=1")
            if event.get("sender") == handle and "jsep" in event:
                return event

    def _call(self, path: str, **values: object) -> dict[str, Any]:
        body = json.dumps({"transaction": secrets.token_hex(6), **values})
        return self._request("POST", path, body)

    def _get(self, path: str) -> dict[str, Any]:
        return self._request("GET", path, None)

    def _request(self, method: str, path: str, body: str | None) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", HTTP_PORT, timeout=10)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
        connection.close()
        if answer.get("janus") == "error":
            raise RuntimeError(str(answer["error"]))
        return answer
