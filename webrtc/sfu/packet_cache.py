"""The last packets of a source, to answer receivers that miss one."""

from typing import Final, NamedTuple

VIDEO_PACKETS: Final = 512
"""About two seconds of a 2 Mbit/s camera: later than that a receiver no longer waits."""
AUDIO_PACKETS: Final = 128
"""Two and a half seconds of 20 ms packets."""


class Packet(NamedTuple):
    """A packet as the source sent it, without header extensions and padding."""

    sequence: int
    timestamp: int
    marker: int
    """0x80 at the end of a frame, else 0: the bit as it stands in the header."""
    payload: bytes


class PacketCache:
    """A ring that never grows; a new packet takes the place of one `capacity` numbers older."""

    __slots__ = ("_mask", "_ring")

    def __init__(self, capacity: int) -> None:
        """:param capacity: packets, a power of two"""
        if capacity < 1 or capacity & (capacity - 1):
            raise ValueError("The capacity must be a power of two.")
        self._mask = capacity - 1
        self._ring: list[Packet | None] = [None] * capacity

    def store(self, packet: Packet) -> bool:
        """Keep a packet.

        :return: False when this very packet is already here: it is a repeat
        """
        place = packet.sequence & self._mask
        known = self._ring[place]
        if known is not None and known.sequence == packet.sequence:
            if known.timestamp == packet.timestamp:
                return False
        elif known is not None and ((packet.sequence - known.sequence) & 0x8000):
            return True  # Older than what is kept: it is forwarded, but displaces nothing.
        self._ring[place] = packet
        return True

    def find(self, sequence: int) -> Packet | None:
        """Return a packet if it is still here."""
        packet = self._ring[sequence & self._mask]
        return packet if packet is not None and packet.sequence == sequence else None
