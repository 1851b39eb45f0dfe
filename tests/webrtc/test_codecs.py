"""Where a key frame begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.sfu.codecs import key_frame_test, starts_h264_key_frame, starts_vp8_key_frame


@pytest.mark.parametrize(
    ("payload", "is_key"),
    [
        ("10 00", True),
        ("10 01", False),
        ("00 00", False),
        ("90 80 12 00", True),
        ("90 80 92 34 00", True),
        ("90 80 92 34 01", False),
        ("90 e0 92 34 05 40 00", True),
        ("90 e0 92 34 05 40 01", False),
        ("11 00", False),
        ("90", False),
    ],
)
def test_of_vp8(payload, is_key):
    assert starts_vp8_key_frame(bytes.fromhex(payload)) is is_key


@pytest.mark.parametrize(
    ("payload", "is_key"),
    [
        ("67 42", True),
        ("65 88", True),
        ("41 9a", False),
        ("78 0002 6742 0002 68ce", True),
        ("78 0002 419a 0002 6588", True),
        ("78 0002 419a", False),
        ("7c 85", True),
        ("7c 05", False),
        ("7c 81", False),
    ],
)
def test_of_h264(payload, is_key):
    assert starts_h264_key_frame(bytes.fromhex(payload)) is is_key


def test_of_an_unknown_codec_is_anywhere():
    assert key_frame_test("av1")(b"")


@given(st.binary(max_size=60))
def test_random_payloads_raise_nothing(payload):
    starts_vp8_key_frame(payload)
    starts_h264_key_frame(payload)
