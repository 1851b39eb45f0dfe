"""A fair at nine stays a fair at nine."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.fairs.timezones import ZONES, NoSuchTime, instant_of, moved, wall_clock

days = st.dates(date(2000, 1, 1), date(2037, 1, 1))
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))


class TestInstants:
    def test_nine_in_shanghai_is_one_in_utc(self):
        assert instant_of(date(2026, 12, 1), time(9), "Asia/Shanghai") == datetime(
            2026, 12, 1, 1, tzinfo=UTC
        )

    def test_nine_in_urumqi_is_two_hours_later(self):
        assert instant_of(date(2026, 12, 1), time(9), "Asia/Urumqi").hour == 3

    @given(days, minutes, st.sampled_from(ZONES))
    def test_the_wall_clock_comes_back(self, day, at, zone):
        assert wall_clock(instant_of(day, at, zone), zone) == datetime.combine(day, at)

    def test_an_hour_that_the_clocks_jump_over_is_refused(self):
        with pytest.raises(NoSuchTime):
            instant_of(date(1986, 5, 4), time(2, 30), "Asia/Shanghai")


class TestMoved:
    @given(days, days, minutes, minutes, st.integers(0, 600))
    def test_the_distance_from_the_opening_stays(self, old, new, opened, opens, after):
        zone = ZONES[0]
        was, will = instant_of(old, opened, zone), instant_of(new, opens, zone)
        distance = timedelta(minutes=after)
        assert moved(was + distance, opened=was, opens=will, zone=zone) == will + distance

    def test_ninety_minutes_after_opening_stay_ninety_minutes(self):
        zone = ZONES[0]
        was, will = (
            instant_of(date(2026, 12, 1), time(9), zone),
            instant_of(date(2026, 12, 8), time(14), zone),
        )
        slot = instant_of(date(2026, 12, 1), time(10, 30), zone)
        assert moved(slot, opened=was, opens=will, zone=zone) == instant_of(
            date(2026, 12, 8), time(15, 30), zone
        )
