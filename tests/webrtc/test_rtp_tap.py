"""The one file that touches private names still finds them, and no other file does."""

import ast
from pathlib import Path

import pytest
from pylibsrtp import Policy, Session, _binding

from webrtc.transport.rtp_tap import Opener, Sealer, Slots

ROOT = Path(__file__).parents[2]
PROFILES = {
    b"SRTP_AEAD_AES_128_GCM": (Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 28),
    b"SRTP_AES128_CM_SHA1_80": (Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 30),
}
PACKET = bytes.fromhex("8060000100000001000003e9") + b"payload"


@pytest.fixture(params=list(PROFILES))
def profile(request):
    return request.param


class TestThePrivateNames:
    def test_are_where_we_expect_them(self):
        for name in ("srtp_create", "srtp_protect", "srtp_unprotect", "srtp_err_status_ok"):
            assert hasattr(_binding.lib, name)
        assert hasattr(Policy(), "_policy")

    def test_are_touched_by_no_other_file(self):
        libraries = ("aioice", "aiortc", "pylibsrtp")
        for path in (ROOT / "webrtc").rglob("*.py"):
            if path.name == "rtp_tap.py":
                continue
            for one in ast.walk(ast.parse(path.read_text())):
                names = [a.name for a in one.names] if isinstance(one, ast.Import) else []
                if isinstance(one, ast.ImportFrom):
                    names = [one.module or ""]
                assert not any(name.split(".")[0] in libraries for name in names), path


class TestAPacket:
    def test_is_read_by_the_library_and_back(self, profile):
        number, size = PROFILES[profile]
        key, slots = bytes(range(size)), Slots(2)
        slots.views[1][: len(PACKET)] = PACKET
        length = Sealer(profile, key).protect(slots.pointers[1], len(PACKET))
        sealed = bytes(slots.views[1][:length])
        assert sealed != PACKET
        policy = Policy(key=key, ssrc_type=Policy.SSRC_ANY_INBOUND, srtp_profile=number)
        assert Session(policy).unprotect(sealed) == PACKET
        assert Opener(profile, key).unprotect(slots.pointers[1], length) == len(PACKET)
        assert bytes(slots.views[1][: len(PACKET)]) == PACKET

    def test_that_is_forged_repeated_or_of_another_key_is_refused(self, profile):
        _, size = PROFILES[profile]
        key, slots = bytes(range(size)), Slots(1)
        slots.views[0][: len(PACKET)] = PACKET
        length = Sealer(profile, key).protect(slots.pointers[0], len(PACKET))
        sealed = bytes(slots.views[0][:length])
        opener = Opener(profile, key)
        assert opener.unprotect(slots.pointers[0], length) == len(PACKET)
        slots.views[0][:length] = sealed
        assert opener.unprotect(slots.pointers[0], length) == -1
        assert Opener(profile, key[::-1]).unprotect(slots.pointers[0], length) == -1
        slots.views[0][length - 1] ^= 1
        assert Opener(profile, key).unprotect(slots.pointers[0], length) == -1
