"""What the node agrees to: one codec per track, and the feedback it understands."""

from collections.abc import Iterable
from typing import Final

from webrtc.sfu.errors import NoCommonCodec
from webrtc.sfu.publication import IncomingTrack, TrackDescription
from webrtc.sfu.subscription import OutgoingDescription
from webrtc.signaling.sdp import Codec, Description, Section

SEND_TIME: Final = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
FORWARDED: Final = {"audio": ("opus",), "video": ("vp8", "h264")}
"""Codecs every browser of the last years decodes."""
FEEDBACK: Final = {
    "audio": (),
    "video": ("nack", "nack pli", "ccm fir", "goog-remb"),
}
WATCHER_FEEDBACK: Final = {
    "audio": ("nack",),
    "video": ("nack", "nack pli", "ccm fir", "goog-remb"),
}


def incoming(offer: Description, allowed: Iterable[str]) -> dict[str, TrackDescription]:
    """Choose what to receive of an offer: the first section of each kind the grant allows.

    The sender's order of preference decides the codec. Header extensions are all declined: a phone
    then turns its picture itself, and a packet means the same without them.

    :param allowed: kinds the grant lets this person publish
    :return: by mid of the section
    :raise NoCommonCodec: nothing is left
    """
    chosen: dict[str, TrackDescription] = {}
    kinds = set(allowed)
    for section in offer.sections:
        sends = section.direction in ("sendonly", "sendrecv") and not section.is_rejected
        codec = _preferred(section) if sends and section.kind in kinds else None
        if codec is None:
            continue
        kinds.discard(section.kind)
        rtx_payload_type = section.rtx_for(codec.payload_type)
        rtx_streams = set(section.rtx_of.values())
        ssrc = next((one for one in section.ssrcs if one not in rtx_streams), None)
        rtx_ssrc = section.rtx_of.get(ssrc) if ssrc is not None else None
        chosen[section.mid] = TrackDescription(
            kind=section.kind,
            codec=codec.name,
            clock_rate=codec.clock_rate,
            payload_type=codec.payload_type,
            fmtp=codec.fmtp,
            rtx_payload_type=rtx_payload_type if rtx_ssrc is not None else None,
            ssrc=ssrc,
            rtx_ssrc=rtx_ssrc if rtx_payload_type is not None else None,
            asks_again="nack" in codec.feedback and section.kind == "video",
        )
    if not chosen:
        raise NoCommonCodec
    return chosen


def outgoing(
    offer: Description, tracks: Iterable[IncomingTrack]
) -> dict[str, tuple[IncomingTrack, OutgoingDescription]]:
    """Choose how to send a publication to a receiver, in the receiver's own payload types.

    :return: by mid of the section
    :raise NoCommonCodec: the receiver decodes none of it
    """
    chosen: dict[str, tuple[IncomingTrack, OutgoingDescription]] = {}
    left = list(tracks)
    for section in offer.sections:
        receives = section.direction in ("recvonly", "sendrecv") and not section.is_rejected
        track = next((one for one in left if one.description.kind == section.kind), None)
        if not receives or track is None:
            continue
        codec = _matching(section, track.description)
        if codec is None:
            continue
        left.remove(track)
        agreed = OutgoingDescription(
            payload_type=codec.payload_type,
            rtx_payload_type=section.rtx_for(codec.payload_type),
            send_time_id=section.extensions.get(SEND_TIME, 0),
        )
        chosen[section.mid] = (track, agreed)
    if not chosen:
        raise NoCommonCodec
    return chosen


def _preferred(section: Section) -> Codec | None:
    for codec in section.codecs.values():
        if codec.name in FORWARDED.get(section.kind, ()) and _is_forwardable(codec):
            return codec
    return None


def _is_forwardable(codec: Codec) -> bool:
    if codec.clock_rate != (48000 if codec.name == "opus" else 90000):
        return False
    # Packetization mode 0 allows no fragments; no browser sends it unless asked to.
    return codec.name != "h264" or codec.parameter("packetization-mode") == "1"


def _matching(section: Section, source: TrackDescription) -> Codec | None:
    same = [
        codec
        for codec in section.codecs.values()
        if codec.name == source.codec and _is_forwardable(codec)
    ]
    if source.codec != "h264":
        return same[0] if same else None
    # The profile is the first byte of profile-level-id; the level may differ, and is not compared.
    sent = _profile(source.fmtp)
    return next((codec for codec in same if _profile(codec.fmtp) == sent), None) or (
        same[0] if same and sent == "42" else None
    )


def _profile(fmtp: str) -> str:
    for part in fmtp.split(";"):
        key, _, value = part.strip().partition("=")
        if key.lower() == "profile-level-id":
            return value[:2].lower()
    return "42"
