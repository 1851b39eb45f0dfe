"""A bad line slows the camera, a merely untested one does not."""

from webrtc.sfu.bitrate import CEILING_BPS, FLOOR_BPS, BitrateLimit


def test_an_estimate_above_what_is_sent_limits_nothing():
    assert BitrateLimit().step(200_000, [260_000]) == CEILING_BPS


def test_an_estimate_below_what_is_sent_limits_the_publisher():
    assert BitrateLimit().step(1_000_000, [400_000, 2_000_000]) == 360_000


def test_the_limit_grows_again_when_the_line_recovers():
    limit = BitrateLimit()
    limit.step(1_000_000, [400_000])
    grown = [limit.step(300_000, [500_000]) for _ in range(60)]
    assert grown == sorted(grown)
    assert grown[-1] == CEILING_BPS


def test_it_never_falls_below_what_a_face_needs():
    limit = BitrateLimit()
    assert [limit.step(1_000_000, [10_000]) for _ in range(5)][-1] == FLOOR_BPS


def test_one_bad_line_among_many_viewers_limits_nobody():
    assert BitrateLimit().step(1_000_000, [100_000] + [2_000_000] * 20) == CEILING_BPS
