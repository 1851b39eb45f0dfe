"""What one participant receives of one publication, over one peer connection."""

import secrets
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from webrtc.sfu import rtcp
from webrtc.sfu.forwarder import Group, resend
from webrtc.sfu.publication import IncomingTrack, Publication
from webrtc.sfu.rewriter import Rewriter
from webrtc.transport.peer import Peer

if TYPE_CHECKING:
    from webrtc.sfu.participant import Participant

MAX_RESENDS_PER_S: Final = 400
"""Answers to one receiver's NACKs; more would feed the congestion that caused them."""


@dataclass(frozen=True, kw_only=True)
class OutgoingDescription:
    """What SDP agreed on for one outgoing track."""

    payload_type: int
    rtx_payload_type: int | None
    send_time_id: int
    """Id of the abs-send-time header extension, 0 when not agreed."""


@dataclass(eq=False, slots=True)
class Estimate:
    """What a receiver believes its line can carry."""

    bitrate_bps: int = 0
    at: float = float("-inf")
    """Monotonic seconds of the last word about it."""


class OutgoingTrack:
    """One stream to one receiver."""

    def __init__(
        self,
        peer: Peer,
        source: IncomingTrack,
        agreed: OutgoingDescription,
        estimate: Estimate,
    ) -> None:
        self.peer = peer
        self.estimate = estimate
        self.source = source
        self.ssrc = source.outgoing_ssrc
        self.payload_type = agreed.payload_type
        self.rtx_payload_type = agreed.rtx_payload_type
        self.rtx_ssrc = self.ssrc + 1 if agreed.rtx_payload_type is not None else None
        # See `forwarder.resend`: a changing send time and a plain repeat must not meet.
        self.send_time_id = agreed.send_time_id if self.rtx_ssrc is not None else 0
        self.rewriter = Rewriter(0, 0)
        self.waits_for_key = True
        """Video begins with a key frame; audio with its first packet."""
        self.loss = 0.0
        """Share of packets lost on the way to the receiver, by its last report."""
        self.rtt_ms: float | None = None
        self._packets = self._octets = 0
        self._group: Group | None = None
        self._rtx_sequence = secrets.randbits(15)
        self._reports: dict[int, float] = {}
        self._resend_second = self._resends = 0

    def begin(self, sequence: int, timestamp: int, now: float) -> None:
        """Begin with the packet about to be sent, and tell the receiver the sender's clock."""
        self.waits_for_key = False
        if not self.rewriter.has_started:
            self.rewriter = Rewriter(*self.source.first_numbers(sequence, timestamp))
        self.rewriter.begin(sequence, timestamp)
        self.send_report(now)

    @property
    def packets(self) -> int:
        """Packets sent, retransmissions not counted."""
        return self._packets + (self._group.packets if self._group is not None else 0)

    @property
    def octets(self) -> int:
        """Bytes of payload sent, likewise."""
        return self._octets + (self._group.octets if self._group is not None else 0)

    def join(self, group: Group) -> None:
        """Receive with others from now on; the group counts for all of them."""
        self._group = group

    def leave(self) -> None:
        """Receive alone, or not at all: take over what the group has counted."""
        self.settle()
        self._packets, self._octets, self._group = self.packets, self.octets, None

    def settle(self) -> None:
        """Bring this receiver's own numbers up to what its group has sent."""
        if self._group is not None and self._group.packets:
            self.rewriter.map(self._group.sequence, self._group.timestamp)

    def next_rtx_sequence(self) -> int:
        """Count up the retransmission stream."""
        self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
        return self._rtx_sequence

    def send_report(self, now: float) -> None:
        """Send the source's sender report in this receiver's numbers.

        The publisher's clock is carried on to this instant, so the pair is right at any time.
        """
        last = self.source.reception.last_report
        if last is None or not self.rewriter.has_started:
            return
        age = now - self.source.reception.last_report_at
        ntp = last.ntp + int(age * (1 << 32))
        units = int(age * self.source.description.clock_rate)
        timestamp = (last.timestamp + units + self.rewriter.timestamp_offset) & 0xFFFFFFFF
        ntp &= 0xFFFFFFFFFFFFFFFF
        self._reports[ntp >> 16 & 0xFFFFFFFF] = now
        while len(self._reports) > 8:
            del self._reports[next(iter(self._reports))]
        packet = rtcp.sender_report(self.ssrc, ntp, timestamp, self.packets, self.octets)
        name = self.source.publication.id
        self.peer.send_rtcp(packet + rtcp.canonical_name(self.ssrc, name))

    def note_block(self, block: rtcp.ReportBlock, now: float) -> None:
        """Take the receiver's report on this stream."""
        self.loss = block.fraction_lost / 256
        sent_at = self._reports.get(block.last_report)
        if sent_at is not None:
            self.rtt_ms = max(0.0, (now - sent_at - block.delay / 65536) * 1000)

    def answer(self, missing: rtcp.Nack, now: float) -> None:
        """Send again what the receiver misses, within its budget."""
        if int(now) != self._resend_second:
            self._resend_second, self._resends = int(now), 0
        self.settle()
        for sequence in missing.sequences:
            if self._resends >= MAX_RESENDS_PER_S:
                return
            self._resends += resend(self.source, self, sequence)


@dataclass(eq=False)
class Subscription:
    """A WHEP session."""

    participant: "Participant"
    publication: Publication
    peer: Peer
    tracks: tuple[OutgoingTrack, ...] = ()
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    etag: str = field(default_factory=lambda: secrets.token_hex(8))
    estimate: Estimate = field(default_factory=Estimate)

    def start(self) -> None:
        """The peer is connected: let packets flow."""
        for out in self.tracks:
            out.source.attach(out)

    def moved(self) -> None:
        """The receiver's address changed."""
        for out in self.tracks:
            out.source.ungroup()

    def receive_rtcp(self, data: bytes, now: float) -> None:
        """Take the receiver's reports and requests."""
        for message in rtcp.parse(data):
            if isinstance(message, rtcp.Remb):
                self.estimate.bitrate_bps, self.estimate.at = message.bitrate_bps, now
                continue
            out = next((one for one in self.tracks if one.ssrc == message.ssrc), None)
            if out is None:
                continue
            if isinstance(message, rtcp.Nack):
                out.answer(message, now)
            elif isinstance(message, rtcp.KeyFrameRequest):
                out.source.request_key_frame(now)
            elif isinstance(message, rtcp.ReportBlock):
                out.note_block(message, now)

    def close(self, reason: str) -> None:
        """Stop receiving."""
        for out in self.tracks:
            out.source.detach(out)
        self.peer.close(reason)
