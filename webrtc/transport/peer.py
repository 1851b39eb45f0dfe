"""One browser's connection: ICE-lite, then DTLS, then SRTP; only the first two know its addresses.

What is heard counts only when it is proven: a STUN request signed with our password, or a packet
that libsrtp authenticates. A stranger can neither keep a dead peer alive nor reach its handshake.
"""

import asyncio
import logging
import secrets
import struct
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from webrtc import clock
from webrtc.transport import stun
from webrtc.transport.dtls import Certificate, Dtls, HandshakeFailed
from webrtc.transport.kernel import Destination, destination, name_of
from webrtc.transport.rtp_tap import Opener, Sealer

if TYPE_CHECKING:
    from webrtc.transport.port import LocalSocket, UdpPort

Receiver = Callable[[memoryview, int, float], None]
"""Takes a decrypted RTP packet: its place, its size, the monotonic time of its arrival."""

HANDSHAKE_LIMIT_S: Final = 15.0
"""A peer that has not finished ICE and DTLS by then never will."""
STALE_PAIR_S: Final = 6.0
"""Without a check for so long, another proven address takes over even if it was not nominated."""
MAX_ADDRESSES: Final = 4
"""Proven addresses remembered per peer."""
MAX_RTCP_SENDERS: Final = 8
"""Distinct RTCP senders per peer; libsrtp keeps state for each."""
PACKETS_PER_S: Final = 3000
"""More than any camera sends; what exceeds it is dropped before it costs decryption."""
BYTES_PER_S: Final = 1_500_000
"""12 Mbit/s, likewise."""
_LOG: Final = logging.getLogger("webrtc.peer")
_SSRC: Final = struct.Struct("!I")


class PeerState(StrEnum):
    """How far a peer has come."""

    CONNECTING = "connecting"
    """Waiting for ICE and DTLS."""
    CONNECTED = "connected"
    """Media may flow."""
    CLOSED = "closed"
    """Gone; nothing leads back."""


