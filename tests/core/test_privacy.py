"""Personal data at rest and in logs."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from server.core import privacy
from server.core.logs import scrub


class TestEncryptedText:
    @given(st.text())
    def test_what_went_in_comes_out(self, text: str) -> None:
        assert privacy.decrypt("name", privacy.encrypt("name", text)) == text

    def test_the_same_text_never_looks_the_same(self) -> None:
        assert privacy.encrypt("name", "石小花") != privacy.encrypt("name", "石小花")

    def test_a_value_moved_to_another_column_does_not_open(self) -> None:
        sealed = privacy.encrypt("name", "石小花")
        with pytest.raises(InvalidTag):
            privacy.decrypt("phone", sealed)

    def test_a_flipped_bit_does_not_open(self) -> None:
        sealed = bytearray(privacy.encrypt("name", "石小花"))
        sealed[-1] ^= 1
        with pytest.raises(InvalidTag):
            privacy.decrypt("name", bytes(sealed))


class TestBlindIndex:
    def test_equal_values_meet(self) -> None:
        assert privacy.blind_index("id", "1") == privacy.blind_index("id", "1")

    def test_two_purposes_do_not_meet(self) -> None:
        assert privacy.blind_index("id", "1") != privacy.blind_index("phone", "1")


class TestMasks:
    def test_a_phone_keeps_its_ends(self) -> None:
        assert privacy.mask_phone("13812345678") == "138****5678"

    def test_an_identity_number_keeps_area_and_last_four(self) -> None:
        assert privacy.mask_id_number("43312419900101001X") == "433124********001X"

    def test_a_name_keeps_its_family_name(self) -> None:
        assert privacy.mask_name("石㛃花") == "石**"


class TestScrub:
    def test_an_identity_number_and_a_phone_are_blacked_out(self) -> None:
        assert scrub("a 43312419900101001X b 13812345678") == "a [id] b [phone]"

    def test_other_numbers_stay(self) -> None:
        assert scrub("took 1234567 us, id 019a2005-96c0") == "took 1234567 us, id 019a2005-96c0"
