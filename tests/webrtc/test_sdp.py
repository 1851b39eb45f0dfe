"""Offers of strangers: what we need is read, what is broken is refused in words."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.sfu.errors import InvalidOffer, NoCommonCodec
from webrtc.signaling import negotiation, sdp

FINGERPRINT = ":".join(["AB"] * 32)
HEAD = f"""v=0
o=- 1 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1
a=ice-ufrag:abcd
a=ice-pwd:0123456789012345678901
a=fingerprint:sha-256 {FINGERPRINT}
a=setup:actpass
"""
AUDIO = """m=audio 9 UDP/TLS/RTP/SAVPF 111 0
a=mid:0
a=sendonly
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:0 PCMU/8000
a=ssrc:1001 cname:x
"""
VIDEO = """m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103
a=mid:1
a=sendonly
a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rtpmap:102 H264/90000
a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
a=rtpmap:103 rtx/90000
a=fmtp:103 apt=102
a=ssrc-group:FID 2001 2002
a=ssrc:2001 cname:x
a=ssrc:2002 cname:x
"""
OFFER = HEAD + AUDIO + VIDEO
BOTH = frozenset({"audio", "video"})


class TestReading:
    def test_an_offer_gives_codecs_streams_and_credentials(self):
        offer = sdp.parse(OFFER)
        assert (offer.ufrag, offer.setup) == ("abcd", "actpass")
        assert offer.fingerprints == [("sha-256", FINGERPRINT)]
        audio, video = offer.sections
        assert audio.codecs[111].parameter("useinbandfec") == "1"
        assert video.rtx_for(96) == 97
        assert video.rtx_of == {2001: 2002}
        assert video.codecs[96].feedback == {"nack", "nack pli"}
        assert video.extensions[negotiation.SEND_TIME] == 3

    def test_a_section_with_port_0_is_refused_unless_it_is_in_the_bundle_only(self):
        refused = OFFER.replace("m=video 9", "m=video 0")
        assert [one.is_rejected for one in sdp.parse(refused).sections] == [False, True]
        bundled = refused.replace("a=mid:1", "a=mid:1\na=bundle-only")
        assert [one.is_rejected for one in sdp.parse(bundled).sections] == [False, False]

    @pytest.mark.parametrize(
        ("there", "instead"),
        [
            ("v=0", "hello"),
            ("a=ice-pwd:0123456789012345678901\n", ""),
            (f"a=fingerprint:sha-256 {FINGERPRINT}", "a=fingerprint:sha-1 AB:CD"),
            ("a=setup:actpass", "a=setup:holdconn"),
            ("a=rtpmap:111 opus/48000/2", "a=rtpmap:111 opus"),
            ("a=ssrc:1001 cname:x", "a=ssrc:one cname:x"),
            ("m=audio 9", "m=audio nine"),
            ("a=group:BUNDLE 0 1\n", ""),
        ],
    )
    def test_a_broken_offer_is_refused(self, there, instead):
        assert there in OFFER
        with pytest.raises(InvalidOffer):
            sdp.parse(OFFER.replace(there, instead))

    def test_an_offer_without_end_is_refused(self):
        with pytest.raises(InvalidOffer):
            sdp.parse(OFFER + "a=x\n" * 100_000)
        with pytest.raises(InvalidOffer):
            sdp.parse(HEAD + AUDIO * 9)

    @given(st.integers(0, len(OFFER)), st.text(max_size=20), st.integers(0, 40))
    def test_a_damaged_offer_raises_nothing_else(self, position, text, cut):
        damaged = OFFER[:position] + text + OFFER[position + cut :]
        with contextlib.suppress(InvalidOffer, NoCommonCodec):
            negotiation.incoming(sdp.parse(damaged), BOTH)

    def test_a_fragment_gives_the_new_credentials(self):
        text = "a=ice-ufrag:new1\r\na=ice-pwd:secret22\r\n"
        assert sdp.parse_fragment(text) == ("new1", "secret22")
        assert sdp.parse_fragment("a=candidate:1 1 udp 1 192.0.2.1 9 typ host") == ("", "")


class TestAgreeing:
    def test_the_senders_first_codec_that_we_forward_is_taken(self):
        chosen = negotiation.incoming(sdp.parse(OFFER), BOTH)
        assert chosen["0"].codec == "opus"
        assert chosen["1"].codec == "vp8"
        assert (chosen["1"].ssrc, chosen["1"].rtx_ssrc, chosen["1"].rtx_payload_type) == (
            2001,
            2002,
            97,
        )
        assert chosen["1"].asks_again

    def test_a_kind_that_is_not_granted_is_left_out(self):
        chosen = negotiation.incoming(sdp.parse(OFFER), frozenset({"audio"}))
        assert [one.kind for one in chosen.values()] == ["audio"]

    def test_an_offer_without_a_known_codec_is_refused(self):
        odd = OFFER.replace("opus/48000/2", "g722/8000").replace("VP8", "VP9")
        odd = odd.replace("H264/90000", "AV1/90000")
        with pytest.raises(NoCommonCodec):
            negotiation.incoming(sdp.parse(odd), BOTH)
