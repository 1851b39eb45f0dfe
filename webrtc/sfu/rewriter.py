"""Giving a receiver its own sequence numbers and timestamps, without a gap it could notice.

A receiver sees one stream although its source may change (another layer, a sender that came back):
each change begins a *segment*, whose first packet follows the last one sent. Within a segment
numbers keep their distance: a packet lost on the way in stays visible and can be asked for again.
"""

from dataclasses import dataclass
from typing import Final

MAX_SEGMENTS: Final = 8
"""Segments remembered to answer a late request; older ones are beyond any packet cache."""


def is_newer(a: int, b: int) -> bool:
    """Tell whether sequence number `a` comes after `b`, modulo 2^16 (:rfc:`1982`)."""
    return 0 < ((a - b) & 0xFFFF) < 0x8000


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of packets of one source with constant offsets."""

    first_out: int
    """First number sent to the receiver."""
    first_in: int
    """The source's number of that packet."""
    sequence_offset: int
    timestamp_offset: int


class Rewriter:
    """Maps one source at a time to one receiver's stream."""

    __slots__ = ("_highest_out", "_last_timestamp", "_segments")

    def __init__(self, first_sequence: int, first_timestamp: int) -> None:
        """:param first_sequence: number of the first packet; random, as :rfc:`3550` 5.1 asks"""
        self._highest_out = (first_sequence - 1) & 0xFFFF
        self._last_timestamp = first_timestamp & 0xFFFFFFFF
        self._segments: list[Segment] = []

    @property
    def has_started(self) -> bool:
        """Whether a source is being forwarded."""
        return bool(self._segments)

    @property
    def timestamp_offset(self) -> int:
        """What is added to the current source's timestamps, modulo 2^32."""
        return self._segments[-1].timestamp_offset

    @property
    def offsets(self) -> tuple[int, int]:
        """What is added to the current source's numbers: sequence and timestamp, each modulo."""
        segment = self._segments[-1]
        return segment.sequence_offset, segment.timestamp_offset

    def begin(self, sequence: int, timestamp: int, elapsed: int = 0) -> None:
        """Begin a segment with the packet about to be mapped.

        :param elapsed: media clock units since the last packet of the segment before
        """
        first_out = (self._highest_out + 1) & 0xFFFF
        out_timestamp = (self._last_timestamp + elapsed) & 0xFFFFFFFF
        self._segments.append(
            Segment(
                first_out=first_out,
                first_in=sequence,
                sequence_offset=(first_out - sequence) & 0xFFFF,
                timestamp_offset=(out_timestamp - timestamp) & 0xFFFFFFFF,
            )
        )
        del self._segments[:-MAX_SEGMENTS]

    def map(self, sequence: int, timestamp: int) -> tuple[int, int] | None:
        """Give a packet of the current source its outgoing numbers.

        :return: (sequence, timestamp), or None when it is older than the segment
        """
        segment = self._segments[-1]
        if (sequence - segment.first_in) & 0x8000:
            # Late, from before the segment. A long segment moves its beginning along, below, so
            # that a wrap of 2^15 packets is not mistaken for lateness.
            return None
        out = (sequence + segment.sequence_offset) & 0xFFFF
        out_timestamp = (timestamp + segment.timestamp_offset) & 0xFFFFFFFF
        if is_newer(out, self._highest_out):
            self._highest_out = out
            self._last_timestamp = out_timestamp
            if ((sequence - segment.first_in) & 0xFFFF) > 0x5000:
                self._segments[-1] = Segment(
                    first_out=(out - 0x2000) & 0xFFFF,
                    first_in=(sequence - 0x2000) & 0xFFFF,
                    sequence_offset=segment.sequence_offset,
                    timestamp_offset=segment.timestamp_offset,
                )
        return out, out_timestamp

    def source_of(self, out: int) -> tuple[int, int] | None:
        """Find which packet of the current source was sent under a number.

        :return: (source's sequence, timestamp offset); None when it belonged to an earlier source
        """
        if not self._segments or is_newer(out, self._highest_out):
            return None
        segment = self._segments[-1]
        if (out - segment.first_out) & 0x8000:
            return None
        return (out - segment.sequence_offset) & 0xFFFF, segment.timestamp_offset
