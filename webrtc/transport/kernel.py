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
int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags);
""")
SOL_UDP: Final = 17
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
    return Destination(address, FFI.new("char[]", data), len(data))


def library() -> Any:  # noqa: ANN401  -- cffi has no types
    """Return the C library.

    :raise OSError: there is none to be found in this process
    """
    return FFI.dlopen(None)
