"""The hot path: the packets of one frame to all who receive them.

No await, no object and no header per receiver: receivers whose packets read alike form a *group*,
for which each packet is written once; what differs is the key (`webrtc/transport/fanout.py`).
Packets of a frame that arrive together leave together. Change this only with a measurement beside
it: ``python -m bench media``.
"""

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from webrtc.sfu.packet_cache import Packet
from webrtc.transport.fanout import PACKETS, RECEIVERS, Audience, runs

if TYPE_CHECKING:
    from webrtc.sfu.publication import IncomingTrack
    from webrtc.sfu.subscription import OutgoingTrack

_PLAIN: Final = struct.Struct("!BBHII")
_EXTENDED: Final = struct.Struct("!BBHIIII")
_ONE_BYTE_EXTENSION: Final = 0xBEDE0001
"""A header extension of one word follows (:rfc:`8285`)."""
_FAR: Final = 0x5000
"""Packets after which a group's beginning moves along, before numbers wrap around to it."""


class Group:
    """Receivers of a track behind one socket, whose packets differ in nothing but the key."""

    def __init__(self, members: Sequence["OutgoingTrack"]) -> None:
        """:param members: connected; equal in payload type, extension and rewriting"""
        first = members[0]
        self.members = tuple(members)
        self.sequence, self.timestamp = first.source.newest
        """Of the newest packet sent, as its source numbered it."""
        self.packets = self.octets = 0
        """Sent to each member since the group was formed."""
        self._offsets = first.rewriter.offsets
        self._kind, self._ssrc = first.payload_type, first.ssrc
        self._extension = first.send_time_id << 28 | 0x02000000 if first.send_time_id else 0
        self._floor = self.sequence
        local = first.peer.local
        assert local is not None  # noqa: S101  -- members are connected
        self._audiences: list[Audience] = []
        for start in range(0, len(members), RECEIVERS):
            some = [one.peer for one in members[start : start + RECEIVERS]]
            sealers = [one.sealer for one in some if one.sealer is not None]
            to = [one.to for one in some if one.to is not None]
            self._audiences.append(Audience(local.batch, sealers, to))

    def send(self, packets: Sequence[Packet], now: float) -> int:
        """Send packets of one frame to every member.

        A packet from before the newest member began is left to those who ask for it again.

        :return: datagrams the kernel took
        """
        sequence_offset, timestamp_offset = self._offsets
        written: list[bytes] = []
        for sequence, timestamp, marker, payload in packets:
            ahead = (sequence - self.sequence) & 0xFFFF
            if ahead < 0x8000:
                self.sequence, self.timestamp = sequence, timestamp
            elif (sequence - self._floor) & 0x8000:
                continue
            head = (
                marker | self._kind,
                (sequence + sequence_offset) & 0xFFFF,
                (timestamp + timestamp_offset) & 0xFFFFFFFF,
                self._ssrc,
            )
            if self._extension:
                send_time = self._extension | int(now * 262144) & 0xFFFFFF
                packed = _EXTENDED.pack(0x90, *head, _ONE_BYTE_EXTENSION, send_time)
            else:
                packed = _PLAIN.pack(0x80, *head)
            written.append(packed + payload)
            self.packets += 1
            self.octets += len(payload)
        if (self.sequence - self._floor) & 0xFFFF > _FAR:
            self._floor = (self.sequence - 0x2000) & 0xFFFF
            for one in self.members:
                one.settle()
        if not written:
            return 0
        count = 0
        for run in runs(written):
            for audience in self._audiences:
                count += audience.send(run)
        return count


def forward(track: "IncomingTrack", packet: Packet, *, is_key: bool, now: float) -> None:
    """Take a packet for every receiver of a track; it leaves at once, or with its frame.

    :param is_key: it begins a key frame, so a receiver that waits for one may begin here
    :param now: monotonic seconds; gives the send time that receivers estimate their bandwidth from
    """
    held = track.held
    if held and (held[0].timestamp != packet.timestamp or (is_key and track.has_waiting)):
        release(track, now)
    if is_key and track.has_waiting:
        track.newest = (packet.sequence, packet.timestamp)
        track.has_waiting = False
        track.ungroup()
        for out in track.outgoing:
            if out.waits_for_key:
                out.begin(packet.sequence, packet.timestamp, now)
    held.append(packet)
    if packet.marker or track.key_frames is None or len(held) == PACKETS:
        release(track, now)
    elif len(held) == 1:
        track.publication.peer.port.hold(track)


def release(track: "IncomingTrack", now: float) -> None:
    """Send what is held of a frame."""
    held = track.held
    if not held:
        return
    groups = track.groups
    if groups is None:
        groups = track.groups = form_groups(track)
    count = sum(group.send(held, now) for group in groups)
    if groups:
        track.newest = groups[0].sequence, groups[0].timestamp
    counters = track.publication.peer.port.counters
    counters.rtp_out += count
    counters.bytes_out += count * sum(len(one.payload) for one in held) // len(held)
    held.clear()


def form_groups(track: "IncomingTrack") -> list[Group]:
    """Put receivers together whose packets read alike."""
    alike: dict[object, list[OutgoingTrack]] = {}
    for out in track.outgoing:
        sealer, local = out.peer.sealer, out.peer.local
        if out.waits_for_key or sealer is None or local is None or out.peer.to is None:
            continue
        key = (id(local), sealer.trailer, out.payload_type, out.send_time_id, out.rewriter.offsets)
        alike.setdefault(key, []).append(out)
    groups = [Group(members) for members in alike.values()]
    for group in groups:
        for out in group.members:
            out.join(group)
    return groups


def resend(track: "IncomingTrack", out: "OutgoingTrack", sequence: int) -> bool:
    """Answer a receiver that misses a packet.

    With RTX it goes out on its own stream; without, byte for byte as before, because GCM must never
    encrypt two different texts under one number. That is why only RTX receivers get a send time.

    :param sequence: the number as the receiver knows it
    :return: whether the packet was still here
    """
    source = out.rewriter.source_of(sequence)
    packet = track.cache.find(source[0]) if source is not None else None
    sealer, local, to = out.peer.sealer, out.peer.local, out.peer.to
    if source is None or packet is None or sealer is None or local is None or to is None:
        return False
    timestamp = (packet.timestamp + source[1]) & 0xFFFFFFFF
    batch = local.batch
    view, pointer = batch.slots.views[batch.count], batch.slots.pointers[batch.count]
    size = len(packet.payload)
    if out.rtx_ssrc is not None and out.rtx_payload_type is not None:
        kind = packet.marker | out.rtx_payload_type
        _PLAIN.pack_into(view, 0, 0x80, kind, out.next_rtx_sequence(), timestamp, out.rtx_ssrc)
        view[12:14] = sequence.to_bytes(2, "big")
        view[14 : 14 + size] = packet.payload
        length = sealer.protect(pointer, 14 + size)
    else:
        kind = packet.marker | out.payload_type
        _PLAIN.pack_into(view, 0, 0x80, kind, sequence, timestamp, out.ssrc)
        view[12 : 12 + size] = packet.payload
        length = sealer.protect(pointer, 12 + size)
    if length > 0:
        batch.push(length, to)
        out.peer.port.counters.retransmitted += 1
    return length > 0
