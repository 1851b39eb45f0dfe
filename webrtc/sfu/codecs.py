"""The little a forwarder must know of codecs: where a key frame begins."""

from collections.abc import Callable


def starts_vp8_key_frame(payload: bytes) -> bool:
    """Tell whether a VP8 payload is the first packet of a key frame (:rfc:`7741` 4.2)."""
    if len(payload) < 2 or not payload[0] & 0x10 or payload[0] & 0x07:
        return False
    position = 1
    if payload[0] & 0x80:
        extras = payload[1]
        position = 2
        if extras & 0x80:
            if len(payload) <= position:
                return False
            position += 2 if payload[position] & 0x80 else 1
        position += bool(extras & 0x40) + bool(extras & 0x30)
    return len(payload) > position and not payload[position] & 0x01


def starts_h264_key_frame(payload: bytes) -> bool:
    """Tell whether an H.264 payload begins a picture one can start with (:rfc:`6184` 5).

    That is a sequence parameter set (alone, aggregated or fragmented) or an IDR slice's start.
    """
    if len(payload) < 2:
        return False
    kind = payload[0] & 0x1F
    if kind == 24:
        position = 1
        while position + 2 < len(payload):
            if payload[position + 2] & 0x1F in (5, 7):
                return True
            position += 2 + int.from_bytes(payload[position : position + 2], "big")
        return False
    if kind == 28:
        return bool(payload[1] & 0x80) and payload[1] & 0x1F in (5, 7)
    return kind in (5, 7)


def _always(payload: bytes) -> bool:
    return True


def key_frame_test(codec: str) -> Callable[[bytes], bool]:
    """Return the test for a codec; one we do not know can be begun anywhere."""
    return {"vp8": starts_vp8_key_frame, "h264": starts_h264_key_frame}.get(codec, _always)
