"""RTCP as far as a forwarder speaks it: compound packets (:rfc:`3550`, :rfc:`4585`).

Readers are lenient about what they do not know and silent about what is broken: a malformed packet
yields what could be read before it.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

SENDER_REPORT: Final = 200
RECEIVER_REPORT: Final = 201
SOURCE_DESCRIPTION: Final = 202
TRANSPORT_FEEDBACK: Final = 205
PAYLOAD_FEEDBACK: Final = 206
_MAX_PARTS: Final = 32


@dataclass(frozen=True, slots=True)
class SenderReport:
    """How a sender's clock and its media clock belong together."""

    ssrc: int
    ntp: int
    """64 bits: seconds since 1900 and their fraction."""
    timestamp: int
    """The RTP timestamp of that instant."""


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """How one receiver received one stream."""

    ssrc: int
    fraction_lost: int
    """Of 256, since the last report."""
    jitter: int
    """In units of the media clock."""
    last_report: int
    """Middle 32 bits of the NTP time of our last sender report; 0 before the first."""
    delay: int
    """Since it arrived, in 1/65536 s."""


@dataclass(frozen=True, slots=True)
class Nack:
    """Packets a receiver misses."""

    ssrc: int
    sequences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeyFrameRequest:
    """PLI or FIR: a receiver cannot decode until the next key frame."""

    ssrc: int


@dataclass(frozen=True, slots=True)
class Remb:
    """What a receiver believes its way can carry."""

    bitrate_bps: int


Message = SenderReport | ReportBlock | Nack | KeyFrameRequest | Remb


def parse(data: bytes) -> Iterator[Message]:
    """Read a decrypted compound packet; what is unknown is skipped, what is broken ends it."""
    position, parts = 0, 0
    while position + 8 <= len(data) and parts < _MAX_PARTS:
        parts += 1
        first, kind, words = struct.unpack_from("!BBH", data, position)
        end = position + 4 * (words + 1)
        if first >> 6 != 2 or end > len(data):
            return
        count = first & 0x1F
        part = data[position:end]
        if kind == SENDER_REPORT and len(part) >= 28:
            ssrc, ntp, timestamp = struct.unpack_from("!IQI", part, 4)
            yield SenderReport(ssrc, ntp, timestamp)
            yield from _blocks(part, 28, count)
        elif kind == RECEIVER_REPORT:
            yield from _blocks(part, 8, count)
        elif kind == TRANSPORT_FEEDBACK and count == 1 and len(part) >= 16:
            yield _nack(part)
        elif kind == PAYLOAD_FEEDBACK and len(part) >= 12:
            yield from _payload_feedback(part, count)
        position = end


def _blocks(part: bytes, start: int, count: int) -> Iterator[ReportBlock]:
    for position in range(start, min(start + 24 * count, len(part) - 23), 24):
        ssrc, lost, _highest, jitter, last, delay = struct.unpack_from("!IIIIII", part, position)
        yield ReportBlock(ssrc, lost >> 24, jitter, last, delay)


def _nack(part: bytes) -> Nack:
    (ssrc,) = struct.unpack_from("!I", part, 8)
    sequences: list[int] = []
    for position in range(12, len(part) - 3, 4):
        first, mask = struct.unpack_from("!HH", part, position)
        sequences.append(first)
        sequences += [(first + 1 + i) & 0xFFFF for i in range(16) if mask >> i & 1]
    return Nack(ssrc, tuple(sequences))


def _payload_feedback(part: bytes, kind: int) -> Iterator[Message]:
    if kind == 1:
        yield KeyFrameRequest(struct.unpack_from("!I", part, 8)[0])
    elif kind == 4:
        for position in range(12, len(part) - 7, 8):
            yield KeyFrameRequest(struct.unpack_from("!I", part, position)[0])
    elif kind == 15 and len(part) >= 20 and part[12:16] == b"REMB":
        exponent, mantissa = part[17] >> 2, (part[17] & 3) << 16 | part[18] << 8 | part[19]
        yield Remb(min(mantissa << exponent, 1_000_000_000))


def sender_report(ssrc: int, ntp: int, timestamp: int, packets: int, octets: int) -> bytes:
    """Write a sender report without report blocks."""
    counts = (packets & 0xFFFFFFFF, octets & 0xFFFFFFFF)
    return struct.pack("!BBHIQIII", 0x80, SENDER_REPORT, 6, ssrc, ntp, timestamp, *counts)


def canonical_name(ssrc: int, name: str) -> bytes:
    """Write the CNAME by which a browser knows which audio belongs to which video."""
    text = name.encode()[:250]
    chunk = struct.pack("!IBB", ssrc, 1, len(text)) + text
    chunk += bytes(4 - len(chunk) % 4)
    return struct.pack("!BBH", 0x81, SOURCE_DESCRIPTION, len(chunk) // 4) + chunk


@dataclass(frozen=True, slots=True)
class Reception:
    """What a report block says about one stream."""

    ssrc: int
    fraction_lost: int
    lost: int
    highest: int
    """Extended highest sequence number."""
    jitter: int
    last_report: int
    delay: int


def receiver_report(sender: int, streams: Iterable[Reception]) -> bytes:
    """Write a receiver report."""
    blocks = b"".join(
        struct.pack(
            "!IIIIII",
            one.ssrc,
            one.fraction_lost << 24 | max(-0x800000, min(one.lost, 0x7FFFFF)) & 0xFFFFFF,
            one.highest & 0xFFFFFFFF,
            min(one.jitter, 0xFFFFFFFF),
            one.last_report,
            one.delay & 0xFFFFFFFF,
        )
        for one in streams
    )
    count = len(blocks) // 24
    return struct.pack("!BBHI", 0x80 | count, RECEIVER_REPORT, 1 + 6 * count, sender) + blocks


def nack(sender: int, ssrc: int, sequences: Iterable[int]) -> bytes:
    """Ask a sender for packets again; `sequences` in rising order (with wrap)."""
    pairs: list[list[int]] = []
    for sequence in sequences:
        distance = (sequence - pairs[-1][0]) & 0xFFFF if pairs else 0
        if pairs and 0 < distance <= 16:
            pairs[-1][1] |= 1 << (distance - 1)
        else:
            pairs.append([sequence, 0])
    body = b"".join(struct.pack("!HH", first, mask) for first, mask in pairs)
    head = struct.pack("!BBHII", 0x81, TRANSPORT_FEEDBACK, 2 + len(pairs), sender, ssrc)
    return head + body


def picture_loss(sender: int, ssrc: int) -> bytes:
    """Ask a sender for a key frame."""
    return struct.pack("!BBHII", 0x81, PAYLOAD_FEEDBACK, 2, sender, ssrc)


def remb(sender: int, bitrate_bps: int, ssrcs: tuple[int, ...]) -> bytes:
    """Tell a sender how much it may send (draft-alvestrand-rmcat-remb)."""
    exponent = max(0, bitrate_bps.bit_length() - 18)
    mantissa = bitrate_bps >> exponent
    tail = struct.pack(f"!{len(ssrcs)}I", *ssrcs)
    sizes = bytes((len(ssrcs), exponent << 2 | mantissa >> 16, mantissa >> 8 & 255, mantissa & 255))
    head = struct.pack("!BBHII", 0x8F, PAYLOAD_FEEDBACK, 4 + len(ssrcs), sender, 0)
    return head + b"REMB" + sizes + tail
