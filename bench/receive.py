"""Reading many datagrams with one call; only their first bytes are copied, nothing is decoded."""

import socket
import struct

import cffi

BATCH = 32
HEAD = 32
_FFI = cffi.FFI()
_FFI.cdef("""
struct iovec { void *iov_base; size_t iov_len; };
struct msghdr { void *msg_name; unsigned int msg_namelen; struct iovec *msg_iov; size_t msg_iovlen;
                void *msg_control; size_t msg_controllen; int msg_flags; };
struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
int recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags, void *timeout);
""")
_LIBRARY = _FFI.dlopen(None)
_HEADER = struct.Struct("!BBHII")
_DONT_WAIT = socket.MSG_DONTWAIT


class Reader:
    """Places for the heads of a batch of datagrams."""

    def __init__(self) -> None:
        self._memory = bytearray(BATCH * HEAD)
        base = _FFI.from_buffer(self._memory)
        self._pieces = _FFI.new("struct iovec[]", BATCH)
        self._messages = _FFI.new("struct mmsghdr[]", BATCH)
        for i in range(BATCH):
            self._pieces[i].iov_base = base + i * HEAD
            self._pieces[i].iov_len = HEAD
            self._messages[i].msg_hdr.msg_iov = self._pieces + i
            self._messages[i].msg_hdr.msg_iovlen = 1

    def read(self, descriptor: int) -> list[tuple[int, int, int, int, int]]:
        """Return (first, second, sequence, timestamp, SSRC) of what waits, RTP and other."""
        taken = _LIBRARY.recvmmsg(descriptor, self._messages, BATCH, _DONT_WAIT, _FFI.NULL)
        unpack, memory = _HEADER.unpack_from, self._memory
        return [unpack(memory, i * HEAD) for i in range(taken)] if taken > 0 else []
