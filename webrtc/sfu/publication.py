"""What one participant sends: an audio and a video track over one peer connection."""

import asyncio
import secrets
import struct
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from webrtc import clock
from webrtc.sfu import rtcp
from webrtc.sfu.bitrate import BitrateLimit
from webrtc.sfu.codecs import key_frame_test
from webrtc.sfu.forwarder import Group, forward, release
from webrtc.sfu.keyframes import KeyFrameRequests
from webrtc.sfu.packet_cache import AUDIO_PACKETS, VIDEO_PACKETS, Packet, PacketCache
from webrtc.sfu.reception import RETRY_S, StreamReception
from webrtc.transport.peer import Peer

if TYPE_CHECKING:
    from webrtc.sfu.participant import Participant
    from webrtc.sfu.subscription import OutgoingTrack

_HEADER: Final = struct.Struct("!BBHII")
REPORT_EVERY_S: Final = 1.0
ESTIMATE_LASTS_S: Final = 3.0
"""Receivers repeat their estimate about once a second."""
MAX_PAYLOAD: Final = 1400
"""Bytes; what a browser sends stays below it, so that our headers fit into an MTU of 1,500."""


@dataclass(frozen=True, kw_only=True)
class TrackDescription:
    """What SDP agreed on for one incoming track."""

    kind: str
    codec: str
    """Lower-case name: vp8, h264, opus."""
    clock_rate: int
    payload_type: int
    fmtp: str
    """The sender's format parameters; H.264 receivers must agree with its profile."""
    rtx_payload_type: int | None
    ssrc: int | None
    """None when the offer names none: then the first packet with this payload type tells."""
    rtx_ssrc: int | None
    asks_again: bool
    """Whether NACK was agreed."""


