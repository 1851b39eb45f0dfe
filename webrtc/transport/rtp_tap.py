"""SRTP on bytes where they lie: straight calls into libsrtp, no copies, no object per packet.

This is the only file that touches private names of a library (`pylibsrtp._binding`): the public
`Session.protect` copies a packet in and out, twice the cost of the encryption itself. The names are
held by ``tests/webrtc/test_rtp_tap.py``, so an upgrade that moves them fails there and not on air.
"""

from collections.abc import Iterable
from typing import Any, Final

from pylibsrtp import Policy
from pylibsrtp._binding import ffi, lib

SLOT_SIZE: Final = 2048
"""Bytes of one packet's place; far above an MTU, so a trailer always fits."""
OVERHEAD: Final = 160
"""Room libsrtp may need behind a packet."""
REPLAY_WINDOW: Final = 1024
"""Packets; a retransmission may arrive this late."""
REPEAT_WINDOW: Final = 128
"""Packets; without RTX a repeat may lie this far back. libsrtp moves the whole window with every
packet it encrypts, so a long one is paid for by every receiver."""
_OK: Final = lib.srtp_err_status_ok
_TRAILERS: Final = {b"SRTP_AEAD_AES_128_GCM": 16, b"SRTP_AES128_CM_SHA1_80": 10}
"""Bytes a profile adds to an RTP packet."""
_PROFILES: Final = {
    b"SRTP_AEAD_AES_128_GCM": Policy.SRTP_PROFILE_AEAD_AES_128_GCM,
    b"SRTP_AES128_CM_SHA1_80": Policy.SRTP_PROFILE_AES128_CM_SHA1_80,
}


class Slots:
    """Preallocated places for packets which Python and C both see."""

    def __init__(self, count: int, size: int = SLOT_SIZE) -> None:
        """:param size: bytes of a place, `OVERHEAD` more than the longest packet"""
        self.count = count
        self.memory = bytearray(count * size)
        whole = memoryview(self.memory)
        self._base = ffi.from_buffer(self.memory)
        self.views = [whole[i * size : (i + 1) * size] for i in range(count)]
        """One writable view per place."""
        self.pointers: list[Any] = [self._base + i * size for i in range(count)]
        """The same places as libsrtp wants them."""

    def addresses(self) -> list[int]:
        """Return the places as numbers, for structures of the kernel."""
        return [int(ffi.cast("uintptr_t", pointer)) for pointer in self.pointers]


class Sizes:
    """Sizes of packets, as libsrtp reads and writes them and as Python fills them at once."""

    def __init__(self, count: int) -> None:
        self._memory = ffi.new("int[]", count)
        self.view = memoryview(ffi.buffer(self._memory)).cast("B").cast("i")
        self.pointers: list[Any] = [self._memory + i for i in range(count)]


def seal_all(
    contexts: Iterable[object], pointers: Iterable[object], sizes: Iterable[object]
) -> list[int]:
    """Encrypt many RTP packets in place, without a step of Python between two of them.

    :param contexts: `Sealer.context` of each packet
    :param sizes: `Sizes.pointers`; afterwards they hold the sizes on the wire
    :return: positions of those that libsrtp refused
    """
    answers = list(map(lib.srtp_protect, contexts, pointers, sizes))
    return [i for i, answer in enumerate(answers) if answer != _OK] if any(answers) else []


class _Session:
    """A libsrtp session for one direction of one peer."""

    def __init__(self, profile: bytes, key_and_salt: bytes, ssrc_type: int, window: int) -> None:
        policy = Policy(key=key_and_salt, ssrc_type=ssrc_type, srtp_profile=_PROFILES[profile])
        policy.window_size = window
        # A packet is repeated byte for byte when a receiver without RTX asks for it again.
        policy.allow_repeat_tx = True
        handle = ffi.new("srtp_t *")
        if lib.srtp_create(handle, policy._policy) != _OK:  # noqa: SLF001  -- this file's purpose
            raise ValueError("libsrtp refused the keys")
        self._handle = ffi.gc(handle, lambda one: lib.srtp_dealloc(one[0]))
        self._srtp = handle[0]
        self._length = ffi.new("int *")


class Opener(_Session):
    """Decrypts and authenticates what a peer sent."""

    def __init__(self, profile: bytes, key_and_salt: bytes) -> None:
        super().__init__(profile, key_and_salt, Policy.SSRC_ANY_INBOUND, REPLAY_WINDOW)

    def unprotect(self, pointer: object, size: int) -> int:
        """Decrypt an RTP packet in place.

        :return: its plain size, or -1 when it is forged, repeated or too old
        """
        length = self._length
        length[0] = size
        return length[0] if lib.srtp_unprotect(self._srtp, pointer, length) == _OK else -1

    def unprotect_rtcp(self, pointer: object, size: int) -> int:
        """Decrypt an RTCP packet in place; -1 as above."""
        length = self._length
        length[0] = size
        return length[0] if lib.srtp_unprotect_rtcp(self._srtp, pointer, length) == _OK else -1


class Sealer(_Session):
    """Encrypts what a peer is to receive."""

    def __init__(self, profile: bytes, key_and_salt: bytes) -> None:
        super().__init__(profile, key_and_salt, Policy.SSRC_ANY_OUTBOUND, REPEAT_WINDOW)
        self.context: object = self._srtp
        """For `seal_all`; valid while this object lives."""
        self.trailer = _TRAILERS[profile]

    def protect(self, pointer: object, size: int) -> int:
        """Encrypt an RTP packet in place; `OVERHEAD` bytes behind it must be free.

        :return: its size on the wire, or -1 when libsrtp refuses
        """
        length = self._length
        length[0] = size
        return length[0] if lib.srtp_protect(self._srtp, pointer, length) == _OK else -1

    def protect_rtcp(self, pointer: object, size: int) -> int:
        """Encrypt an RTCP packet in place; -1 as above."""
        length = self._length
        length[0] = size
        return length[0] if lib.srtp_protect_rtcp(self._srtp, pointer, length) == _OK else -1
