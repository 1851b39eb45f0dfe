"""One frame to many receivers: the same plain bytes, each under its own key, in few calls.

A *run* is what all of them get: packets of one frame, of one size but for the last, which may be
shorter. It is copied to a block of places for each receiver, encrypted there, and each block leaves
as one message that the kernel cuts into datagrams (UDP GSO). Where the kernel or the device cannot,
the same places leave packet by packet. A run has at most `PACKETS` packets: a longer burst overruns
shallow buffers on the way.
"""

from array import array
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from webrtc.transport.kernel import Destination
from webrtc.transport.rtp_tap import Sealer, Sizes, Slots, seal_all

if TYPE_CHECKING:
    from webrtc.transport.batch import Batch

RECEIVERS: Final = 32
"""Blocks filled before they are sent: more would not stay in the processor's cache."""
PACKETS: Final = 8
PLACE: Final = 1600
"""Bytes of a place: header, 1,400 bytes of payload, and the room libsrtp wants behind them."""


class Arena:
    """The places of all runs of this process; a run has left before the next one is written."""

    def __init__(self) -> None:
        self.slots = Slots(RECEIVERS * PACKETS, PLACE)
        self.sizes = Sizes(RECEIVERS * PACKETS)
        self.blocks = [i * PACKETS * PLACE for i in range(RECEIVERS)]
        """Where each receiver's block begins."""
        self.pointers = [
            [self.slots.pointers[i * PACKETS + k] for i in range(RECEIVERS) for k in range(count)]
            for count in range(PACKETS + 1)
        ]
        """By number of packets: the places in the order receiver, packet."""


@cache
def arena() -> Arena:
    """Return this process's places; they are made when the first packet is forwarded."""
    return Arena()


class Run:
    """Plain packets of one frame, laid out as a block."""

    __slots__ = ("block", "count", "sizes")

    def __init__(self, packets: Sequence[bytes]) -> None:
        """:param packets: header and payload; equal sizes, the last may be shorter"""
        self.count = len(packets)
        self.sizes = [len(one) for one in packets]
        # A bytearray, because assigning anything else to a part of one copies it twice.
        self.block = bytearray().join(
            [one if i + 1 == self.count else one.ljust(PLACE) for i, one in enumerate(packets)]
        )


def runs(packets: Sequence[bytes]) -> list[Run]:
    """Divide packets of one frame into runs, in order."""
    if len(packets) == 1:
        return [Run(packets)]
    found: list[Run] = []
    start, size, last = 0, len(packets[0]), len(packets[0])
    for end, packet in enumerate(packets):
        length = len(packet)
        if end > start and (length > size or last < size or end - start == PACKETS):
            found.append(Run(packets[start:end]))
            start, size = end, length
        last = length
    found.append(Run(packets[start:]))
    return found


class Audience:
    """Receivers behind one socket, at most `RECEIVERS`, who get the same runs."""

    def __init__(
        self, batch: "Batch", sealers: Sequence[Sealer], to: Sequence[Destination]
    ) -> None:
        """:param sealers: of one profile, in the order of `to`"""
        self.to = tuple(to)
        self.messages: dict[tuple[int, int], Any] = {}
        """The batch's own: the kernel's structures for this audience."""
        self._batch = batch
        self._sealers = tuple(sealers)
        self._trailer = sealers[0].trailer
        self._contexts: dict[int, list[Any]] = {}

    def send(self, run: Run) -> int:
        """Encrypt and send a run.

        :return: packets the kernel took
        """
        places, count, receivers = arena(), run.count, len(self.to)
        contexts = self._contexts.get(count)
        if contexts is None:
            contexts = [one.context for one in self._sealers for _ in range(count)]
            self._contexts[count] = contexts
        memory, block = places.slots.memory, run.block
        size = len(block)
        for start in places.blocks[:receivers]:
            memory[start : start + size] = block
        places.sizes.view[: len(contexts)] = array("i", run.sizes * receivers)
        refused = seal_all(contexts, places.pointers[count], places.sizes.pointers)
        wire = [one + self._trailer for one in run.sizes]
        if refused:
            bad = {i // count for i in refused}
            good = [i for i in range(receivers) if i not in bad]
            return sum(self._batch.carry(self, wire, i, i + 1) for i in good)
        return self._batch.carry(self, wire, 0, receivers)
