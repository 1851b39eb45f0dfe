"""Who keeps private keys: a port, and the adapter that keeps them in encrypted files.

Keys of signers never come here: each is made for one signature, used once and forgotten
(`certificates.py`). What is kept are the keys of the authorities.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PrivateKey = ec.EllipticCurvePrivateKey

_NONCE_BYTES = 12


class KeysUnreadable(RuntimeError):
    """Kept keys cannot be decrypted: the field key differs from the one they were kept with."""


class KeyCustody(Protocol):
    """Keeps private keys and the public records that belong to them, by name."""

    def find_key(self, name: str) -> PrivateKey | None:
        """The key kept under `name`, or None."""

    def keep_key(self, name: str, key: PrivateKey) -> None:
        """Keep `key` under `name`; replaces none that is there."""

    def find_record(self, name: str) -> bytes | None:
        """Public bytes kept under `name`, or None."""

    def keep_record(self, name: str, data: bytes) -> None:
        """Keep public bytes, such as a certificate, under `name`."""

    def alone(self) -> AbstractContextManager[None]:
        """A block that no other process is in: two programs never make the same authority."""


def make_key() -> PrivateKey:
    """A new P-256 key: 128-bit strength, made in 0.1 ms, read by all PDF readers we tried."""
    return ec.generate_private_key(ec.SECP256R1())


class FileCustody:
    """Keys as files, sealed with AES-256-GCM under a key derived from a secret of the settings.

    A copy of the disk without that secret yields no key. An HSM takes this adapter's place by
    implementing `KeyCustody` with keys that sign inside it.
    """

    def __init__(self, directory: Path, secret: str) -> None:
        self._directory = directory
        self._cipher = AESGCM(
            HKDF(SHA256(), length=32, salt=None, info=b"lianpin signing keys").derive(
                secret.encode()
            )
        )

    def find_key(self, name: str) -> PrivateKey | None:
        """See `KeyCustody`. Raises `KeysUnreadable` when the secret is not the one they had."""
        sealed = self._read(f"{name}.key")
        if sealed is None:
            return None
        nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            plain = self._cipher.decrypt(nonce, body, name.encode())
        except InvalidTag as error:
            raise KeysUnreadable(
                f"{self._directory / name}.key was kept under another LIANPIN_FIELD_KEY."
            ) from error
        key = serialization.load_der_private_key(plain, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise KeysUnreadable(f"{name}.key is not a P-256 key.")
        return key

    def keep_key(self, name: str, key: PrivateKey) -> None:
        """See `KeyCustody`."""
        plain = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        nonce = os.urandom(_NONCE_BYTES)
        self._write(f"{name}.key", nonce + self._cipher.encrypt(nonce, plain, name.encode()))

    def find_record(self, name: str) -> bytes | None:
        """See `KeyCustody`."""
        return self._read(name)

    def keep_record(self, name: str, data: bytes) -> None:
        """See `KeyCustody`."""
        self._write(name, data)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """See `KeyCustody`; held through a lock file, which a killed program lets go of."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._directory / ".lock").open("w") as lock:
            flock(lock, LOCK_EX)
            yield

    def _read(self, name: str) -> bytes | None:
        path = self._directory / name
        return path.read_bytes() if path.is_file() else None

    def _write(self, name: str, data: bytes) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        # `x`: an authority that is there is never overwritten, since documents depend on it.
        draft = self._directory / f".{name}.{os.getpid()}"
        with draft.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, self._directory / name)
        finally:
            draft.unlink()
