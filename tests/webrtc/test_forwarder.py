"""One packet in, one copy to each receiver, in the receiver's own numbers and keys."""

import secrets
import socket
from types import SimpleNamespace

import pytest
from aiortc.rtp import RtpPacket
from pylibsrtp import Policy, Session

from webrtc.sfu import rtcp
from webrtc.sfu.publication import IncomingTrack, TrackDescription, payload_bounds
from webrtc.sfu.subscription import Estimate, OutgoingDescription, OutgoingTrack
from webrtc.transport.batch import MultiBatch, PlainBatch
from webrtc.transport.kernel import destination
from webrtc.transport.port import Counters
from webrtc.transport.rtp_tap import Sealer

PROFILE = b"SRTP_AEAD_AES_128_GCM"
KEY_FRAME, OTHER_FRAME = b"\x10\x00", b"\x10\x01"


class Receiver:
    """A receiver with a socket of its own, and the library's decryption."""

    def __init__(self, batch, track, **agreed):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind(("127.0.0.1", 0))
        self.sock.settimeout(2)
        key = secrets.token_bytes(28)
        self.peer = SimpleNamespace(
            sealer=Sealer(PROFILE, key),
            local=SimpleNamespace(batch=batch),
            to=destination(self.sock.getsockname()),
            port=SimpleNamespace(counters=Counters()),
            send_rtcp=lambda data: None,
        )
        description = {"payload_type": 101, "rtx_payload_type": 102, "send_time_id": 3} | agreed
        self.out = OutgoingTrack(self.peer, track, OutgoingDescription(**description), Estimate())
        policy = Policy(
            key=key,
            ssrc_type=Policy.SSRC_ANY_INBOUND,
            srtp_profile=Policy.SRTP_PROFILE_AEAD_AES_128_GCM,
        )
        self.session = Session(policy)
        track.attach(self.out)

    def packet(self):
        return RtpPacket.parse(self.session.unprotect(self.sock.recv(2000)))


@pytest.fixture(params=[MultiBatch, PlainBatch])
def batch(request):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    yield request.param(sock)
    sock.close()


@pytest.fixture
def track():
    publication = SimpleNamespace(
        id="p1",
        peer=SimpleNamespace(port=SimpleNamespace(counters=Counters())),
        send_picture_loss=lambda track: None,
        ask_for_missing=lambda: None,
    )
    description = TrackDescription(
        kind="video",
        codec="vp8",
        clock_rate=90_000,
        payload_type=96,
        fmtp="",
        rtx_payload_type=97,
        ssrc=1,
        rtx_ssrc=2,
        asks_again=True,
    )
    return IncomingTrack(publication, description)


@pytest.fixture
def receivers(batch, track):
    made = []

    def make(count=1, **agreed):
        made.extend(Receiver(batch, track, **agreed) for _ in range(count))
        return made

    yield make
    for one in made:
        one.sock.close()


@pytest.fixture
def send(track, batch):
    def run(sequence, payload=KEY_FRAME, timestamp=None, marker=0x80):
        stamp = sequence * 3000 if timestamp is None else timestamp
        head = bytes((0x80, marker | 96)) + sequence.to_bytes(2, "big")
        data = head + stamp.to_bytes(4, "big") + (1).to_bytes(4, "big") + payload
        track.receive(memoryview(bytearray(data)), len(data), 1.0)
        batch.flush()

    return run


