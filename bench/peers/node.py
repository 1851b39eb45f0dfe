"""Our own media node, as `python -m webrtc` runs it."""

import http.client
import os
import struct
import subprocess
import sys
import uuid
from collections.abc import Iterable
from pathlib import Path

from bench.load import AUDIO, VIDEO, Viewer
from bench.processes import family, start, stop
from bench.rtc_client import Client
from webrtc import clock
from webrtc.tokens import LIFETIME, Grant, issue

KEY = "a-benchmark-key-of-at-least-thirty-two-characters"
ROOT = Path(__file__).parents[2]
_HEADER = struct.Struct("!BBHII")


class Node:
    """The node with one publisher in room ``r``."""

    name = "node"

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._port = 0
        self._publisher = Client()
        self._ssrcs = {AUDIO: 1001, VIDEO: 2001}

    def launch(self) -> None:
        """Start the process and wait until it listens."""
        environment = os.environ | {  # noqa: TID251  -- handed on to the program
            "MEDIA_PORT": "0",
            "MEDIA_UDP_PORT": "0",
            "LIANPIN_MEDIA_KEY": KEY,
        }
        command = [sys.executable, "-m", "webrtc"]
        self._process = start(command, environment, stderr=subprocess.PIPE, cwd=ROOT)
        assert self._process.stderr is not None  # noqa: S101  -- a pipe was asked for
        for line in self._process.stderr:
            if "Media node on" in line:
                self._port = int(line.split("http://127.0.0.1:")[1].split(",")[0])
                return
        raise RuntimeError("The node did not start.")

    def start(self, viewers: int) -> list[Viewer]:
        self.launch()
        self._publisher.connect(
            self.open(
                self._publisher, "/whip/r", "sendonly", (self._ssrcs[AUDIO], self._ssrcs[VIDEO])
            )
        )
        found = []
        for _ in range(viewers):
            # A publisher that is silent while its viewers connect would lose its place.
            self._publisher.check()
            found.append(self.view("r", "stage"))
        return found

    def view(self, room: str, publication: str) -> Viewer:
        """Connect one viewer."""
        client = Client()
        client.connect(self.open(client, f"/whep/{room}/{publication}", "recvonly"))
        return Viewer(client.sock, client, video_type=VIDEO)

    def open(
        self, client: Client, path: str, direction: str, ssrcs: tuple[int, int] | None = None
    ) -> str:
        """Post an offer and return the answer."""
        place = "stage" if direction == "sendonly" else "viewer"
        publishes = frozenset({"audio", "video"}) if direction == "sendonly" else frozenset()
        issued_at = clock.now()
        grant = Grant(
            room=path.split("/")[2],
            person=str(uuid.uuid4()),
            place=place,
            publishes=publishes,
            watches=True,
            session=str(uuid.uuid4()),
            issued_at=issued_at,
            expires_at=issued_at + LIFETIME,
        )
        headers = {
            "Authorization": f"Bearer {issue(grant, KEY)}",
            "Content-Type": "application/sdp",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        offer = client.description(direction, "actpass", ssrcs)
        connection.request("POST", path, offer.encode(), headers)
        response = connection.getresponse()
        body = response.read().decode()
        connection.close()
        if response.status != 201:
            raise RuntimeError(f"{path}: {response.status} {body}")
        return body

    def publish(self, kind: int, sequence: int, timestamp: int, marker: int, data: bytes) -> None:
        send(self._publisher, self._ssrcs[kind], kind | marker, sequence, timestamp, data)

    def pids(self) -> Iterable[int]:
        return family(self._process.pid) if self._process is not None else ()

    def stop(self) -> None:
        self._publisher.close()
        if self._process is not None:
            stop(self._process)


def send(client: Client, ssrc: int, kind: int, sequence: int, timestamp: int, data: bytes) -> None:
    """Send one encrypted packet."""
    view = client.slots.views[0]
    _HEADER.pack_into(view, 0, 0x80, kind, sequence, timestamp, ssrc)
    view[12 : 12 + len(data)] = data
    if client.sealer is not None:
        client.sock.send(view[: client.sealer.protect(client.slots.pointers[0], 12 + len(data))])
