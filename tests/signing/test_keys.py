"""Keys of the authorities: encrypted, never overwritten, made once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from server.core import clock
from server.signing.certificates import CertificateAuthority
from server.signing.keys import FileCustody, KeysUnreadable, make_key

SECRET = "a secret of at least 32 characters"


def open_authority(folder) -> CertificateAuthority:
    custody = FileCustody(folder, SECRET)
    return CertificateAuthority(custody, pki_url="http://127.0.0.1/pki", now=clock.now())


class TestFileCustody:
    def test_a_key_is_read_back(self, tmp_path):
        key = make_key()
        FileCustody(tmp_path, SECRET).keep_key("root", key)
        found = FileCustody(tmp_path, SECRET).find_key("root")
        assert found.private_numbers() == key.private_numbers()

    def test_without_the_secret_a_copy_of_the_disk_yields_no_key(self, tmp_path):
        FileCustody(tmp_path, SECRET).keep_key("root", make_key())
        assert b"PRIVATE" not in (tmp_path / "root.key").read_bytes()
        with pytest.raises(KeysUnreadable):
            FileCustody(tmp_path, "another secret of 32 characters...").find_key("root")

    def test_a_key_copied_under_another_name_does_not_open(self, tmp_path):
        FileCustody(tmp_path, SECRET).keep_key("timestamp", make_key())
        (tmp_path / "root.key").write_bytes((tmp_path / "timestamp.key").read_bytes())
        with pytest.raises(KeysUnreadable):
            FileCustody(tmp_path, SECRET).find_key("root")

    def test_a_key_is_never_overwritten(self, tmp_path):
        custody = FileCustody(tmp_path, SECRET)
        custody.keep_key("root", make_key())
        with pytest.raises(FileExistsError):
            custody.keep_key("root", make_key())

    def test_only_the_owner_may_read_it(self, tmp_path):
        FileCustody(tmp_path, SECRET).keep_key("root", make_key())
        assert (tmp_path / "root.key").stat().st_mode & 0o077 == 0


class TestAuthority:
    def test_the_second_start_has_the_same_authority(self, tmp_path):
        assert open_authority(tmp_path).root == open_authority(tmp_path).root

    def test_programs_that_start_together_make_one_authority(self, tmp_path):
        with ThreadPoolExecutor(4) as pool:
            roots = {
                authority.root.serial_number
                for authority in pool.map(open_authority, [tmp_path] * 4)
            }
        assert len(roots) == 1
