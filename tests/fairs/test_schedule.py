"""A person, a camera, a stage is at one place at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from server.fairs.schedule import Clash, Engagement, Resource, clashes, overlap

START = datetime(2026, 12, 1, 1, tzinfo=UTC)


def taking(start: int, end: int, *, resource_id: int = 1, kind=Resource.SEAT, part: int = 0):
    return Engagement(
        resource=kind,
        resource_id=UUID(int=resource_id),
        label="示例村 1号机",
        starts_at=START + timedelta(minutes=start),
        ends_at=START + timedelta(minutes=end),
        fair_id=UUID(int=9),
        fair_title="样例招聘会",
        zone="Asia/Shanghai",
        part_id=UUID(int=part) if part else None,
    )


engagements = st.builds(
    lambda start, length, who, kind: taking(start, start + length, resource_id=who, kind=kind),
    st.integers(0, 300),
    st.integers(0, 120),
    st.integers(1, 3),
    st.sampled_from(Resource),
)
programs = st.lists(engagements, max_size=8)


def minutes_of(one: Engagement) -> set[tuple[Resource, UUID, int]]:
    first = int((one.starts_at - START).total_seconds() // 60)
    last = int((one.ends_at - START).total_seconds() // 60)
    return {(one.resource, one.resource_id, minute) for minute in range(first, last)}


class TestOverlap:
    def test_ten_to_eleven_and_eleven_to_twelve_do_not_clash(self):
        assert not overlap(taking(0, 60), taking(60, 120))

    def test_one_inside_the_other_clashes(self):
        assert overlap(taking(0, 120), taking(30, 60))

    def test_two_seats_at_one_time_do_not_clash(self):
        assert not overlap(taking(0, 60), taking(0, 60, resource_id=2))

    def test_a_seat_and_a_recruiter_with_one_id_do_not_clash(self):
        assert not overlap(taking(0, 60), taking(0, 60, kind=Resource.RECRUITER))

    @given(engagements, engagements)
    def test_it_is_the_same_both_ways_round(self, one, other):
        assert overlap(one, other) == overlap(other, one)

    @given(engagements, engagements)
    def test_two_clash_exactly_when_they_share_a_minute(self, one, other):
        assert overlap(one, other) == bool(minutes_of(one) & minutes_of(other))

    @given(engagements, engagements, st.integers(-10_000, 10_000))
    def test_another_day_changes_nothing(self, one, other, minutes):
        by = timedelta(minutes=minutes)
        later = [
            replace(each, starts_at=each.starts_at + by, ends_at=each.ends_at + by)
            for each in (one, other)
        ]
        assert overlap(*later) == overlap(one, other)


class TestClashes:
    def test_a_clash_says_with_what_and_when(self):
        found = clashes([taking(0, 60)], [taking(30, 90)])
        assert [(clash.starts_at, clash.ends_at) for clash in found] == [
            (START + timedelta(minutes=30), START + timedelta(minutes=60))
        ]
        assert found[0].taken.fair_title == "样例招聘会"

    def test_an_engagement_does_not_clash_with_an_earlier_version_of_itself(self):
        assert clashes([taking(0, 60, part=5)], [taking(30, 90, part=5)]) == []

    def test_a_bureau_may_hold_two_fairs_at_once_but_a_seat_is_one_seat(self):
        bureau = taking(0, 60, kind=Resource.BUREAU)
        assert Clash(bureau, bureau).may_be_accepted
        assert not Clash(taking(0, 60), taking(0, 60)).may_be_accepted

    @given(programs, programs)
    def test_nothing_is_missed_and_nothing_invented(self, wanted, taken):
        expected = sum(bool(minutes_of(new) & minutes_of(old)) for new in wanted for old in taken)
        expected += sum(bool(minutes_of(a) & minutes_of(b)) for a, b in combinations(wanted, 2))
        assert len(clashes(wanted, taken)) == expected

    @given(programs, programs)
    def test_each_clash_lies_within_both(self, wanted, taken):
        for clash in clashes(wanted, taken):
            assert clash.starts_at < clash.ends_at
            for side in (clash.wanted, clash.taken):
                assert side.starts_at <= clash.starts_at
                assert clash.ends_at <= side.ends_at

    @given(programs, programs)
    def test_they_come_in_the_order_in_which_they_would_happen(self, wanted, taken):
        starts = [clash.starts_at for clash in clashes(wanted, taken)]
        assert starts == sorted(starts)
