"""The same input for every server: one publisher's packets at a fixed pace, and its viewers.

One process and one core for all viewers. A viewer is a socket with keys of its own; of a packet
only the header is read, so that a slow generator is not mistaken for a slow server. The delay of a
packet is the time from its sending to the return of the call that read it: the generator's own
waking is in it, so it is an upper bound.
"""

import select
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bench.processes import cpu_s
from bench.receive import Reader

FRAMES_PER_S = 30
PACKETS_PER_FRAME = 5
AUDIO_PER_S = 50
SIZE = 1000
"""Bytes of every payload."""
AUDIO, VIDEO = 111, 96
REPORT_EVERY_S, CHECK_EVERY_S = 1.0, 2.5


class Server(Protocol):
    """A server under load."""

    name: str

    def start(self, viewers: int) -> "list[Viewer]":
        """Start it and connect so many viewers."""

    def publish(self, kind: int, sequence: int, timestamp: int, marker: int, data: bytes) -> None:
        """Send one packet of the publisher."""

    def pids(self) -> Iterable[int]:
        """Every process of it."""

    def stop(self) -> None:
        """End it and everything that belongs to it."""


@dataclass
class Viewer:
    """What one viewer has received."""

    sock: socket.socket
    client: Any = None
    """Sends the reports of a browser; None for a server that reads none."""
    received: int = 0
    video_type: int = -1
    offsets: dict[int, int] = field(default_factory=dict)
    """SSRC to the distance between its sequence numbers and the publisher's."""
    highest: dict[int, int] = field(default_factory=dict)
    is_video: dict[int, bool] = field(default_factory=dict)


@dataclass
class Result:
    """One run."""

    sent: int
    delivered: int
    expected: int
    cpu_s: float
    load_cpu_share: float
    delays: list[float]

    @property
    def us_per_packet(self) -> float:
        """Server CPU for each packet that arrived, microseconds."""
        return self.cpu_s / max(1, self.delivered) * 1e6

    @property
    def loss(self) -> float:
        """Share that did not arrive."""
        return 1 - self.delivered / max(1, self.expected)

    def delay_ms(self, share: float) -> float:
        """Return a percentile of the forwarding delay."""
        ordered = sorted(self.delays)
        return ordered[int((len(ordered) - 1) * share)] * 1000 if ordered else -1.0


