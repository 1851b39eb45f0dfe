"""The bare Python loop, under the same load; its viewers need no handshake."""

import json
import secrets
import socket
import struct
import subprocess
import sys
from collections.abc import Iterable

from bench.load import VIDEO, Viewer
from bench.processes import family, start, stop
from bench.rtc_client import BUFFER_BYTES
from webrtc.transport.rtp_tap import Sealer, Slots

PROFILE = b"SRTP_AEAD_AES_128_GCM"
_HEADER = struct.Struct("!BBHII")


class BareLoop:
    """`bench/bare_loop.py` as a process."""

    name = "bare_loop"

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        key = secrets.token_bytes(28)
        self._key, self._sealer, self._slots = key.hex(), Sealer(PROFILE, key), Slots(1)

    def start(self, viewers: int) -> list[Viewer]:
        socks = []
        for _ in range(viewers):
            sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
            sock.bind(("127.0.0.1", 0))
            sock.setblocking(False)
            socks.append(sock)
        command = [sys.executable, "-m", "bench.bare_loop"]
        pipe = subprocess.PIPE
        self._process = start(command, stdin=pipe, stdout=pipe)
        places = [(secrets.token_hex(28), *sock.getsockname()) for sock in socks]
        print(
            json.dumps({"key": self._key, "viewers": places}), file=self._process.stdin, flush=True
        )
        self._sock.connect(("127.0.0.1", int(self._process.stdout.readline())))
        return [Viewer(sock, video_type=VIDEO) for sock in socks]

    def publish(self, kind: int, sequence: int, timestamp: int, marker: int, data: bytes) -> None:
        view = self._slots.views[0]
        _HEADER.pack_into(view, 0, 0x80, kind | marker, sequence, timestamp, kind & 1)
        view[12 : 12 + len(data)] = data
        self._sock.send(view[: self._sealer.protect(self._slots.pointers[0], 12 + len(data))])

    def pids(self) -> Iterable[int]:
        return family(self._process.pid) if self._process is not None else ()

    def stop(self) -> None:
        self._sock.close()
        if self._process is not None:
            stop(self._process)
