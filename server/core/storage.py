"""Documents: immutable bytes under the name of their own SHA-256.

A key says what it holds (`contracts/sha256-…`), so a file that was altered on disk is found out
when it is read, and the same bytes are stored once.
"""

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from server.core.errors import LianpinError, NotFound, Unavailable
from server.core.i18n import lazy
from server.core.ids import new_id
from server.core.settings import SettingsError, settings


class StorageFull(Unavailable):
    """The disk took no more; nothing was acknowledged."""

    code = "storage.not_writable"
    message = lazy("The file could not be stored. Nothing was changed; please tell the operator.")


class StorageAltered(LianpinError):
    """The bytes under a key are not the ones that were stored."""

    code = "storage.altered"
    message = lazy("A stored file does not match its fingerprint any more. It is not shown.")


class FileStorage:
    """Files below one directory, written beside their place, synced, then linked into it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, data: bytes, *, kind: str) -> str:
        """Store `data`; returns its key. Durable when this returns."""
        digest = hashlib.sha256(data).hexdigest()
        key = f"{kind}/sha256-{digest}"
        path = self._path(key)
        if path.exists():
            return key
        # Two requests may store the same bytes at once: each has a draft of its own.
        draft = path.with_name(f".{digest}.{new_id().hex}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise StorageFull from error
        return key

    def get(self, key: str) -> bytes:
        """The bytes under `key`; raises `NotFound`, or `StorageAltered` when they changed."""
        try:
            data = self._path(key).read_bytes()
        except FileNotFoundError:
            raise NotFound from None
        if hashlib.sha256(data).hexdigest() != key.rpartition("sha256-")[2]:
            raise StorageAltered
        return data

    def _path(self, key: str) -> Path:
        kind, _, name = key.partition("/")
        digest = name.removeprefix("sha256-")
        if not kind.isidentifier() or len(digest) != 64 or not digest.isalnum():
            raise NotFound
        return self._root / kind / digest[:2] / digest


@cache
def _storage() -> FileStorage:
    address = urlsplit(settings().storage_url)
    if address.scheme != "file":
        raise SettingsError("LIANPIN_STORAGE_URL must start with file:// in this version.")
    return FileStorage(Path(address.path))


def put(data: bytes, *, kind: str) -> str:
    """Store `data` of a `kind` (an identifier such as `contracts`); returns its key."""
    return _storage().put(data, kind=kind)


def get(key: str) -> bytes:
    """The bytes under `key`."""
    return _storage().get(key)


def reopen() -> None:
    """Forget the storage of earlier settings (tests)."""
    _storage.cache_clear()