class Peer:
    """A peer connection as seen from the node."""

    def __init__(
        self,
        port: "UdpPort",
        certificate: Certificate,
        fingerprints: tuple[tuple[str, str], ...],
        *,
        is_dtls_server: bool,
        password_of_peer: str,
    ) -> None:
        self.port = port
        self.state = PeerState.CONNECTING
        self.ufrag = secrets.token_hex(4)
        self.password = secrets.token_hex(16)
        self.remote_ufrag = ""
        self.remote_password = password_of_peer
        self.created_at = self.heard_at = clock.monotonic()
        """`heard_at`: when something proven last arrived, monotonic seconds."""
        self.local: LocalSocket | None = None
        self.to: Destination | None = None
        """Where media goes: the nominated proven address."""
        self.sealer: Sealer | None = None
        self.receivers: dict[int, Receiver] = {}
        """SSRC to what takes its packets; nothing else is even decrypted."""
        self.learn: Callable[[memoryview, int], Receiver | None] | None = None
        """Asked once decrypted, for senders whose SDP names no SSRC."""
        self.may_learn: Callable[[int], bool] | None = None
        """Whether this payload type still waits for its SSRC."""
        self.on_rtcp: Callable[[bytes, float], None] = lambda _data, _now: None
        self.on_connected: Callable[[], None] = lambda: None
        self.on_closed: Callable[[str], None] = lambda _reason: None
        self.on_moved: Callable[[], None] = lambda: None
        """`local` or `to` has changed."""
        self._old_credentials: tuple[str, str] | None = None
        self._addresses: dict[tuple[LocalSocket, tuple[Any, ...]], float] = {}
        self._opener: Opener | None = None
        self._dtls = Dtls(certificate, fingerprints, is_server=is_dtls_server)
        self._is_dtls_server = is_dtls_server
        self._timer: asyncio.TimerHandle | None = None
        self._rtcp_senders: set[int] = set()
        self._learning_left = 64
        self._second = 0
        self._packets = self._bytes = 0

    # --- ICE ------------------------------------------------------------------------------------

    def credentials(self) -> tuple[tuple[str, str], ...]:
        """Return (ufrag, password) pairs this peer answers to, the newest first."""
        now = ((self.ufrag, self.password),)
        return now if self._old_credentials is None else (*now, self._old_credentials)

    def restart_ice(self, remote_ufrag: str, remote_password: str) -> None:
        """Begin a new ICE generation (:rfc:`8445` 9); media goes on over the old pair meanwhile."""
        self.port.remove(self)
        self._old_credentials = (self.ufrag, self.password)
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(16)
        self.remote_ufrag, self.remote_password = remote_ufrag, remote_password
        self.port.add(self)

    def receive_stun(
        self, request: stun.Request, local: "LocalSocket", source: tuple[Any, ...], now: float
    ) -> None:
        """Answer a check and, if it is proven, remember where it came from."""
        ours = request.username.split(":", 1)[0]
        password = dict(self.credentials()).get(ours, "")
        if not password or not request.is_signed_with(password):
            self.port.counters.stun_refused += 1
            return
        if request.claims_controlled:
            local.send(stun.role_conflict(request, password), source)
            return
        local.send(stun.success(request, (source[0].split("%")[0], source[1]), password), source)
        self.heard_at = now
        key = (local, source)
        self._addresses.pop(key, None)
        self._addresses[key] = now
        local.peers[name_of(source)] = self
        while len(self._addresses) > MAX_ADDRESSES:
            self._forget(next(iter(self._addresses)))
        if self.to is None or request.nominates or self._is_pair_stale(now):
            self._use(local, source)

    def _is_pair_stale(self, now: float) -> bool:
        if self.local is None or self.to is None:
            return True
        return now - self._addresses.get((self.local, self.to.address), 0.0) > STALE_PAIR_S

    def _use(self, local: "LocalSocket", source: tuple[Any, ...]) -> None:
        if self.local is local and self.to is not None and self.to.address == source:
            return
        is_first = self.to is None
        self.local, self.to = local, destination(source)
        self.on_moved()
        if is_first and not self._is_dtls_server:
            self._handshake(self._dtls.advance)

    def _forget(self, key: "tuple[LocalSocket, tuple[Any, ...]]") -> None:
        self._addresses.pop(key, None)
        local, source = key
        if local.peers.get(name_of(source)) is self:
            del local.peers[name_of(source)]

    # --- DTLS -----------------------------------------------------------------------------------

    def receive_dtls(self, datagram: bytes) -> None:
        """Take a handshake datagram from a proven address."""
        self._handshake(lambda: self._dtls.receive(datagram))
        if self._dtls.is_closed:
            self.close("left")

    def _handshake(self, step: Callable[[], list[bytes]]) -> None:
        if self.state is PeerState.CLOSED:
            return
        try:
            outgoing = step()
        except HandshakeFailed as failure:
            _LOG.info("A handshake failed: %s (%s).", failure, failure.__cause__)
            self.port.counters.handshakes_failed += 1
            self.close("handshake_failed")
            return
        if self.local is not None and self.to is not None:
            for datagram in outgoing:
                self.local.send(datagram, self.to.address)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        wait = self._dtls.timeout()
        if wait is not None:
            loop = asyncio.get_running_loop()
            again = self._dtls.handle_timeout
            self._timer = loop.call_later(max(wait, 0.01), self._handshake, again)
        if self._dtls.keys is not None and self.sealer is None:
            keys = self._dtls.keys
            self._opener = Opener(keys.profile, keys.inbound)
            self.sealer = Sealer(keys.profile, keys.outbound)
            self.state = PeerState.CONNECTED
            self.port.counters.handshakes_done += 1
            self.on_connected()

    # --- SRTP -----------------------------------------------------------------------------------

    def receive_media(self, view: memoryview, pointer: object, size: int, now: float) -> None:
        """Take an SRTP or SRTCP datagram that lies in a place, from a proven address."""
        opener, counters = self._opener, self.port.counters
        if opener is None or size < 12 or not self._is_within_budget(size, now):
            counters.dropped += 1
            return
        kind = view[1]
        if 192 <= kind <= 223:
            self._receive_rtcp(opener, view, pointer, size, now)
            return
        (ssrc,) = _SSRC.unpack_from(view, 8)
        receiver = self.receivers.get(ssrc)
        if receiver is None:
            wanted = self.may_learn is not None and self.may_learn(kind & 0x7F)
            if not wanted or self._learning_left == 0:
                counters.unknown_ssrc += 1
                return
            self._learning_left -= 1
        plain = opener.unprotect(pointer, size)
        if plain < 12:
            counters.unauthentic += 1
            return
        self.heard_at = now
        counters.rtp_in += 1
        if receiver is None:
            receiver = self.learn(view, plain) if self.learn is not None else None
            if receiver is None:
                counters.unknown_ssrc += 1
                return
            self.receivers[ssrc] = receiver
        receiver(view, plain, now)

    def _receive_rtcp(
        self, opener: Opener, view: memoryview, pointer: object, size: int, now: float
    ) -> None:
        (sender,) = _SSRC.unpack_from(view, 4)
        if sender not in self._rtcp_senders and len(self._rtcp_senders) >= MAX_RTCP_SENDERS:
            self.port.counters.unknown_ssrc += 1
            return
        plain = opener.unprotect_rtcp(pointer, size)
        if plain < 8:
            self.port.counters.unauthentic += 1
            return
        self._rtcp_senders.add(sender)
        self.heard_at = now
        self.on_rtcp(bytes(view[:plain]), now)

    def _is_within_budget(self, size: int, now: float) -> bool:
        second = int(now)
        if second != self._second:
            self._second, self._packets, self._bytes = second, 0, 0
        self._packets += 1
        self._bytes += size
        return self._packets <= PACKETS_PER_S and self._bytes <= BYTES_PER_S

    def send_rtcp(self, data: bytes) -> None:
        """Encrypt and queue an RTCP packet; it leaves with the next flush."""
        if self.sealer is None or self.local is None or self.to is None:
            return
        batch = self.local.batch
        batch.slots.views[batch.count][: len(data)] = data
        size = self.sealer.protect_rtcp(batch.slots.pointers[batch.count], len(data))
        if size > 0:
            batch.push(size, self.to)
            self.port.counters.rtcp_out += 1

    # --- the end --------------------------------------------------------------------------------

    def close(self, reason: str) -> None:
        """Say goodbye, forget every address, and tell the owner why; closing twice is harmless."""
        if self.state is PeerState.CLOSED:
            return
        self.state = PeerState.CLOSED
        if self._timer is not None:
            self._timer.cancel()
        if self.local is not None and self.to is not None:
            for datagram in self._dtls.close():
                self.local.send(datagram, self.to.address)
        for key in tuple(self._addresses):
            self._forget(key)
        self.port.remove(self)
        self.sealer = None
        self.receivers.clear()
        self.on_closed(reason)