class IncomingTrack:
    """One stream of a publisher, and everyone who receives it."""

    def __init__(self, publication: "Publication", description: TrackDescription) -> None:
        self.publication = publication
        self.description = description
        self.ssrc = description.ssrc or 0
        self.outgoing: tuple[OutgoingTrack, ...] = ()
        """Replaced, never changed, so the packet path may iterate without a copy."""
        is_video = description.kind == "video"
        self.cache = PacketCache(VIDEO_PACKETS if is_video else AUDIO_PACKETS)
        self.key_frames = KeyFrameRequests() if is_video else None
        self.starts_key_frame: Callable[[bytes], bool] | None = (
            key_frame_test(description.codec) if is_video else None
        )
        self.reception = self._new_reception()
        self.octets = 0
        self.outgoing_ssrc = secrets.randbits(31) | 1
        """Receivers never meet, so they may know this stream by the same names and numbers."""
        self.held: list[Packet] = []
        """Packets of a frame whose end has not come."""
        self.groups: list[Group] | None = None
        """None when they must be formed anew."""
        self.has_waiting = False
        """Whether a receiver waits for a packet it can begin with."""
        self.newest = (0, 0)
        """(sequence, timestamp) of the newest packet forwarded."""
        self._offsets = (secrets.randbits(15), secrets.randbits(32))

    def _new_reception(self) -> StreamReception:
        description = self.description
        asks = description.asks_again
        return StreamReception(self.ssrc, description.clock_rate, asks_again=asks)

    def learn(self, ssrc: int) -> None:
        """Fix the SSRC of a sender whose SDP named none; it cannot change afterwards."""
        self.ssrc = ssrc
        self.reception = self._new_reception()

    def receive(self, view: memoryview, size: int, now: float) -> None:
        """Take a decrypted RTP packet of the main stream."""
        first, second, sequence, timestamp, _ = _HEADER.unpack_from(view)
        if second & 0x7F == self.description.payload_type:
            start, end = payload_bounds(view, size, first)
            if start >= 0:
                payload = bytes(view[start:end])
                self._accept(Packet(sequence, timestamp, second & 0x80, payload), now)

    def receive_rtx(self, view: memoryview, size: int, now: float) -> None:
        """Take a retransmission (:rfc:`4588`): the original number stands before the payload."""
        first, second, _, timestamp, _ = _HEADER.unpack_from(view)
        if second & 0x7F != self.description.rtx_payload_type:
            return
        start, end = payload_bounds(view, size, first)
        if start < 0 or end - start < 3:
            return  # Padding only: a browser probing how much its way can carry.
        sequence = int.from_bytes(view[start : start + 2], "big")
        payload = bytes(view[start + 2 : end])
        self._accept(Packet(sequence, timestamp, second & 0x80, payload), now)

    def _accept(self, packet: Packet, now: float) -> None:
        if not self.cache.store(packet):
            return
        self.octets += len(packet.payload)
        if self.reception.note(packet.sequence, packet.timestamp, now):
            self.publication.ask_for_missing()
        # Audio can be begun at any packet.
        is_key = self.starts_key_frame is None or self.starts_key_frame(packet.payload)
        if is_key and self.key_frames is not None:
            self.key_frames.answered()
        forward(self, packet, is_key=is_key, now=now)

    def release(self, now: float) -> None:
        """Send what is held of a frame: its end did not come in time."""
        release(self, now)

    def attach(self, out: "OutgoingTrack") -> None:
        """Begin to forward to a receiver; video begins with the key frame asked for here."""
        self.outgoing = (*self.outgoing, out)
        self.has_waiting = True
        self.request_key_frame(clock.monotonic())

    def detach(self, out: "OutgoingTrack") -> None:
        """Stop forwarding to a receiver."""
        self.ungroup()
        self.outgoing = tuple(one for one in self.outgoing if one is not out)

    def ungroup(self) -> None:
        """Have groups formed anew: a receiver came, went, or is reached otherwise."""
        for group in self.groups or ():
            for out in group.members:
                out.leave()
        self.groups = None

    def first_numbers(self, sequence: int, timestamp: int) -> tuple[int, int]:
        """Number the first packet for a receiver; receivers share their numbers where they can.

        A first number below 2^15 cannot wrap before the receiver has seen a packet: libsrtp would
        then count the wrap on one side only. So there are two ways to number, half the range apart.
        """
        first = (sequence + self._offsets[0]) & 0x7FFF
        return first, (timestamp + self._offsets[1]) & 0xFFFFFFFF

    def request_key_frame(self, now: float) -> None:
        """Ask the publisher for a key frame, merged with everyone else's requests."""
        if self.key_frames is not None and self.key_frames.request(now):
            self.publication.send_picture_loss(self)

    def note_report(self, report: rtcp.SenderReport, now: float) -> None:
        """Pass the sender's clock on, so that receivers keep audio and video in step."""
        self.reception.note_report(report, now)
        for out in self.outgoing:
            out.send_report(now)


def payload_bounds(view: memoryview, size: int, first: int) -> tuple[int, int]:
    """Find an RTP payload.

    :param first: the first byte of the packet
    :return: (start, end) without header extension and padding; (-1, -1) when it is malformed
    """
    start = 12 + 4 * (first & 0x0F)
    if first & 0x10:
        if start + 4 > size:
            return -1, -1
        start += 4 + 4 * (view[start + 2] << 8 | view[start + 3])
    end = size
    if first & 0x20:
        padding = view[size - 1]
        if padding == 0:
            return -1, -1
        end -= padding
    if start > end or end - start > MAX_PAYLOAD:
        return -1, -1
    return start, end


