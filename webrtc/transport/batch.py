"""Sending many datagrams with one call to the kernel, and plainly where it has none.

`sendmmsg` is reached through cffi in the C library already loaded, so no compiler is needed. The
layout of its structures is glibc's on Linux; anywhere else `make_batch` gives the plain one.
"""

import errno
import platform
import socket
import struct
from dataclasses import dataclass
from typing import Any, Final, Protocol

import cffi

from webrtc.transport.rtp_tap import Slots

CAPACITY: Final = 64
"""Datagrams per call: a burst longer than this would overrun shallow buffers on the way."""
_FFI: Final = cffi.FFI()
_FFI.cdef("""
struct iovec { void *iov_base; size_t iov_len; };
struct msghdr { void *msg_name; unsigned int msg_namelen; struct iovec *msg_iov; size_t msg_iovlen;
                void *msg_control; size_t msg_controllen; int msg_flags; };
struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags);
""")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a peer's datagrams go, in the forms both ways of sending want."""

    address: tuple[Any, ...]
    """As `socket.sendto` takes it: (host, port) or (host, port, flow, scope)."""
    memory: Any
    """The kernel's `sockaddr`, kept alive here."""
    size: int
    """Bytes of that structure."""


def destination(address: tuple[Any, ...]) -> Destination:
    """Prepare an address once, so that no packet pays for it."""
    if len(address) == 2:
        host = socket.inet_pton(socket.AF_INET, address[0])
        port = struct.pack("!H", address[1])
        data = struct.pack("=H", socket.AF_INET) + port + host + bytes(8)
    else:
        host = socket.inet_pton(socket.AF_INET6, address[0].split("%")[0])
        head = struct.pack("=H", socket.AF_INET6) + struct.pack("!HI", address[1], address[2])
        data = head + host + struct.pack("=I", address[3])
    return Destination(address, _FFI.new("char[]", data), len(data))


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
            try:
                self._sock.sendto(view[:size], to.address)
                self.sent += 1
            except OSError:
                self.lost += 1
        self._waiting.clear()
        self.count = 0


class MultiBatch:
    """All datagrams with one `sendmmsg`."""

    def __init__(self, sock: socket.socket, capacity: int = CAPACITY) -> None:
        self.slots = Slots(capacity)
        self.count = self.sent = self.lost = 0
        self._descriptor = sock.fileno()
        self._capacity = capacity
        library: Any = _FFI.dlopen(None)
        self._send = library.sendmmsg
        self._messages = _FFI.new("struct mmsghdr[]", capacity)
        self._pieces = _FFI.new("struct iovec[]", capacity)
        self._headers = [self._messages[i].msg_hdr for i in range(capacity)]
        self._lengths = [self._pieces[i] for i in range(capacity)]
        self._keep: list[Destination | None] = [None] * capacity
        for i, where in enumerate(self.slots.addresses()):
            self._lengths[i].iov_base = _FFI.cast("void *", where)
            self._headers[i].msg_iov = self._pieces + i
            self._headers[i].msg_iovlen = 1

    def push(self, size: int, to: Destination) -> None:
        """Keep one datagram."""
        i = self.count
        self._lengths[i].iov_len = size
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
        start, count = 0, self.count
        self.count = 0
        while start < count:
            taken = self._send(self._descriptor, self._messages + start, count - start, 0)
            if taken > 0:
                self.sent += taken
                start += taken
            elif _FFI.errno in (errno.EAGAIN, errno.ENOBUFS):
                self.lost += count - start
                return
            else:
                # The first datagram's way is closed; the others' need not be.
                self.lost += 1
                start += 1


def make_batch(sock: socket.socket) -> Batch:
    """Give the best batch this machine has."""
    if platform.system() != "Linux":
        return PlainBatch(sock)
    try:
        return MultiBatch(sock)
    except (AttributeError, OSError):
        return PlainBatch(sock)
