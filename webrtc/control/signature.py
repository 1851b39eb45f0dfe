"""The signature under every message between core and node.

``Lianpin-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256>``. A webhook signs ``t.body``; a control
call signs ``t.METHOD path.body``, so that neither can be replayed as the other.
"""

import hashlib
import hmac

HEADER = "Lianpin-Signature"
WINDOW_S = 60
"""A signature older or newer than this is refused; within it, ids and nonces catch repeats."""


class InvalidSignature(Exception):
    """The message was not signed with our key, or not just now; `code` is for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def sign(body: bytes, key: bytes | str, now: float, request_line: str = "") -> str:
    """Return the header's value.

    :param now: Unix seconds
    :param request_line: ``"POST /control/…"`` of a control call; empty for a webhook
    """
    stamp = str(int(now))
    return f"t={stamp},v1={_digest(stamp, body, key, request_line)}"


def verify_signature(
    header: str | None, body: bytes, key: bytes | str, now: float, request_line: str = ""
) -> None:
    """Check the header's value against the body as received.

    :param now: Unix seconds
    :raise InvalidSignature: missing, unreadable, out of the window, or not ours
    """
    fields = dict(part.split("=", 1) for part in (header or "").split(",") if "=" in part)
    stamp, given = fields.get("t", ""), fields.get("v1", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and given.isascii()):
        raise InvalidSignature("media.signature.missing", "The message is not signed.")
    if not hmac.compare_digest(given, _digest(stamp, body, key, request_line)):
        raise InvalidSignature("media.signature.invalid", "The signature does not fit the message.")
    if abs(now - int(stamp)) > WINDOW_S:
        raise InvalidSignature("media.signature.stale", "The signature is too old or too new.")


def _digest(stamp: str, body: bytes, key: bytes | str, request_line: str) -> str:
    secret = key.encode() if isinstance(key, str) else key
    line = f".{request_line}" if request_line else ""
    return hmac.new(secret, f"{stamp}{line}.".encode() + body, hashlib.sha256).hexdigest()