class TestForwarding:
    def test_gives_each_receiver_its_own_stream(self, receivers, send):
        all_of_them = receivers(70)
        for sequence in range(10, 15):
            send(sequence, KEY_FRAME + bytes([sequence]))
        for one in all_of_them:
            packets = [one.packet() for _ in range(5)]
            assert {packet.ssrc for packet in packets} == {one.out.ssrc}
            assert {packet.payload_type for packet in packets} == {101}
            assert [packet.payload[-1] for packet in packets] == [10, 11, 12, 13, 14]
            first = packets[0].sequence_number
            assert [packet.sequence_number - first for packet in packets] == [0, 1, 2, 3, 4]
            assert packets[1].timestamp - packets[0].timestamp == 3000
            assert all(packet.marker for packet in packets)

    def test_of_video_begins_with_a_key_frame(self, receivers, send):
        (one,) = receivers()
        send(1, OTHER_FRAME)
        send(2, OTHER_FRAME)
        send(3, KEY_FRAME)
        assert one.packet().payload == KEY_FRAME
        assert one.out.packets == 1

    def test_leaves_a_loss_visible_and_fills_it_when_it_arrives(self, receivers, send):
        (one,) = receivers()
        for sequence in (1, 3, 2):
            send(sequence)
        numbers = [one.packet().sequence_number for _ in range(3)]
        assert [number - numbers[0] for number in numbers] == [0, 2, 1]

    def test_sends_a_repeated_packet_once(self, receivers, send):
        (one,) = receivers()
        send(1)
        send(1)
        assert one.out.packets == 1

    def test_ignores_other_payload_types_and_broken_packets(self, track, receivers):
        (one,) = receivers()
        for head in ("8061", "b060", "9060"):
            data = bytearray(bytes.fromhex(head) + bytes(10) + b"\x10\x00\xff\xff")
            track.receive(memoryview(data), len(data), 1.0)
        assert one.out.packets == 0


class TestAnsweringNack:
    def missing(self, one, sequence):
        one.out.answer(rtcp.Nack(one.out.ssrc, (sequence,)), 1.0)

    def test_goes_over_the_retransmission_stream(self, receivers, send, batch):
        (one,) = receivers()
        send(1, KEY_FRAME + b"abc")
        first = one.packet()
        self.missing(one, first.sequence_number)
        batch.flush()
        again = one.packet()
        assert (again.ssrc, again.payload_type) == (one.out.rtx_ssrc, 102)
        assert int.from_bytes(again.payload[:2], "big") == first.sequence_number
        assert again.payload[2:] == first.payload
        assert again.timestamp == first.timestamp

    def test_without_that_stream_repeats_the_very_bytes(self, receivers, send, batch):
        (one,) = receivers(rtx_payload_type=None)
        send(1)
        first = one.sock.recv(2000)
        sequence = RtpPacket.parse(one.session.unprotect(first)).sequence_number
        self.missing(one, sequence)
        batch.flush()
        assert one.sock.recv(2000) == first

    def test_of_what_was_never_sent_sends_nothing(self, receivers, send):
        (one,) = receivers()
        send(1)
        self.missing(one, one.packet().sequence_number + 1)
        assert one.peer.port.counters.retransmitted == 0

    def test_is_bounded_for_each_receiver(self, receivers, send):
        (one,) = receivers()
        send(1)
        sequence = one.packet().sequence_number
        one.out.answer(rtcp.Nack(one.out.ssrc, (sequence,) * 5000), 1.0)
        assert one.peer.port.counters.retransmitted == 400


class TestAPayload:
    @pytest.mark.parametrize(
        ("packet", "bounds"),
        [
            ("80" + "00" * 11 + "aabb", (12, 14)),
            ("82" + "00" * 11 + "00" * 8 + "aa", (20, 21)),
            ("90" + "00" * 11 + "bede0001" + "00" * 4 + "aa", (20, 21)),
            ("a0" + "00" * 11 + "aa0002", (12, 13)),
            ("a0" + "00" * 11 + "aa0000", (-1, -1)),
            ("a0" + "00" * 11 + "aa00ff", (-1, -1)),
            ("90" + "00" * 11 + "bedeffff", (-1, -1)),
            ("9f" + "00" * 11, (-1, -1)),
        ],
    )
    def test_is_found_between_header_and_padding(self, packet, bounds):
        data = bytearray.fromhex(packet)
        assert payload_bounds(memoryview(data), len(data), data[0]) == bounds
