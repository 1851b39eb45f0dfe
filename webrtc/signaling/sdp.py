"""Reading session descriptions (:rfc:`8866`, :rfc:`9429`) as far as a forwarder needs them.

The text comes from strangers: its size, its lines and its sections are bounded, and every number is
checked. What is unknown is skipped; what is broken raises `InvalidOffer` with a sentence.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from webrtc.sfu.errors import InvalidOffer

MAX_BYTES: Final = 64 * 1024
MAX_SECTIONS: Final = 8
_TOKEN: Final = re.compile(r"[A-Za-z0-9+/_.\-]{1,256}")
_MEDIA_LINE: Final = re.compile(r"(audio|video|application) (\d{1,5}) (\S{1,64}) (.{1,1024})")
_FINGERPRINT: Final = re.compile(r"(sha-\d{3}) ((?:[0-9A-Fa-f]{2}:){31,63}[0-9A-Fa-f]{2})")


@dataclass(kw_only=True)
class Codec:
    """One payload type."""

    payload_type: int
    name: str
    """Lower case: vp8, h264, opus, rtx."""
    clock_rate: int
    channels: int = 1
    fmtp: str = ""
    feedback: set[str] = field(default_factory=set)

    def parameter(self, name: str) -> str:
        """Return one format parameter, empty when it is not there."""
        for part in self.fmtp.split(";"):
            key, _, value = part.strip().partition("=")
            if key.lower() == name:
                return value.strip()
        return ""


@dataclass(kw_only=True)
class Section:
    """One media section."""

    kind: str
    protocol: str
    mid: str = ""
    direction: str = "sendrecv"
    is_rejected: bool = False
    codecs: dict[int, Codec] = field(default_factory=dict)
    """By payload type, in order of preference."""
    extensions: dict[str, int] = field(default_factory=dict)
    """Header extension URI to its id."""
    ssrcs: list[int] = field(default_factory=list)
    rtx_of: dict[int, int] = field(default_factory=dict)
    """SSRC of a stream to the SSRC of its retransmissions."""
    rids: list[str] = field(default_factory=list)

    def rtx_for(self, payload_type: int) -> int | None:
        """Return the payload type of retransmissions of a codec."""
        for codec in self.codecs.values():
            if codec.name == "rtx" and codec.parameter("apt") == str(payload_type):
                return codec.payload_type
        return None


@dataclass(kw_only=True)
class Description:
    """A session description."""

    ufrag: str = ""
    password: str = ""
    fingerprints: list[tuple[str, str]] = field(default_factory=list)
    setup: str = ""
    sections: list[Section] = field(default_factory=list)
    bundle: list[str] = field(default_factory=list)


def parse(text: str) -> Description:
    """Read an offer or an answer.

    :raise InvalidOffer: with the first thing that is wrong
    """
    if len(text) > MAX_BYTES:
        raise InvalidOffer("The session description is too long.")
    if not text.startswith("v=0"):
        raise InvalidOffer
    description = Description()
    section: Section | None = None
    formats: set[int] = set()
    for line in text.splitlines():
        key, separator, value = line.partition("=")
        if not separator or len(key) != 1:
            continue
        try:
            if key == "m":
                section, formats = _open_section(value)
                description.sections.append(section)
                if len(description.sections) > MAX_SECTIONS:
                    raise InvalidOffer("The session description has too many media sections.")
            elif key == "a":
                name, _, argument = value.partition(":")
                if not _read_session(description, name, argument) and section is not None:
                    _read_section(section, name, argument, formats)
        except (ValueError, IndexError):
            raise InvalidOffer("A line of the session description cannot be read.") from None
    return _checked(description)


def parse_fragment(text: str) -> tuple[str, str]:
    """Read the ICE credentials of a trickle fragment (:rfc:`8840`).

    :return: (ufrag, password), empty when the fragment has none
    :raise InvalidOffer: too long, or unreadable
    """
    if len(text) > MAX_BYTES:
        raise InvalidOffer("The fragment is too long.")
    found = {"ice-ufrag": "", "ice-pwd": ""}
    for line in text.splitlines():
        name, _, value = line.removeprefix("a=").partition(":")
        if line.startswith("a=") and name in found and not found[name]:
            if not _TOKEN.fullmatch(value.strip()):
                raise InvalidOffer("The ICE credentials cannot be read.")
            found[name] = value.strip()
    return found["ice-ufrag"], found["ice-pwd"]


def _open_section(value: str) -> tuple[Section, set[int]]:
    match = _MEDIA_LINE.fullmatch(value.strip())
    if match is None:
        raise InvalidOffer("A media section is of an unknown kind.")
    kind, port, protocol, formats = match.groups()
    numbers = {int(part) for part in formats.split() if part.isdigit() and int(part) < 128}
    return Section(kind=kind, protocol=protocol, is_rejected=port == "0"), numbers


def _read_session(description: Description, name: str, value: str) -> bool:
    """Take an attribute that holds for the whole bundle, wherever it stands."""
    if name == "ice-ufrag" and _TOKEN.fullmatch(value):
        description.ufrag = description.ufrag or value
    elif name == "ice-pwd" and _TOKEN.fullmatch(value):
        description.password = description.password or value
    elif name == "fingerprint":
        match = _FINGERPRINT.fullmatch(value.strip())
        if match is not None:
            pair = (match[1].lower(), match[2].upper())
            if pair not in description.fingerprints and len(description.fingerprints) < 8:
                description.fingerprints.append(pair)
    elif name == "setup":
        description.setup = description.setup or value
    elif name == "group" and value.startswith("BUNDLE"):
        description.bundle = value.split()[1:]
    else:
        return False
    return True


def _read_section(section: Section, name: str, value: str, formats: set[int]) -> None:
    if name == "mid" and _TOKEN.fullmatch(value):
        section.mid = value
    elif name in ("sendrecv", "sendonly", "recvonly", "inactive"):
        section.direction = name
    elif name == "bundle-only":
        # Firefox writes port 0 into sections that exist only within the bundle (:rfc:`9143` 6).
        section.is_rejected = False
    elif name == "rtpmap":
        _read_codec(section, value, formats)
    elif name in ("fmtp", "rtcp-fb"):
        _read_format(section, name, value)
    elif name == "extmap":
        number, uri = value.split(" ", 2)[:2]
        extension = int(number.split("/")[0])
        if 0 < extension < 15:
            section.extensions[uri] = extension
    elif name in ("ssrc", "ssrc-group", "rid"):
        _read_stream(section, name, value)


def _read_codec(section: Section, value: str, formats: set[int]) -> None:
    number, mapping = value.split(" ", 1)
    parts = mapping.split("/")
    if int(number) in formats:
        section.codecs[int(number)] = Codec(
            payload_type=int(number),
            name=parts[0].lower(),
            clock_rate=int(parts[1]),
            channels=int(parts[2]) if len(parts) > 2 else 1,
        )


def _read_stream(section: Section, name: str, value: str) -> None:
    if name == "rid" and len(section.rids) < 8:
        section.rids.append(value.split(" ", 1)[0])
    elif name == "ssrc":
        ssrc = int(value.split(" ", 1)[0])
        if 0 < ssrc < 1 << 32 and ssrc not in section.ssrcs and len(section.ssrcs) < 16:
            section.ssrcs.append(ssrc)
    elif value.startswith("FID ") and len(section.rtx_of) < 8:
        primary, rtx = (int(part) for part in value.split()[1:3])
        section.rtx_of[primary] = rtx


def _read_format(section: Section, name: str, value: str) -> None:
    number, argument = value.split(" ", 1)
    if name == "fmtp":
        if int(number) in section.codecs:
            section.codecs[int(number)].fmtp = argument.strip()[:512]
        return
    for codec in section.codecs.values():
        if number in ("*", str(codec.payload_type)):
            codec.feedback.add(argument.strip())


def _checked(description: Description) -> Description:
    if not description.sections:
        raise InvalidOffer("The session description has no media section.")
    if not (description.ufrag and description.password):
        raise InvalidOffer("The session description has no ICE credentials.")
    if not any(algorithm == "sha-256" for algorithm, _ in description.fingerprints):
        raise InvalidOffer("The session description has no SHA-256 fingerprint.")
    if description.setup not in ("actpass", "active", "passive"):
        raise InvalidOffer("The session description does not say who begins the handshake.")
    if len(description.sections) > 1 and not description.bundle:
        raise InvalidOffer("All media must share one transport (BUNDLE).")
    for position, section in enumerate(description.sections):
        section.mid = section.mid or str(position)
    return description
