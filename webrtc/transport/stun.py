"""STUN binding requests and responses, as much as ICE-lite needs (:rfc:`8489`, :rfc:`8445`).

The parser faces the open network: it allocates little, and answers None for anything that is not a
well-formed binding request. Whether a request is *ours* is decided by
`Request.is_signed_with`.
"""

import binascii
import hashlib
import hmac
import ipaddress
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MAGIC_COOKIE: Final = 0x2112A442
BINDING_REQUEST: Final = 0x0001
BINDING_SUCCESS: Final = 0x0101
BINDING_ERROR: Final = 0x0111
USERNAME: Final = 0x0006
MESSAGE_INTEGRITY: Final = 0x0008
ERROR_CODE: Final = 0x0009
XOR_MAPPED_ADDRESS: Final = 0x0020
USE_CANDIDATE: Final = 0x0025
FINGERPRINT: Final = 0x8028
ICE_CONTROLLED: Final = 0x8029
ROLE_CONFLICT: Final = (487, "Role Conflict")
_FINGERPRINT_XOR: Final = 0x5354554E
_HEADER: Final = struct.Struct("!HHI12s")
_ATTRIBUTE: Final = struct.Struct("!HH")
_MAX_SIZE: Final = 1200
"""A binding request is about 100 bytes; anything near the MTU is not one."""


@dataclass(frozen=True, slots=True)
class Request:
    """A binding request whose FINGERPRINT fits; its sender is not yet known to be genuine."""

    transaction: bytes
    """12 bytes, echoed in the answer."""
    username: str
    """``receiver's ufrag:sender's ufrag``."""
    nominates: bool
    """It carries USE-CANDIDATE: this pair is to be used."""
    claims_controlled: bool
    """It carries ICE-CONTROLLED, which conflicts with our own role."""
    signed: bytes
    """What MESSAGE-INTEGRITY covers, with the length already set."""
    signature: bytes
    """The 20 bytes of MESSAGE-INTEGRITY."""

    def is_signed_with(self, password: str) -> bool:
        """Tell whether the sender knows the password of our answer."""
        return hmac.compare_digest(self.signature, _integrity(self.signed, password))


def parse_request(data: bytes) -> Request | None:
    """Read a binding request.

    :return: None for everything else: other messages, wrong lengths, a FINGERPRINT that is missing
        or wrong, no USERNAME, no MESSAGE-INTEGRITY
    """
    if not _is_binding_request(data):
        return None
    found: dict[int, tuple[int, int]] = {}
    for attribute, start, end in _attributes(data):
        if attribute == FINGERPRINT:
            genuine = end == len(data) and end - start == 4
            if genuine and int.from_bytes(data[start:end], "big") == _fingerprint(
                data[: start - 4]
            ):
                return _request(data, found)
            return None
        # What follows MESSAGE-INTEGRITY is not authenticated and is ignored.
        if MESSAGE_INTEGRITY not in found:
            found[attribute] = (start, end)
    return None


def _is_binding_request(data: bytes) -> bool:
    size = len(data)
    if size < 20 or size > _MAX_SIZE or size % 4:
        return False
    kind, length, cookie, _ = _HEADER.unpack_from(data)
    return bool(kind == BINDING_REQUEST and cookie == MAGIC_COOKIE and length == size - 20)


def _attributes(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Walk over (type, start, end) of the values; one that overruns the message ends the walk."""
    position = 20
    while position + 4 <= len(data):
        attribute, size = _ATTRIBUTE.unpack_from(data, position)
        start, end = position + 4, position + 4 + size
        if end > len(data):
            return
        yield attribute, start, end
        position = end + (-size % 4)


def _request(data: bytes, found: dict[int, tuple[int, int]]) -> Request | None:
    if USERNAME not in found or MESSAGE_INTEGRITY not in found:
        return None
    name = data[slice(*found[USERNAME])]
    start, end = found[MESSAGE_INTEGRITY]
    if end - start != 20 or not name.isascii():
        return None
    return Request(
        transaction=data[8:20],
        username=name.decode("ascii"),
        nominates=USE_CANDIDATE in found,
        claims_controlled=ICE_CONTROLLED in found,
        signed=_with_length(data[: start - 4], start),
        signature=data[start:end],
    )


def success(request: Request, address: tuple[str, int], password: str) -> bytes:
    """Answer a genuine request with the address it was seen to come from."""
    ip = ipaddress.ip_address(address[0])
    pad = struct.pack("!I", MAGIC_COOKIE) + request.transaction
    port = address[1] ^ (MAGIC_COOKIE >> 16)
    masked = bytes(a ^ b for a, b in zip(ip.packed, pad, strict=False))
    value = struct.pack("!BBH", 0, 1 if ip.version == 4 else 2, port) + masked
    return _message(BINDING_SUCCESS, request.transaction, XOR_MAPPED_ADDRESS, value, password)


def role_conflict(request: Request, password: str) -> bytes:
    """Refuse a peer that wants to be controlled: an ICE-lite agent never controls."""
    code, reason = ROLE_CONFLICT
    value = struct.pack("!HBB", 0, code // 100, code % 100) + reason.encode()
    return _message(BINDING_ERROR, request.transaction, ERROR_CODE, value, password)


def _message(kind: int, transaction: bytes, attribute: int, value: bytes, password: str) -> bytes:
    body = _ATTRIBUTE.pack(attribute, len(value)) + value + bytes(-len(value) % 4)
    return finished(_HEADER.pack(kind, len(body), MAGIC_COOKIE, transaction) + body, password)


def finished(data: bytes, password: str) -> bytes:
    """Add MESSAGE-INTEGRITY and FINGERPRINT to a message."""
    integrity = _integrity(_with_length(data, len(data) + 4), password)
    data += _ATTRIBUTE.pack(MESSAGE_INTEGRITY, 20) + integrity
    data = _with_length(data, len(data) - 12)
    mark = _fingerprint(data)
    return _with_length(data, len(data) - 12) + struct.pack("!HHI", FINGERPRINT, 4, mark)


def _with_length(data: bytes, length: int) -> bytes:
    return data[:2] + length.to_bytes(2, "big") + data[4:]


def _integrity(data: bytes, password: str) -> bytes:
    return hmac.new(password.encode(), data, hashlib.sha1).digest()


def _fingerprint(data: bytes) -> int:
    covered = data[:2] + (len(data) - 20 + 8).to_bytes(2, "big") + data[4:]
    return binascii.crc32(covered) ^ _FINGERPRINT_XOR
