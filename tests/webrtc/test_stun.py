"""Binding requests: ours are understood, everything else is not."""

import struct

from aioice import stun as reference
from hypothesis import given
from hypothesis import strategies as st

from webrtc.transport import stun

PASSWORD = "0123456789abcdef0123456789abcdef"


def request(username="ours:theirs", key=PASSWORD, **attributes):
    message = reference.Message(reference.Method.BINDING, reference.Class.REQUEST)
    message.attributes["USERNAME"] = username
    message.attributes["PRIORITY"] = 1
    message.attributes.update({name.replace("_", "-"): one for name, one in attributes.items()})
    message.add_message_integrity(key.encode())
    return bytes(message)


class TestARequest:
    def test_of_another_implementation_is_read_and_its_signature_fits(self):
        parsed = stun.parse_request(request(USE_CANDIDATE=None))
        assert parsed is not None
        assert parsed.username == "ours:theirs"
        assert parsed.nominates
        assert not parsed.claims_controlled
        assert parsed.is_signed_with(PASSWORD)
        assert not parsed.is_signed_with("another password")

    def test_that_wants_to_be_controlled_says_so(self):
        parsed = stun.parse_request(request(ICE_CONTROLLED=7))
        assert parsed is not None
        assert parsed.claims_controlled

    def test_with_one_flipped_bit_is_not_read_or_not_genuine(self):
        data = request()
        for position in range(len(data) * 8):
            flipped = bytearray(data)
            flipped[position // 8] ^= 1 << position % 8
            parsed = stun.parse_request(bytes(flipped))
            assert parsed is None or not parsed.is_signed_with(PASSWORD)

    def test_cut_short_at_any_byte_is_not_read(self):
        data = request()
        assert all(stun.parse_request(data[:size]) is None for size in range(len(data)))

    def test_without_signature_is_not_read(self):
        message = reference.Message(reference.Method.BINDING, reference.Class.REQUEST)
        message.attributes["USERNAME"] = "ours:theirs"
        message.add_fingerprint()
        assert stun.parse_request(bytes(message)) is None

    @given(st.binary(max_size=300))
    def test_of_random_bytes_is_never_read(self, data):
        assert stun.parse_request(data) is None

    @given(st.binary(max_size=200))
    def test_with_random_attributes_raises_nothing(self, body):
        body = body[: len(body) // 4 * 4]
        head = struct.pack("!HHI12s", 1, len(body), stun.MAGIC_COOKIE, bytes(12))
        assert stun.parse_request(head + body) is None


class TestAnAnswer:
    def test_is_accepted_by_another_implementation(self):
        parsed = stun.parse_request(request())
        assert parsed is not None
        for address in (("192.0.2.7", 4711), ("fd00::7", 4711)):
            message = reference.parse_message(stun.success(parsed, address, PASSWORD))
            assert message.message_class is reference.Class.RESPONSE
            assert message.attributes["XOR-MAPPED-ADDRESS"] == address
            assert message.check_message_integrity(PASSWORD.encode())

    def test_to_a_role_conflict_is_error_487(self):
        parsed = stun.parse_request(request(ICE_CONTROLLED=7))
        assert parsed is not None
        message = reference.parse_message(stun.role_conflict(parsed, PASSWORD))
        assert message.error_code == 487
        assert message.check_message_integrity(PASSWORD.encode())
