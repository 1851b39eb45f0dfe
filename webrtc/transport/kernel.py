"""The kernel's own structures for sending many datagrams with one call.

They are reached through cffi in the C library already loaded, so no compiler is needed. The layout
is glibc's on Linux; elsewhere nothing here but `destination` is used.
"""

import socket
import struct
from dataclasses import dataclass
from typing import Any, Final

import cffi

FFI: Final = cffi.FFI()
FFI.cdef("""
struct iovec { void *iov_base; size_t iov_len; };
struct msghdr { void *msg_name; unsigned int msg_namelen; struct iovec *msg_iov; size_t msg_iovlen;
                void *msg_control; size_t msg_controllen; int msg_flags; };
struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
struct segment_size { size_t cmsg_len; int cmsg_level; int cmsg_type; unsigned short size;
                      unsigned short unused[3]; };
int recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags, void *timeout);
int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags);
""")
SOL_UDP: Final = 17
NAME_SIZE: Final = 28
"""Bytes of the longest `sockaddr` we meet: IPv6."""
UDP_SEGMENT: Final = 103
"""Control message: cut one message into datagrams of this size (udp(7), Linux 4.18)."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a peer's datagrams go, in the forms both ways of sending want."""

    address: tuple[Any, ...]
    """As `socket.sendto` takes it: (host, port) or (host, port, flow, scope)."""
    memory: Any
    """The kernel's `sockaddr`, kept alive here."""
    size: int
    """Bytes of that structure."""


def name_of(address: tuple[Any, ...]) -> bytes:
    """Write an address as the kernel's `sockaddr`."""
    if len(address) == 2:
        host = socket.inet_pton(socket.AF_INET, address[0])
        port = struct.pack("!H", address[1])
        return struct.pack("=H", socket.AF_INET) + port + host + bytes(8)
    host = socket.inet_pton(socket.AF_INET6, address[0].split("%")[0])
    head = struct.pack("=H", socket.AF_INET6) + struct.pack("!HI", address[1], address[2])
    return head + host + struct.pack("=I", address[3])


def address_of(name: bytes) -> tuple[Any, ...]:
    """Read a `sockaddr`: the inverse of `name_of`."""
    (port,) = struct.unpack_from("!H", name, 2)
    if len(name) == 16:
        return socket.inet_ntop(socket.AF_INET, name[4:8]), port
    (flow,), (scope,) = struct.unpack_from("!I", name, 4), struct.unpack_from("=I", name, 24)
    return socket.inet_ntop(socket.AF_INET6, name[8:24]), port, flow, scope


def destination(address: tuple[Any, ...]) -> Destination:
    """Prepare an address once, so that no packet pays for it."""
    data = name_of(address)
    return Destination(address, FFI.new("char[]", data), len(data))


def library() -> Any:
    """Return the C library.

    :raise OSError: there is none to be found in this process
    """
    return FFI.dlopen(None)
