"""RTCP is read as others write it, and written as others read it."""

from aiortc import rtp as reference
from hypothesis import given
from hypothesis import strategies as st

from webrtc.sfu import rtcp


class TestWhatWeWrite:
    def test_a_sender_report_with_its_name(self):
        data = rtcp.sender_report(7, 1 << 40, 90_000, 3, 400) + rtcp.canonical_name(7, "stage")
        report, description = reference.RtcpPacket.parse(data)
        assert report.sender_info.ntp_timestamp == 1 << 40
        assert report.sender_info.rtp_timestamp == 90_000
        assert description.chunks[0].items == [(1, b"stage")]

    def test_a_receiver_report(self):
        stream = rtcp.Reception(9, 128, 5, 70_000, 12, 0xABCD, 655)
        (report,) = reference.RtcpPacket.parse(rtcp.receiver_report(1, [stream]))
        block = report.reports[0]
        assert (block.ssrc, block.fraction_lost, block.packets_lost) == (9, 128, 5)
        assert (block.highest_sequence, block.jitter, block.dlsr) == (70_000, 12, 655)

    @given(st.sets(st.integers(0, 0xFFFF), min_size=1, max_size=60))
    def test_a_nack(self, missing):
        ordered = sorted(missing)
        (packet,) = reference.RtcpPacket.parse(rtcp.nack(1, 9, ordered))
        assert set(packet.lost) == missing
        (read,) = rtcp.parse(rtcp.nack(1, 9, ordered))
        assert isinstance(read, rtcp.Nack)
        assert set(read.sequences) == missing

    def test_a_picture_loss_indication(self):
        (packet,) = reference.RtcpPacket.parse(rtcp.picture_loss(1, 9))
        assert (packet.fmt, packet.media_ssrc) == (reference.RTCP_PSFB_PLI, 9)

    @given(st.integers(1, 900_000_000))
    def test_a_bitrate_limit(self, bitrate):
        (packet,) = reference.RtcpPacket.parse(rtcp.remb(1, bitrate, (9, 11)))
        told, ssrcs = reference.unpack_remb_fci(packet.fci)
        assert ssrcs == [9, 11]
        assert bitrate * 0.9999 - 1 <= told <= bitrate


class TestWhatWeRead:
    def test_a_sender_report_and_a_block(self):
        info = reference.RtcpSenderInfo(1 << 40, 90_000, 1, 2)
        block = reference.RtcpReceiverInfo(5, 25, 3, 100, 7, 11, 13)
        data = bytes(reference.RtcpSrPacket(ssrc=9, sender_info=info, reports=[block]))
        report, told = rtcp.parse(data)
        assert report == rtcp.SenderReport(9, 1 << 40, 90_000)
        assert told == rtcp.ReportBlock(5, 25, 7, 11, 13)

    def test_both_kinds_of_key_frame_request(self):
        full_intra = bytes.fromhex("84ce0004 00000001 00000000 00000009 07000000".replace(" ", ""))
        assert list(rtcp.parse(full_intra)) == [rtcp.KeyFrameRequest(9)]
        assert list(rtcp.parse(rtcp.picture_loss(1, 9))) == [rtcp.KeyFrameRequest(9)]

    def test_a_bandwidth_estimate(self):
        (told,) = rtcp.parse(rtcp.remb(1, 300_000, (9,)))
        assert isinstance(told, rtcp.Remb)
        assert abs(told.bitrate_bps - 300_000) < 10

    @given(st.binary(max_size=400))
    def test_random_bytes_raise_nothing(self, data):
        assert len(list(rtcp.parse(data))) < 10_000

    @given(st.integers(0, 31), st.sampled_from([200, 201, 202, 205, 206, 207]), st.binary())
    def test_plausible_heads_with_random_bodies_raise_nothing(self, count, kind, body):
        body = body[: len(body) // 4 * 4]
        head = bytes((0x80 | count, kind)) + (len(body) // 4).to_bytes(2, "big")
        list(rtcp.parse(head + body))