@dataclass(eq=False)
class Publication:
    """A WHIP session."""

    participant: "Participant"
    peer: Peer
    tracks: tuple[IncomingTrack, ...] = ()
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    sender_ssrc: int = field(default_factory=lambda: secrets.randbits(32) | 1)
    """The SSRC under which we send RTCP to this publisher."""
    limit: BitrateLimit = field(default_factory=BitrateLimit)
    etag: str = field(default_factory=lambda: secrets.token_hex(8))
    is_announced: bool = False
    _asking: asyncio.TimerHandle | None = None
    _reported_at: float = 0.0
    _octets_reported: int = 0

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds this publication carries, audio first."""
        return tuple(sorted(track.description.kind for track in self.tracks))

    def listen(self, descriptions: tuple[TrackDescription, ...]) -> None:
        """Route the peer's packets to tracks; only what SDP named gets that far."""
        self.tracks = tuple(IncomingTrack(self, one) for one in descriptions)
        for track in self.tracks:
            if track.description.ssrc is not None:
                self.peer.receivers[track.ssrc] = track.receive
                if track.description.rtx_ssrc is not None:
                    self.peer.receivers[track.description.rtx_ssrc] = track.receive_rtx
        self.peer.may_learn = lambda kind: self._unlearned(kind) is not None
        self.peer.learn = self._learn
        self.peer.on_rtcp = self.receive_rtcp

    def _unlearned(self, payload_type: int) -> IncomingTrack | None:
        for track in self.tracks:
            if not track.ssrc and track.description.payload_type == payload_type:
                return track
        return None

    def _learn(
        self, view: memoryview, _size: int
    ) -> Callable[[memoryview, int, float], None] | None:
        track = self._unlearned(view[1] & 0x7F)
        if track is None:
            return None
        track.learn(int.from_bytes(view[8:12], "big"))
        return track.receive

    def receive_rtcp(self, data: bytes, now: float) -> None:
        """Take the publisher's reports."""
        for message in rtcp.parse(data):
            if isinstance(message, rtcp.SenderReport):
                for track in self.tracks:
                    if track.ssrc == message.ssrc:
                        track.note_report(message, now)

    def send_picture_loss(self, track: IncomingTrack) -> None:
        """Ask for a key frame now; a stream that has sent nothing yet cannot be asked."""
        if not track.ssrc:
            return
        self.peer.send_rtcp(rtcp.picture_loss(self.sender_ssrc, track.ssrc))
        self.peer.port.flush()

    def ask_for_missing(self) -> None:
        """Send NACKs now and again until nothing is missing."""
        if self._asking is None:
            self._ask()

    def _ask(self) -> None:
        self._asking = None
        now = clock.monotonic()
        for track in self.tracks:
            due = track.reception.due_requests(now)
            if due:
                self.peer.send_rtcp(rtcp.nack(self.sender_ssrc, track.ssrc, due))
        self.peer.port.flush()
        if any(track.reception.has_missing for track in self.tracks):
            self._asking = asyncio.get_running_loop().call_later(RETRY_S, self._ask)

    def tick(self, now: float) -> None:
        """Do what the clock asks: overdue key frame requests, and once a second a report."""
        for track in self.tracks:
            waits = any(out.waits_for_key for out in track.outgoing)
            if waits:
                track.request_key_frame(now)
            elif track.key_frames is not None and track.key_frames.is_due(now):
                self.send_picture_loss(track)
        if now - self._reported_at >= REPORT_EVERY_S:
            elapsed_s, self._reported_at = now - self._reported_at, now
            self._report(elapsed_s, now)

    def _limit_bps(self, elapsed_s: float, now: float) -> int:
        sent = sum(track.octets for track in self.tracks)
        sent_bps = (sent - self._octets_reported) * 8 / elapsed_s
        self._octets_reported = sent
        receivers = {out.estimate for track in self.tracks for out in track.outgoing}
        fresh = (one.bitrate_bps for one in receivers if now - one.at < ESTIMATE_LASTS_S)
        return self.limit.step(sent_bps, fresh)

    def _report(self, elapsed_s: float, now: float) -> None:
        reports = [track.reception.report(now) for track in self.tracks]
        known = [report for report in reports if report is not None]
        if not known:
            return
        packet = rtcp.receiver_report(self.sender_ssrc, known)
        packet += rtcp.canonical_name(self.sender_ssrc, "node")
        video = tuple(t.ssrc for t in self.tracks if t.description.kind == "video" and t.ssrc)
        if video:
            packet += rtcp.remb(self.sender_ssrc, self._limit_bps(elapsed_s, now), video)
        self.peer.send_rtcp(packet)

    def close(self, reason: str) -> None:
        """Stop receiving; receivers are told by the room."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        self.peer.close(reason)
