"""The one UDP port of a media process, and who is behind which packet.

Each of the machine's addresses has its own socket on the same port, so an answer leaves from the
address its packet came to without asking the kernel about every packet. A datagram is handed on by
its first byte (:rfc:`7983`): STUN to the peer named by its ufrag; everything else only to the peer
that proved its source address by STUN. What comes from anywhere else is dropped unread: otherwise a
stranger's ClientHello could take over a handshake.
"""

import asyncio
import contextlib
import socket
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from webrtc import clock
from webrtc.transport.batch import Batch, make_batch
from webrtc.transport.intake import Intake, make_intake
from webrtc.transport.kernel import address_of
from webrtc.transport.peer import Peer
from webrtc.transport.stun import parse_request

BUFFER_BYTES: Final = 4 * 1024 * 1024
"""Kernel buffer per direction; one key frame to many viewers must fit."""


HOLD_S: Final = 0.002
"""A frame's packets wait so long for its end, so that they leave together."""


class Held(Protocol):
    """Something that has packets of an unfinished frame."""

    def release(self, now: float) -> None:
        """Send them."""


class PortBusy(Exception):
    """Another program has the port."""


@dataclass(slots=True)
class Counters:
    """Plain numbers on the packet path; `/metrics` reads them."""

    rtp_in: int = 0
    rtp_out: int = 0
    rtcp_out: int = 0
    bytes_out: int = 0
    retransmitted: int = 0
    dropped: int = 0
    """Over budget, too short, or before the handshake."""
    unproven: int = 0
    """From a source address that passed no ICE check."""
    unknown_ssrc: int = 0
    unauthentic: int = 0
    """Forged, repeated or too old, by libsrtp's judgement."""
    stun_refused: int = 0
    handshakes_done: int = 0
    handshakes_failed: int = 0


@dataclass(eq=False)
class LocalSocket:
    """The socket on one of the machine's addresses."""

    address: str
    sock: socket.socket
    batch: Batch
    intake: Intake
    peers: dict[bytes, Peer] = field(default_factory=dict)
    """Proven source addresses that reached us here, as the kernel writes them."""

    def send(self, data: bytes, to: tuple[Any, ...]) -> None:
        """Send one datagram now: STUN and DTLS, never media."""
        with contextlib.suppress(OSError):
            self.sock.sendto(data, to)


class UdpPort:
    """All sockets of the process, and the peers behind them."""

    def __init__(self) -> None:
        self.number = 0
        self.counters = Counters()
        self.locals: list[LocalSocket] = []
        self.peers: dict[str, Peer] = {}
        """By our ufrag; a peer that restarts ICE has two."""
        self._held: list[Held] = []

    def open(self, addresses: tuple[str, ...], number: int) -> None:
        """Bind every address to the same port.

        :param number: the port; 0 takes what the first address is given
        :raise PortBusy: the port is taken on an address that this machine has
        """
        for address in addresses:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            sock = socket.socket(family, socket.SOCK_DGRAM)
            sock.setblocking(False)
            for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
                sock.setsockopt(socket.SOL_SOCKET, option, BUFFER_BYTES)
            try:
                sock.bind((address, number))
            except OSError as problem:
                sock.close()
                if self.locals and problem.errno not in (98, 48):
                    continue  # An address that is not ready yet must not stop the others.
                self.close()
                raise PortBusy(f"UDP port {number} on {address} is in use.") from problem
            number = self.number = sock.getsockname()[1]
            self.locals.append(LocalSocket(address, sock, make_batch(sock), make_intake(sock)))

    def start(self) -> None:
        """Begin to read, in the running loop."""
        loop = asyncio.get_running_loop()
        for local in self.locals:
            loop.add_reader(local.sock.fileno(), self._drain, local)

    def close(self) -> None:
        """Close every socket; peers must have been closed before."""
        for local in self.locals:
            with contextlib.suppress(RuntimeError):
                asyncio.get_running_loop().remove_reader(local.sock.fileno())
            local.sock.close()
        self.locals.clear()

    def add(self, peer: Peer) -> None:
        """Let a peer be found by its ufrags."""
        for ufrag, _ in peer.credentials():
            self.peers[ufrag] = peer

    def remove(self, peer: Peer) -> None:
        """Forget a peer's ufrags."""
        for ufrag, _ in peer.credentials():
            self.peers.pop(ufrag, None)

    def hold(self, one: Held) -> None:
        """Give an unfinished frame a moment to be completed."""
        if not self._held:
            asyncio.get_running_loop().call_later(HOLD_S, self._release)
        self._held.append(one)

    def _release(self) -> None:
        held, self._held = self._held, []
        now = clock.monotonic()
        for one in held:
            one.release(now)
        self.flush()

    def flush(self) -> None:
        """Send what the packet path has written."""
        for local in self.locals:
            if local.batch.count:
                local.batch.flush()

    def _drain(self, local: LocalSocket) -> None:
        slots, peers = local.intake.slots, local.peers
        arrived = local.intake.read()
        now = clock.monotonic()
        for (size, name), view, pointer in zip(arrived, slots.views, slots.pointers, strict=False):
            if size < 1:
                continue
            first = view[0]
            if first < 4:
                self._receive_stun(bytes(view[:size]), local, address_of(name), now)
                continue
            peer = peers.get(name)
            if peer is None:
                self.counters.unproven += 1
            elif 128 <= first < 192:
                peer.receive_media(view, pointer, size, now)
            elif 20 <= first < 64:
                peer.receive_dtls(bytes(view[:size]))
        self.flush()

    def _receive_stun(
        self, data: bytes, local: LocalSocket, source: tuple[Any, ...], now: float
    ) -> None:
        request = parse_request(data)
        peer = None
        if request is not None:
            peer = self.peers.get(request.username.split(":", 1)[0])
        if request is None or peer is None:
            self.counters.stun_refused += 1
            return
        peer.receive_stun(request, local, source, now)
