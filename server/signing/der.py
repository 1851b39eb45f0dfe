"""DER written directly, for the few structures of CMS that are made by the thousand.

asn1crypto reads them everywhere else; to encode one of its models takes milliseconds, to join the
bytes of one takes microseconds. Pure.
"""

from asn1crypto import core

INTEGER, OCTETS, SEQUENCE, SET = 0x02, 0x04, 0x30, 0x31


def value(tag: int, *parts: bytes) -> bytes:
    """One DER value: tag, length, content."""
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content


def oid(dotted: str) -> bytes:
    """An object identifier."""
    encoded: bytes = core.ObjectIdentifier(dotted).dump()
    return encoded


def attribute(kind: bytes, content: bytes) -> bytes:
    """A CMS attribute with one value."""
    return value(SEQUENCE, kind, value(SET, content))


SHA256 = value(SEQUENCE, oid("2.16.840.1.101.3.4.2.1"))
ECDSA_WITH_SHA256 = value(SEQUENCE, oid("1.2.840.10045.4.3.2"))
SIGNED_DATA = oid("1.2.840.113549.1.7.2")
DATA = oid("1.2.840.113549.1.7.1")
TST_INFO = oid("1.2.840.113549.1.9.16.1.4")
CONTENT_TYPE = oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = oid("1.2.840.113549.1.9.4")
SIGNING_TIME = oid("1.2.840.113549.1.9.5")
TIMESTAMP_TOKEN = oid("1.2.840.113549.1.9.16.2.14")
ALGORITHM_PROTECTION = oid("1.2.840.113549.1.9.52")
