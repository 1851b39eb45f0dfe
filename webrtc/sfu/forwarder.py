"""The hot path: one incoming packet to all who receive it.

No await, no object per receiver: each copy is written into a preallocated place, encrypted there by
libsrtp, and leaves with the batch of its socket. Change this only with a measurement beside it.
"""

import struct
from typing import TYPE_CHECKING, Final

from webrtc.sfu.packet_cache import Packet

if TYPE_CHECKING:
    from webrtc.sfu.publication import IncomingTrack
    from webrtc.sfu.subscription import OutgoingTrack

_PLAIN: Final = struct.Struct("!BBHII")
_EXTENDED: Final = struct.Struct("!BBHIIII")
_ONE_BYTE_EXTENSION: Final = 0xBEDE0001
"""A header extension of one word follows (:rfc:`8285`)."""


def forward(track: "IncomingTrack", packet: Packet, *, is_key: bool, now: float) -> None:
    """Send a packet to every receiver of a track.

    :param is_key: it begins a key frame, so a receiver that waits for one may begin here
    :param now: monotonic seconds; gives the send time that receivers estimate their bandwidth from
    """
    sequence, timestamp, marker, payload = packet
    size = len(payload)
    send_time = int(now * 262144) & 0xFFFFFF
    count = 0
    for out in track.outgoing:
        if out.waits_for_key:
            if not is_key:
                continue
            out.begin(sequence, timestamp, now)
        numbers = out.rewriter.map(sequence, timestamp)
        sealer, local, to = out.peer.sealer, out.peer.local, out.peer.to
        if numbers is None or sealer is None or local is None or to is None:
            continue
        batch = local.batch
        place = batch.count
        view = batch.slots.views[place]
        kind = marker | out.payload_type
        if out.send_time_id:
            extension = out.send_time_id << 28 | 0x02000000 | send_time
            _EXTENDED.pack_into(
                view, 0, 0x90, kind, *numbers, out.ssrc, _ONE_BYTE_EXTENSION, extension
            )
            view[20 : 20 + size] = payload
            length = sealer.protect(batch.slots.pointers[place], 20 + size)
        else:
            _PLAIN.pack_into(view, 0, 0x80, kind, *numbers, out.ssrc)
            view[12 : 12 + size] = payload
            length = sealer.protect(batch.slots.pointers[place], 12 + size)
        if length > 0:
            batch.push(length, to)
            out.packets += 1
            out.octets += size
            count += 1
    counters = track.publication.peer.port.counters
    counters.rtp_out += count
    counters.bytes_out += count * size


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