class Load:
    """Publishes at the fixed pace, and counts what comes out."""

    def __init__(self, server: Server, viewers: list[Viewer]) -> None:
        self.server = server
        self.viewers = viewers
        self.sent = 0
        self._reader = Reader()
        self._poll = select.epoll()
        self._by_descriptor = {one.sock.fileno(): one for one in viewers}
        for descriptor in self._by_descriptor:
            self._poll.register(descriptor, select.EPOLLIN)
        self._sequence = {AUDIO: 100, VIDEO: 100}
        self._sent_at = {AUDIO: [0.0] * 65536, VIDEO: [0.0] * 65536}
        self._frame = self._sound = 0
        self._delays: list[float] = []
        self._is_measuring = False
        self._key = b"\x10\x00" + bytes(SIZE - 2)
        self._other = b"\x10\x01" + bytes(SIZE - 2)
        self._asks_key = True

    def warm_up(self, limit_s: float = 15.0) -> None:
        """Publish until every viewer receives both streams, then learn who numbers how."""
        limit = time.monotonic() + limit_s
        while time.monotonic() < limit:
            self._run(0.5)
            if all(len(one.highest) >= 2 for one in self.viewers):
                break
        else:
            missing = sum(len(one.highest) < 2 for one in self.viewers)
            raise TimeoutError(f"{self.server.name}: {missing} viewers receive nothing.")
        self._asks_key = False
        self._run(1.0)
        self._read_for(0.4)
        for one in self.viewers:
            for ssrc, highest in one.highest.items():
                kind = VIDEO if one.is_video[ssrc] else AUDIO
                one.offsets[ssrc] = (highest - self._sequence[kind]) & 0xFFFF

    def measure(self, seconds: float) -> Result:
        """Publish for so long and count."""
        self._is_measuring, self._delays = True, []
        pids = list(self.server.pids())
        before, received = self.sent, sum(one.received for one in self.viewers)
        server_before, load_before, began = cpu_s(pids), time.process_time(), time.monotonic()
        self._run(seconds)
        load_s, took_s = time.process_time() - load_before, time.monotonic() - began
        self._read_for(0.3)
        used = cpu_s(pids) - server_before
        self._is_measuring = False
        sent = self.sent - before
        return Result(
            sent=sent,
            delivered=sum(one.received for one in self.viewers) - received,
            expected=sent * len(self.viewers),
            cpu_s=used,
            load_cpu_share=load_s / took_s,
            delays=self._delays,
        )

    def close(self) -> None:
        """Close every socket."""
        self._poll.close()
        for one in self.viewers:
            one.sock.close()

    def _run(self, seconds: float) -> None:
        began = time.monotonic()
        dues: list[list[Any]] = [
            [began + 0.004, 1 / FRAMES_PER_S, self._send_frame],
            [began, 1 / AUDIO_PER_S, self._send_sound],
        ]
        clients = [one for one in self.viewers if one.client is not None]
        for position, one in enumerate(clients):
            shift = position / len(clients)
            report, check = self._reporting(one), one.client.check
            dues.append([began + shift * REPORT_EVERY_S, REPORT_EVERY_S, report])
            dues.append([began + shift * CHECK_EVERY_S, CHECK_EVERY_S, check])
        end = began + seconds
        while (now := time.monotonic()) < end:
            due = min(dues, key=_when)
            if due[0] <= now:
                due[2]()
                due[0] += due[1]
            else:
                self._read(min(due[0], end) - now)

    def _reporting(self, viewer: Viewer) -> Callable[[], None]:
        def report() -> None:
            streams = sorted(viewer.highest.items(), key=lambda one: viewer.is_video[one[0]])
            viewer.client.report(streams)

        return report

    def _send_frame(self) -> None:
        self._frame += 1
        for i in range(PACKETS_PER_FRAME):
            data = self._key if self._asks_key and i == 0 else self._other
            marker = 0x80 if i == PACKETS_PER_FRAME - 1 else 0
            self._send(VIDEO, self._frame * 3000, marker, data)

    def _send_sound(self) -> None:
        self._sound += 1
        self._send(AUDIO, self._sound * 960, 0, self._other)

    def _send(self, kind: int, timestamp: int, marker: int, data: bytes) -> None:
        sequence = self._sequence[kind] = (self._sequence[kind] + 1) & 0xFFFF
        self._sent_at[kind][sequence] = time.monotonic()
        self.server.publish(kind, sequence, timestamp & 0xFFFFFFFF, marker, data)
        self.sent += 1

    def _read_for(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)

    def _read(self, timeout_s: float) -> None:
        for descriptor, _ in self._poll.poll(timeout_s):
            self._take(self._by_descriptor[descriptor], self._reader.read(descriptor))

    def _take(self, viewer: Viewer, heads: list[tuple[int, int, int, int, int]]) -> None:
        now = time.monotonic()
        for first, second, sequence, _timestamp, ssrc in heads:
            if not 128 <= first < 192 or 192 <= second <= 223:
                continue
            if ssrc not in viewer.is_video:
                # Which stream is the video: the server's payload types tell.
                viewer.is_video[ssrc] = second & 0x7F == viewer.video_type
            viewer.received += 1
            viewer.highest[ssrc] = sequence
            offset = viewer.offsets.get(ssrc)
            if offset is not None and self._is_measuring:
                kind = VIDEO if viewer.is_video[ssrc] else AUDIO
                self._delays.append(now - self._sent_at[kind][(sequence - offset) & 0xFFFF])


def _when(due: list[Any]) -> float:
    return float(due[0])
