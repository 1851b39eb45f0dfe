"""Limits of the Labor Contract Law, as plain rules."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.offers.labor_law import longest_probation_months
from server.offers.terms import last_day


@pytest.mark.parametrize(
    ("term", "longest"),
    [(1, 0), (2, 0), (3, 1), (11, 1), (12, 2), (35, 2), (36, 6), (120, 6), (0, 6)],
)
def test_probation_is_limited_by_the_length_of_the_contract(term, longest):
    assert longest_probation_months(term) == longest


@pytest.mark.parametrize(
    ("starts_on", "months", "ends_on"),
    [
        (date(2026, 12, 1), 24, date(2028, 11, 30)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        (date(2026, 3, 15), 12, date(2027, 3, 14)),
        (date(2026, 12, 15), 1, date(2027, 1, 14)),
    ],
)
def test_a_term_ends_the_day_before_its_anniversary(starts_on, months, ends_on):
    assert last_day(starts_on, months) == ends_on


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 240))
def test_a_longer_term_never_ends_earlier(starts_on, months):
    assert starts_on <= last_day(starts_on, months) < last_day(starts_on, months + 1)
