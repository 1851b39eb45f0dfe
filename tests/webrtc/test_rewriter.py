"""A receiver's stream has no gap that its source did not have."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from webrtc.sfu.rewriter import Rewriter, is_newer

numbers = st.integers(0, 0xFFFF)
stamps = st.integers(0, 0xFFFFFFFF)


@given(
    first_out=numbers,
    runs=st.lists(st.tuples(numbers, stamps, st.integers(1, 60)), min_size=1, max_size=12),
)
def test_runs_of_any_sources_come_out_as_one_run(first_out, runs):
    rewriter = Rewriter(first_out, 0)
    out = []
    for sequence, timestamp, length in runs:
        rewriter.begin(sequence, timestamp, elapsed=3000)
        for i in range(length):
            mapped = rewriter.map((sequence + i) & 0xFFFF, (timestamp + 3000 * i) & 0xFFFFFFFF)
            assert mapped is not None
            out.append(mapped)
    assert [number for number, _ in out] == [(first_out + i) & 0xFFFF for i in range(len(out))]
    steps = {(b - a) & 0xFFFFFFFF for (_, a), (_, b) in pairwise(out)}
    assert steps <= {3000}


@given(first_out=numbers, first_in=numbers, order=st.permutations(range(1, 40)))
def test_disorder_and_loss_keep_their_distances(first_out, first_in, order):
    rewriter = Rewriter(first_out, 0)
    rewriter.begin(first_in, 0)
    assert rewriter.map(first_in, 0) == (first_out, 0)
    for i in order[:30]:
        assert rewriter.map((first_in + i) & 0xFFFF, i) == ((first_out + i) & 0xFFFF, i)


@given(first_out=numbers, first_in=numbers)
def test_a_stream_longer_than_the_numbers_never_breaks(first_out, first_in):
    rewriter = Rewriter(first_out, 0)
    rewriter.begin(first_in, 0)
    for i in range(0, 200_000, 997):
        expected = ((first_out + i) & 0xFFFF, i)
        assert rewriter.map((first_in + i) & 0xFFFF, i) == expected
        assert rewriter.source_of(expected[0]) == ((first_in + i) & 0xFFFF, 0)


def test_a_packet_from_before_the_beginning_is_not_sent():
    rewriter = Rewriter(100, 0)
    rewriter.begin(5000, 0)
    assert rewriter.map(5000, 0) is not None
    assert rewriter.map(4999, 0) is None


def test_a_number_that_was_never_sent_has_no_source():
    rewriter = Rewriter(100, 0)
    assert rewriter.source_of(100) is None
    rewriter.begin(5000, 0)
    rewriter.map(5000, 0)
    assert rewriter.source_of(100) == (5000, rewriter.timestamp_offset)
    assert rewriter.source_of(101) is None
    assert rewriter.source_of(99) is None


@given(a=numbers, step=st.integers(1, 0x7FFF))
def test_newer_is_judged_modulo_the_wrap(a, step):
    b = (a + step) & 0xFFFF
    assert is_newer(b, a)
    assert not is_newer(a, b)
