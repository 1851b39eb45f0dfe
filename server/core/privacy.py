"""Personal data at rest: encrypted fields, blind indexes, masks.

The key never stands in the database. A value is `0x01 | nonce (12) | AES-256-GCM ciphertext`, with
the purpose as associated data, so that a value copied into another column does not decrypt. A blind
index is a keyed hash: equal values meet, nothing else can be searched.
"""

import hashlib
import hmac
import os
from functools import cache

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.core.settings import settings

_VERSION = b"\x01"
_NONCE_BYTES = 12


@cache
def derived_key(use: str) -> bytes:
    """32 bytes derived from the field key for one use."""
    derive = HKDF(SHA256(), length=32, salt=None, info=f"lianpin {use}".encode())
    return derive.derive(settings().field_key.encode())


def encrypt(purpose: str, text: str) -> bytes:
    """`text` sealed for `purpose`; the same text gives other bytes each time."""
    nonce = os.urandom(_NONCE_BYTES)
    return (
        _VERSION
        + nonce
        + AESGCM(derived_key("field")).encrypt(nonce, text.encode(), purpose.encode())
    )


def decrypt(purpose: str, sealed: bytes) -> str:
    """The text sealed by `encrypt`; raises `cryptography.exceptions.InvalidTag` when altered."""
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    return AESGCM(derived_key("field")).decrypt(nonce, body, purpose.encode()).decode()


def blind_index(purpose: str, value: str) -> str:
    """A keyed hash of `value` for exact look-up, 64 hex digits."""
    message = f"{purpose}\x00{value}".encode()
    return hmac.new(derived_key("index"), message, hashlib.sha256).hexdigest()


class EncryptedText(sa.TypeDecorator[str]):
    """A text column that is encrypted in the database and plain in Python."""

    impl = sa.LargeBinary
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> bytes | None:
        """Plain in, sealed stored."""
        return None if value is None else encrypt(self.purpose, value)

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> str | None:
        """Sealed in the table, plain out."""
        return None if value is None else decrypt(self.purpose, bytes(value))


def mask_id_number(value: str) -> str:
    """`431224********1234`: area and last four stay."""
    return value[:6] + "*" * max(len(value) - 10, 0) + value[-4:]


def mask_phone(value: str) -> str:
    """`138****5678`."""
    return value[:3] + "*" * max(len(value) - 7, 0) + value[-4:]


def mask_name(value: str) -> str:
    """The family name stays: `石*花` becomes `石**`."""
    return value[:1] + "*" * max(len(value) - 1, 0)
