"""A WebRTC client of the load generator: ICE, DTLS and keys as a browser's; nothing is decoded."""

import secrets
import socket
import struct
import time

from webrtc.signaling import sdp
from webrtc.transport import stun
from webrtc.transport.dtls import Certificate, Dtls, SrtpKeys
from webrtc.transport.rtp_tap import Sealer, Slots

SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
CERTIFICATE = Certificate()
BUFFER_BYTES = 4 * 1024 * 1024
LIMIT_S = 5.0


class Client:
    """One connection with a socket and keys of its own."""

    def __init__(self, *, is_controlling: bool = True) -> None:
        """:param is_controlling: False for a server with full ICE that wrote the offer"""
        self._is_controlling = is_controlling
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(12)
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        self.ssrc = secrets.randbits(31) | 1
        self.keys: SrtpKeys | None = None
        self.sealer: Sealer | None = None
        self.slots = Slots(1)
        self._remote = sdp.Description()

    def description(
        self,
        direction: str,
        setup: str,
        ssrcs: tuple[int, int] | None = None,
        mids: tuple[str, str] = ("0", "1"),
    ) -> str:
        """Write a session description with Opus and VP8, as much of it as servers read."""
        host, port = self.sock.getsockname()
        common = [
            "c=IN IP4 0.0.0.0",
            "a=rtcp-mux",
            f"a=ice-ufrag:{self.ufrag}",
            f"a=ice-pwd:{self.password}",
            f"a=fingerprint:sha-256 {CERTIFICATE.fingerprint}",
            f"a=setup:{setup}",
            f"a={direction}",
            f"a=candidate:1 1 udp 2130706431 {host} {port} typ host",
        ]
        lines = [
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            f"a=group:BUNDLE {mids[0]} {mids[1]}",
        ]
        lines += [
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            f"a=mid:{mids[0]}",
            "a=rtpmap:111 opus/48000/2",
        ]
        lines += common + ([f"a=ssrc:{ssrcs[0]} cname:x"] if ssrcs else [])
        lines += ["m=video 9 UDP/TLS/RTP/SAVPF 96 97", f"a=mid:{mids[1]}", "a=rtpmap:96 VP8/90000"]
        lines += ["a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96", f"a=extmap:3 {SEND_TIME}"]
        lines += [f"a=rtcp-fb:96 {one}" for one in ("nack", "nack pli", "goog-remb")]
        lines += common + ([f"a=ssrc:{ssrcs[1]} cname:x"] if ssrcs else [])
        return "\r\n".join(lines) + "\r\n"

    def aim(self, remote: str) -> None:
        """Take the first IPv4 candidate of a description as the place to send to."""
        self._remote = sdp.parse(remote)
        for line in remote.splitlines():
            parts = line.split()
            if line.startswith("a=candidate:") and parts[2].lower() == "udp" and "." in parts[4]:
                self.sock.connect((parts[4], int(parts[5])))
                break

    def connect(self, remote: str) -> None:
        """Connect to the server that wrote a description."""
        self.aim(remote)
        self.sock.settimeout(0.2)
        limit = time.monotonic() + LIMIT_S
        dtls = Dtls(CERTIFICATE, tuple(self._remote.fingerprints), is_server=False)
        self._check_until_answered(limit)
        outgoing = dtls.advance()
        while dtls.keys is None:
            for datagram in outgoing:
                self.sock.send(datagram)
            try:
                data = self.sock.recv(4096)
            except TimeoutError:
                # A server that was still busy with the answer has not seen the nomination.
                self.check()
                outgoing = dtls.handle_timeout()
            else:
                self._answer(data)
                outgoing = dtls.receive(data) if 20 <= data[0] < 64 else []
            if time.monotonic() > limit:
                raise TimeoutError("The server did not finish the handshake.")
        for datagram in outgoing:
            self.sock.send(datagram)
        self.keys = dtls.keys
        if self.keys.profile != b"SRTP_AEAD_AES_128_GCM":
            raise ValueError(f"The server chose {self.keys.profile!r}; all must encrypt alike.")
        self.sealer = Sealer(self.keys.profile, self.keys.outbound)
        self.sock.setblocking(False)

    def check(self) -> None:
        """Send a connectivity check, as browsers do every 2.5 s."""
        name = f"{self._remote.ufrag}:{self.ufrag}".encode()
        body = struct.pack("!HH", stun.USERNAME, len(name)) + name + bytes(-len(name) % 4)
        body += struct.pack("!HHI", 0x0024, 4, 0x6E7F1EFF)
        role = 0x802A if self._is_controlling else stun.ICE_CONTROLLED
        body += struct.pack("!HH8s", role, 8, b"bench...")
        if self._is_controlling:
            body += struct.pack("!HH", stun.USE_CANDIDATE, 0)
        self.sock.send(signed(body, self._remote.password))

    def report(self, blocks: list[tuple[int, int]], bitrate_bps: int = 2_000_000) -> None:
        """Send a receiver report and a bandwidth estimate, as browsers do about once a second.

        :param blocks: (SSRC, highest sequence number) of each stream
        """
        if self.sealer is None:
            return
        data = struct.pack("!BBHI", 0x80 | len(blocks), 201, 1 + 6 * len(blocks), self.ssrc)
        for ssrc, highest in blocks:
            data += struct.pack("!IIIIII", ssrc, 0, highest, 10, 0, 0)
        exponent = max(0, bitrate_bps.bit_length() - 18)
        estimate = 1 << 24 | exponent << 18 | bitrate_bps >> exponent
        media = blocks[-1][0] if blocks else 0
        data += struct.pack("!BBHII4sII", 0x8F, 206, 5, self.ssrc, 0, b"REMB", estimate, media)
        self.slots.views[0][: len(data)] = data
        size = self.sealer.protect_rtcp(self.slots.pointers[0], len(data))
        self.sock.send(self.slots.views[0][:size])

    def _answer(self, data: bytes) -> None:
        request = stun.parse_request(data)
        if request is not None:
            self.sock.send(stun.success(request, self.sock.getpeername(), self.password))

    def _check_until_answered(self, limit: float) -> None:
        while time.monotonic() < limit:
            self.check()
            try:
                data = self.sock.recv(4096)
            except TimeoutError:
                continue
            self._answer(data)
            if data[:2] == stun.BINDING_SUCCESS.to_bytes(2, "big"):
                return
        raise TimeoutError("The server answered no connectivity check.")

    def close(self) -> None:
        """Close the socket; the server notices by itself."""
        self.sock.close()


def signed(body: bytes, password: str) -> bytes:
    """Make a binding request of its attributes."""
    head = struct.pack("!HHI12s", 1, len(body), stun.MAGIC_COOKIE, secrets.token_bytes(12))
    return stun.finished(head + body, password)
