"""The order of a queue, as rules over plain values."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from server.interviews.queue_order import (
    BEHIND,
    STEP,
    USUAL_S,
    expected_wait,
    in_order,
    stays_after_miss,
    turn_after_miss,
    turn_of_new,
)

turns = st.lists(st.integers(1, 1 << 50), unique=True).map(sorted)
lengths = st.lists(st.floats(1, 7200), max_size=10)


@dataclass
class Standing:
    turn: int
    number: int


class TestOrder:
    @given(turns)
    def test_a_new_ticket_stands_behind_every_other(self, given_turns: list[int]) -> None:
        assert all(turn_of_new(given_turns) > turn for turn in given_turns)

    @given(turns)
    def test_who_missed_a_call_lets_the_next_three_pass_or_is_last(
        self, waiting: list[int]
    ) -> None:
        turn = turn_after_miss(waiting, waiting[-1] if waiting else 0)
        passed = [one for one in waiting if one <= turn]
        assert len(passed) >= min(BEHIND, len(waiting))

    @given(st.lists(st.integers(1, 60), unique=True, min_size=BEHIND + 1).map(sorted))
    def test_who_missed_a_call_stands_before_the_fourth(self, steps: list[int]) -> None:
        waiting = [step * STEP for step in steps]
        turn = turn_after_miss(waiting, waiting[-1])
        assert waiting[BEHIND - 1] < turn < waiting[BEHIND]

    @given(st.integers(2, 1 << 40))
    def test_one_who_stands_last_after_a_miss_is_behind_tickets_that_are_closed(
        self, last: int
    ) -> None:
        assert turn_after_miss([], last) > last

    @given(st.lists(st.tuples(st.integers(), st.integers()), unique=True))
    def test_the_order_does_not_depend_on_how_the_tickets_were_found(
        self, pairs: list[tuple[int, int]]
    ) -> None:
        tickets = [Standing(*pair) for pair in pairs]
        assert in_order(tickets) == in_order(reversed(tickets))

    def test_the_lower_number_goes_first_where_two_stand_at_the_same_turn(self) -> None:
        assert in_order([Standing(5, 9), Standing(5, 2)])[0].number == 2


class TestMissing:
    def test_one_missed_call_is_forgiven(self) -> None:
        assert stays_after_miss(0)

    def test_the_second_missed_call_ends_the_ticket(self) -> None:
        assert not stays_after_miss(1)


class TestExpectedWait:
    def test_nobody_before_means_no_wait(self) -> None:
        assert expected_wait(0, [300]).p90_s == 0

    def test_a_booth_without_experience_is_taken_to_need_eight_minutes_each(self) -> None:
        assert expected_wait(3, []).mean_s == 3 * USUAL_S

    @given(st.integers(0, 200), lengths)
    def test_the_wait_said_at_most_is_never_shorter_than_the_one_expected(
        self, ahead: int, recent: list[float]
    ) -> None:
        wait = expected_wait(ahead, recent)
        assert wait.p90_s >= wait.mean_s >= 0

    @given(st.integers(0, 200), lengths)
    def test_one_more_before_never_shortens_the_wait(self, ahead: int, recent: list[float]) -> None:
        less, more = expected_wait(ahead, recent), expected_wait(ahead + 1, recent)
        assert more.mean_s >= less.mean_s
        assert more.p90_s >= less.p90_s
