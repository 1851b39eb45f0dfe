"""A thousand viewers cannot make a camera send more than two key frames a second."""

from webrtc.sfu.keyframes import KeyFrameRequests


def test_a_storm_of_requests_reaches_the_publisher_twice_a_second():
    requests, sent = KeyFrameRequests(), 0
    for millisecond in range(10_000):
        now = millisecond / 1000
        sent += requests.request(now)
        sent += requests.is_due(now)
    assert sent == 20


def test_the_first_request_goes_out_at_once():
    assert KeyFrameRequests().request(123.0)


def test_a_request_that_came_too_early_goes_out_when_it_may():
    requests = KeyFrameRequests()
    requests.request(0.0)
    assert not requests.request(0.1)
    assert not requests.is_due(0.4)
    assert requests.is_due(0.5)
    assert not requests.is_due(5.0)


def test_a_key_frame_answers_those_who_wait():
    requests = KeyFrameRequests()
    requests.request(0.0)
    requests.request(0.1)
    requests.answered()
    assert not requests.is_due(1.0)
