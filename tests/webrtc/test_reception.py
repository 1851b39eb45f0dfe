"""How a stream arrives: what is missing is asked for, and loss is told."""

import pytest

from webrtc.sfu.reception import MAX_TRIES, StreamReception


@pytest.fixture
def stream():
    return StreamReception(1, 90_000, asks_again=True)


def feed(stream, sequences, start=0.0):
    return [
        stream.note(one & 0xFFFF, one * 3000, start + i / 30) for i, one in enumerate(sequences)
    ]


class TestMissingPackets:
    def test_are_asked_for_once_a_gap_is_seen(self, stream):
        assert feed(stream, [65534, 65535, 65538]) == [False, False, True]
        assert stream.due_requests(1.0) == (0, 1)

    def test_are_not_asked_for_again_at_once(self, stream):
        feed(stream, [1, 3])
        assert stream.due_requests(1.0) == (2,)
        assert stream.due_requests(1.01) == ()
        assert stream.due_requests(1.1) == (2,)

    def test_are_forgotten_when_they_arrive(self, stream):
        feed(stream, [1, 3, 2])
        assert stream.due_requests(1.0) == ()

    def test_are_given_up_after_some_tries(self, stream):
        feed(stream, [1, 3])
        asked = [stream.due_requests(1.0 + i) for i in range(20)]
        assert sum(bool(one) for one in asked) == MAX_TRIES
        assert not stream.has_missing

    def test_of_an_outage_are_left_to_a_key_frame(self, stream):
        feed(stream, [1, 1000])
        assert not stream.has_missing

    def test_are_not_asked_for_when_the_sender_has_not_agreed(self):
        stream = StreamReception(1, 48_000, asks_again=False)
        assert feed(stream, [1, 3]) == [False, False]


class TestAReport:
    def test_tells_the_share_lost_since_the_last_one(self, stream):
        assert stream.report(0.0) is None
        feed(stream, [one for one in range(100) if one % 4])
        first = stream.report(5.0)
        assert first is not None
        assert first.lost == 24
        assert first.highest == 99
        assert first.fraction_lost == pytest.approx(0.24 * 256, abs=2)
        feed(stream, range(100, 150), start=10)
        second = stream.report(12.0)
        assert second is not None
        assert second.fraction_lost == 0
        assert second.lost == 24

    def test_of_an_even_stream_tells_no_jitter(self, stream):
        feed(stream, range(200))
        assert stream.jitter_ms < 0.1

    def test_counts_on_through_a_wrap(self, stream):
        feed(stream, range(65_500, 65_600))
        report = stream.report(5.0)
        assert report is not None
        assert report.lost == 0
        assert report.highest == 65_599
