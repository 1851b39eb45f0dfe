"""Reading many datagrams with one call to the kernel, and one by one where it has none."""

import platform
import socket
from typing import Any, Final, Protocol

from webrtc.transport.kernel import FFI, NAME_SIZE, library, name_of
from webrtc.transport.rtp_tap import SLOT_SIZE, Slots

BURST: Final = 32
"""Datagrams read before other work gets a turn."""
_HEADER_WORDS: Final = 16
"""32-bit words of a `mmsghdr`: 2 is the length of the name, 14 that of the datagram."""


class Intake(Protocol):
    """Datagrams of one socket, read into places."""

    slots: Slots

    def read(self) -> list[tuple[int, bytes]]:
        """Fill places from the first on with what waits.

        :return: (size, name of the source) of each
        """


class PlainIntake:
    """One `recvfrom` for each datagram."""

    def __init__(self, sock: socket.socket) -> None:
        self.slots = Slots(BURST)
        self._sock = sock

    def read(self) -> list[tuple[int, bytes]]:
        """Fill places, one by one."""
        found: list[tuple[int, bytes]] = []
        for view in self.slots.views:
            try:
                size, source = self._sock.recvfrom_into(view, SLOT_SIZE)
            except BlockingIOError:
                break
            except OSError:
                continue  # An ICMP error of an earlier send; it says nothing about this packet.
            found.append((size, name_of(source)))
        return found


class MultiIntake:
    """All that waits with one `recvmmsg`."""

    def __init__(self, sock: socket.socket) -> None:
        self.slots = Slots(BURST)
        self._descriptor = sock.fileno()
        self._receive = library().recvmmsg
        self._names = bytearray(BURST * NAME_SIZE)
        names: Any = FFI.from_buffer(self._names)
        self._pieces = FFI.new("struct iovec[]", BURST)
        self._messages = FFI.new("struct mmsghdr[]", BURST)
        for i, where in enumerate(self.slots.addresses()):
            self._pieces[i].iov_base = FFI.cast("void *", where)
            self._pieces[i].iov_len = SLOT_SIZE
            header = self._messages[i].msg_hdr
            header.msg_iov, header.msg_iovlen = self._pieces + i, 1
            header.msg_name, header.msg_namelen = names + i * NAME_SIZE, NAME_SIZE
        self._words = memoryview(FFI.buffer(self._messages)).cast("B").cast("I")

    def read(self) -> list[tuple[int, bytes]]:
        """Fill places with one call."""
        flags = socket.MSG_DONTWAIT
        taken = self._receive(self._descriptor, self._messages, BURST, flags, FFI.NULL)
        found: list[tuple[int, bytes]] = []
        # Less than nothing: the queue is empty, or an earlier send's ICMP error was told.
        for i in range(max(0, taken)):
            length, size = self._words[i * _HEADER_WORDS + 2], self._words[i * _HEADER_WORDS + 14]
            start = i * NAME_SIZE
            found.append((size, bytes(self._names[start : start + length])))
        return found


def make_intake(sock: socket.socket) -> Intake:
    """Give the best way to read that this machine has."""
    if platform.system() != "Linux":
        return PlainIntake(sock)
    try:
        return MultiIntake(sock)
    except (AttributeError, OSError):
        return PlainIntake(sock)
