from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.workers.id_number import (
    Fault,
    Reading,
    Sex,
    age_on,
    check_character,
    normalized,
    read,
)
from tests.factories.workers import make_id_number

TODAY = date(2026, 3, 1)
BIRTHS = st.dates(date(1900, 1, 1), TODAY)


class TestRead:
    def test_the_standards_own_example_is_sound(self):
        # GB 11643-1999, annex A.
        found = read("11010519491231002X", TODAY)
        assert found == Reading(area="110105", birth_date=date(1949, 12, 31), sex=Sex.FEMALE)

    def test_an_odd_sequence_is_a_man(self):
        number = make_id_number(number=1)
        assert read(number, TODAY).sex is Sex.MALE

    def test_an_area_that_nobody_knows_is_accepted(self):
        number = make_id_number(area="999999")
        assert isinstance(read(number, TODAY), Reading)

    @pytest.mark.parametrize(
        "number", ["", "12345", "1101051949123100２X", "11010519491231002x", "A" * 18, "0" * 18]
    )
    def test_what_has_another_form_is_no_number(self, number):
        assert read(number, TODAY) is Fault.FORM

    @pytest.mark.parametrize("birth", ["20230229", "19901301", "18991231", "20270101"])
    def test_a_birth_date_that_cannot_be_is_named(self, birth):
        assert read(make_id_number(birth=birth), TODAY) is Fault.BIRTH_DATE

    @given(births=BIRTHS, sequence=st.integers(0, 999))
    def test_every_number_that_was_made_right_is_read_back(self, births, sequence):
        number = make_id_number(birth=births.strftime("%Y%m%d"), number=sequence)
        assert read(number, TODAY).birth_date == births

    @given(place=st.integers(0, 16), step=st.integers(1, 9), sequence=st.integers(0, 999))
    def test_one_mistyped_digit_is_always_found(self, place, step, sequence):
        number = make_id_number(number=sequence)
        digit = str((int(number[place]) + step) % 10)
        wrong = number[:place] + digit + number[place + 1 :]
        assert isinstance(read(wrong, TODAY), Fault)

    @given(place=st.integers(0, 15), sequence=st.integers(0, 999))
    def test_two_neighbours_changed_about_are_found(self, place, sequence):
        number = make_id_number(number=sequence)
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert swapped == number or isinstance(read(swapped, TODAY), Fault)

    @given(st.text(max_size=30))
    def test_anything_typed_gives_an_answer(self, typed):
        assert isinstance(read(normalized(typed), TODAY), Reading | Fault)


class TestNormalized:
    def test_full_width_blanks_and_small_x_are_understood(self):
        assert normalized(" １１0105 19491231-002ｘ ") == "11010519491231002X"


class TestCheckCharacter:
    def test_ten_is_written_as_x(self):
        assert check_character("11010519491231002") == "X"


class TestAge:
    def test_one_turns_older_on_the_birthday(self):
        assert age_on(date(2010, 3, 2), TODAY) == 15
        assert age_on(date(2010, 3, 1), TODAY) == 16

    def test_who_is_born_on_a_leap_day_turns_older_on_the_first_of_march(self):
        assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
        assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
