from hypothesis import given
from hypothesis import strategies as st

from server.enterprises.uscc import ALPHABET, check_character, is_valid, normalized
from tests.factories.enterprises import make_uscc


class TestIsValid:
    def test_a_code_that_checkers_publish_as_their_example_is_sound(self):
        assert is_valid("91350100M000100Y43")

    def test_letters_that_look_like_digits_are_not_allowed(self):
        for letter in "IOSVZ":
            assert not is_valid(f"9{letter}" + make_uscc()[2:])

    def test_a_code_of_another_length_is_none(self):
        for wrong in ("", make_uscc()[:-1], make_uscc() + "0"):
            assert not is_valid(wrong)

    @given(number=st.integers(0, 999_999))
    def test_every_code_that_was_made_right_is_sound(self, number):
        assert is_valid(make_uscc(number))

    @given(number=st.integers(0, 999_999), place=st.integers(0, 17), sign=st.sampled_from(ALPHABET))
    def test_one_mistyped_character_is_always_found(self, number, place, sign):
        code = make_uscc(number)
        wrong = code[:place] + sign + code[place + 1 :]
        assert wrong == code or not is_valid(wrong)

    @given(st.text(max_size=25))
    def test_anything_typed_gives_an_answer(self, typed):
        assert is_valid(normalized(typed)) in (True, False)


class TestNormalized:
    def test_small_and_full_width_letters_and_blanks_are_understood(self):
        assert normalized(" ９1350100-m000100y 43") == "91350100M000100Y43"


class TestCheckCharacter:
    def test_it_is_the_last_one(self):
        assert check_character("91350100M000100Y4") == "3"
