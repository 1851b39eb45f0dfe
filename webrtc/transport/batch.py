"""Sending many datagrams with one call to the kernel, and plainly where it has none."""

import errno
import platform
import socket
from array import array
from collections.abc import Sequence
from typing import Any, Final, Protocol

from webrtc.transport.fanout import PACKETS, RECEIVERS, Audience, arena
from webrtc.transport.kernel import FFI, SOL_UDP, UDP_SEGMENT, Destination, library
from webrtc.transport.rtp_tap import Slots

CAPACITY: Final = 64
"""Datagrams per call: a burst longer than this would overrun shallow buffers on the way."""
_FULL: Final = (errno.EAGAIN, errno.ENOBUFS)
_CANNOT_CUT: Final = (errno.EIO, errno.EINVAL, errno.EMSGSIZE, errno.ENOPROTOOPT)
"""What the kernel says when it, the device or the way's MTU does not allow one message for many."""


class Batch(Protocol):
    """Datagrams written in place and sent together."""

    slots: Slots
    count: int
    """Datagrams waiting; the next one is written to place `count`."""
    sent: int
    """Datagrams the kernel took."""
    lost: int
    """Datagrams the kernel refused: its buffer was full, or the way is closed."""

    def push(self, size: int, to: Destination) -> None:
        """Keep the datagram that was written to place `count`; flush when all places are taken."""

    def flush(self) -> None:
        """Send what waits. What the kernel refuses is dropped: late media is worthless media."""

    def carry(self, audience: Audience, sizes: Sequence[int], first: int, end: int) -> int:
        """Send the encrypted blocks of receivers `first` to `end` now.

        :param sizes: of the packets on the wire
        :return: datagrams the kernel took
        """


class PlainBatch:
    """One `sendto` per datagram."""

    def __init__(self, sock: socket.socket, capacity: int = CAPACITY) -> None:
        self.slots = Slots(capacity)
        self.count = self.sent = self.lost = 0
        self._sock = sock
        self._waiting: list[tuple[int, Destination]] = []

    def push(self, size: int, to: Destination) -> None:
        """Keep one datagram."""
        self._waiting.append((size, to))
        self.count += 1
        if self.count == self.slots.count:
            self.flush()

    def flush(self) -> None:
        """Send what waits, one by one."""
        for (size, to), view in zip(self._waiting, self.slots.views, strict=False):
            self._send(view[:size], to)
        self._waiting.clear()
        self.count = 0

    def carry(self, audience: Audience, sizes: Sequence[int], first: int, end: int) -> int:
        """Send blocks, one datagram after the other."""
        views, before = arena().slots.views, self.sent
        for i in range(first, end):
            for k, size in enumerate(sizes):
                self._send(views[i * PACKETS + k][:size], audience.to[i])
        return self.sent - before

    def _send(self, data: memoryview, to: Destination) -> None:
        try:
            self._sock.sendto(data, to.address)
            self.sent += 1
        except OSError:
            self.lost += 1


class MultiBatch:
    """All datagrams with one `sendmmsg`; the packets of a frame as one message each receiver."""

    def __init__(self, sock: socket.socket, capacity: int = CAPACITY) -> None:
        self.slots = Slots(capacity)
        self.count = self.sent = self.lost = 0
        self.cuts = True
        """Whether the kernel cuts messages into datagrams; False once it has refused."""
        self._descriptor = sock.fileno()
        self._capacity = capacity
        self._send = library().sendmmsg
        self._messages = FFI.new("struct mmsghdr[]", capacity)
        self._headers = [self._messages[i].msg_hdr for i in range(capacity)]
        self._pieces, self._lengths = _pieces(self.slots, capacity)
        for i in range(capacity):
            self._headers[i].msg_iov = self._pieces + i
            self._headers[i].msg_iovlen = 1
        self._keep: list[Destination | None] = [None] * capacity
        self._blocks, self._block_lengths = _pieces(arena().slots, RECEIVERS * PACKETS)
        self._cut: Any = FFI.new("struct segment_size *", (18, SOL_UDP, UDP_SEGMENT, 0))

    def push(self, size: int, to: Destination) -> None:
        """Keep one datagram."""
        i = self.count
        self._lengths[2 * i + 1] = size
        header = self._headers[i]
        header.msg_name = to.memory
        header.msg_namelen = to.size
        # The structure holds only a number; this reference keeps its memory alive until the flush.
        self._keep[i] = to
        self.count = i + 1
        if self.count == self._capacity:
            self.flush()

    def flush(self) -> None:
        """Send what waits."""
        count, self.count = self.count, 0
        self._send_all(self._messages, 0, count, 1)

    def carry(self, audience: Audience, sizes: Sequence[int], first: int, end: int) -> int:
        """Send blocks: a message for each receiver, cut by the kernel."""
        count, before = len(sizes), self.sent
        for k, size in enumerate(sizes):
            column = array("Q", (size,)) * (end - first)
            start = 2 * (first * PACKETS + k) + 1
            stop = 2 * end * PACKETS
            self._block_lengths[start : stop : 2 * PACKETS] = column
        if count > 1 and self.cuts:
            self._cut.size = sizes[0]
            first = self._send_all(self._for(audience, 0, count), first, end, count)
        if first < end and (count == 1 or not self.cuts):
            for k in range(count):
                self._send_all(self._for(audience, k, 1), first, end, 1)
        return self.sent - before

    def _for(self, audience: Audience, place: int, count: int) -> Any:
        """Return messages to an audience: `count` packets of each block from `place` on."""
        known = audience.messages.get((place, count))
        if known is not None:
            return known
        messages = FFI.new("struct mmsghdr[]", len(audience.to))
        for i, to in enumerate(audience.to):
            header = messages[i].msg_hdr
            header.msg_name, header.msg_namelen = to.memory, to.size
            header.msg_iov = self._blocks + (i * PACKETS + place)
            header.msg_iovlen = count
            if count > 1:
                header.msg_control = self._cut
                header.msg_controllen = FFI.sizeof("struct segment_size")
        audience.messages[place, count] = messages
        return messages

    def _send_all(self, messages: Any, start: int, end: int, each: int) -> int:
        """Send messages of `each` datagrams; return where to go on without cutting."""
        while start < end:
            taken = self._send(self._descriptor, messages + start, end - start, 0)
            if taken > 0:
                self.sent += taken * each
                start += taken
            elif FFI.errno in _FULL:
                self.lost += (end - start) * each
                return end
            elif each > 1 and FFI.errno in _CANNOT_CUT:
                self.cuts = False
                return start
            else:
                # The first datagram's way is closed; the others' need not be.
                self.lost += each
                start += 1
        return end


def _pieces(slots: Slots, count: int) -> tuple[Any, memoryview]:
    """Make the kernel's list of places, and a view on it as (address, length) pairs."""
    pieces = FFI.new("struct iovec[]", count)
    for i, where in enumerate(slots.addresses()):
        pieces[i].iov_base = FFI.cast("void *", where)
    return pieces, memoryview(FFI.buffer(pieces)).cast("B").cast("Q")


def make_batch(sock: socket.socket) -> Batch:
    """Give the best batch this machine has."""
    if platform.system() != "Linux":
        return PlainBatch(sock)
    try:
        return MultiBatch(sock)
    except (AttributeError, OSError):
        return PlainBatch(sock)
