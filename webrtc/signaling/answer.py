"""Writing the answer to an offer."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from webrtc.signaling.negotiation import FEEDBACK, SEND_TIME, WATCHER_FEEDBACK
from webrtc.signaling.sdp import Codec, Description, Section
from webrtc.transport.peer import Peer

CONTENT_TYPE: Final = "application/sdp"
FRAGMENT_TYPE: Final = "application/trickle-ice-sdpfrag"
_OPUS: Final = "minptime=10;useinbandfec=1"
"""Asks a browser for forward error correction in Opus; it costs bits only when packets are lost."""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """One accepted section."""

    direction: str
    """recvonly (we receive) or sendonly."""
    payload_type: int
    rtx_payload_type: int | None
    stream: str = ""
    """Id of the media stream; receivers play its tracks together."""
    ssrc: int = 0
    rtx_ssrc: int | None = None
    send_time_id: int = 0


def write(
    offer: Description,
    agreed: Mapping[str, Agreed],
    peer: Peer,
    fingerprint: str,
    candidates: list[str],
) -> str:
    """Answer an offer.

    :param agreed: by mid; every other section is declined, or kept inactive
    :param candidates: of :func:`candidate_lines`
    """
    mids = [one.mid for one in offer.sections if not (one.is_rejected or one.kind == "application")]
    lines = [
        "v=0",
        f"o=- {secrets.randbits(62)} 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=ice-lite",
        f"a=group:BUNDLE {' '.join(mids)}",
        "a=msid-semantic: WMS *",
    ]
    setup = "active" if offer.setup == "passive" else "passive"
    transport = [
        f"a=ice-ufrag:{peer.ufrag}",
        f"a=ice-pwd:{peer.password}",
        f"a=fingerprint:sha-256 {fingerprint}",
        f"a=setup:{setup}",
        *candidates,
        "a=end-of-candidates",
    ]
    for section in offer.sections:
        lines += _section(section, agreed.get(section.mid), transport)
    return "\r\n".join(lines) + "\r\n"


def candidate_lines(addresses: tuple[str, ...], port: int) -> list[str]:
    """Announce where the node listens; earlier addresses are preferred."""
    lines = []
    for position, address in enumerate(addresses):
        priority = (126 << 24) + ((65535 - position) << 8) + 255
        lines.append(f"a=candidate:{position + 1} 1 udp {priority} {address} {port} typ host")
    return lines


def fragment(peer: Peer, candidates: list[str], mid: str) -> str:
    """Answer an ICE restart (:rfc:`9725` 4.3.3)."""
    lines = [
        "a=ice-lite",
        f"a=ice-ufrag:{peer.ufrag}",
        f"a=ice-pwd:{peer.password}",
        "m=audio 9 UDP/TLS/RTP/SAVPF 0",
        f"a=mid:{mid}",
        *candidates,
        "a=end-of-candidates",
    ]
    return "\r\n".join(lines) + "\r\n"


def _section(section: Section, agreed: Agreed | None, transport: list[str]) -> list[str]:
    if section.is_rejected or section.kind == "application":
        return [f"m={section.kind} 0 {section.protocol} 0", f"a=mid:{section.mid}"]
    head = ["c=IN IP4 0.0.0.0", f"a=mid:{section.mid}", "a=rtcp-mux", *transport]
    if agreed is None:
        # Kept inactive rather than refused: the first section carries the bundle's transport.
        codec = next(iter(section.codecs.values()), None)
        number = codec.payload_type if codec is not None else 0
        lines = [f"m={section.kind} 9 {section.protocol} {number}", *head, "a=inactive"]
        return lines + ([_rtpmap(codec)] if codec is not None else [])
    codec = section.codecs[agreed.payload_type]
    rtx = section.codecs.get(agreed.rtx_payload_type or -1)
    numbers = f"{codec.payload_type}" + (f" {rtx.payload_type}" if rtx is not None else "")
    lines = [f"m={section.kind} 9 {section.protocol} {numbers}", *head]
    lines += [f"a={agreed.direction}", "a=rtcp-rsize", _rtpmap(codec)]
    fmtp = _OPUS if codec.name == "opus" else codec.fmtp
    if fmtp:
        lines.append(f"a=fmtp:{codec.payload_type} {fmtp}")
    known = FEEDBACK if agreed.direction == "recvonly" else WATCHER_FEEDBACK
    for feedback in known[section.kind]:
        if feedback in codec.feedback:
            lines.append(f"a=rtcp-fb:{codec.payload_type} {feedback}")
    if rtx is not None:
        lines += [_rtpmap(rtx), f"a=fmtp:{rtx.payload_type} apt={codec.payload_type}"]
    if agreed.send_time_id:
        lines.append(f"a=extmap:{agreed.send_time_id} {SEND_TIME}")
    return lines + _streams(section, agreed)


def _streams(section: Section, agreed: Agreed) -> list[str]:
    if agreed.direction != "sendonly":
        return []
    track = f"{agreed.stream} {agreed.stream}-{section.kind}"
    lines = [f"a=msid:{track}"]
    if agreed.rtx_ssrc is not None:
        lines.append(f"a=ssrc-group:FID {agreed.ssrc} {agreed.rtx_ssrc}")
    for ssrc in (agreed.ssrc, agreed.rtx_ssrc):
        if ssrc is not None:
            lines += [f"a=ssrc:{ssrc} cname:{agreed.stream}", f"a=ssrc:{ssrc} msid:{track}"]
    return lines


def _rtpmap(codec: Codec) -> str:
    channels = f"/{codec.channels}" if codec.channels > 1 else ""
    name = codec.name if codec.name in ("opus", "rtx") else codec.name.upper()
    return f"a=rtpmap:{codec.payload_type} {name}/{codec.clock_rate}{channels}"
