"""Stored documents: durable, immutable, named by their content."""

import hashlib
import os
import threading
from pathlib import Path

import pytest

from server.core.errors import NotFound
from server.core.storage import FileStorage, StorageAltered, StorageFull


@pytest.fixture
def storage(tmp_path: Path) -> FileStorage:
    return FileStorage(tmp_path)


class TestPut:
    def test_bytes_come_back_under_their_own_hash(self, storage: FileStorage) -> None:
        key = storage.put(b"contract", kind="contracts")
        assert key == f"contracts/sha256-{hashlib.sha256(b'contract').hexdigest()}"
        assert storage.get(key) == b"contract"

    def test_the_same_bytes_are_stored_once(self, storage: FileStorage, tmp_path: Path) -> None:
        assert storage.put(b"x", kind="a") == storage.put(b"x", kind="a")
        assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1

    def test_a_disk_that_takes_no_more_is_said_in_words(self, tmp_path: Path) -> None:
        (tmp_path / "blocked").write_text("a file where a folder should be")
        with pytest.raises(StorageFull):
            FileStorage(tmp_path / "blocked").put(b"x", kind="a")


class TestGet:
    def test_an_altered_file_is_never_handed_out(
        self, storage: FileStorage, tmp_path: Path
    ) -> None:
        key = storage.put(b"contract", kind="contracts")
        (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
        path.write_bytes(b"contract!")
        with pytest.raises(StorageAltered):
            storage.get(key)

    @pytest.mark.parametrize("key", ["a/../../etc/passwd", "a/sha256-zz", "", "x" * 80])
    def test_a_key_that_is_none_finds_nothing(self, storage: FileStorage, key: str) -> None:
        with pytest.raises(NotFound):
            storage.get(key)


class TestTwoAtOnce:
    def test_who_store_the_same_bytes_both_succeed(self, tmp_path: Path) -> None:
        store, data = FileStorage(tmp_path), os.urandom(200_000)
        together, keys = threading.Barrier(8), []

        def put() -> None:
            together.wait()
            keys.append(store.put(data, kind="contracts"))

        threads = [threading.Thread(target=put) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert keys == [keys[0]] * 8
        assert store.get(keys[0]) == data
        assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
