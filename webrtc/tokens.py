"""Join tokens: short-lived signed grants which a browser carries from the core to a media node.

A token introduces, the node decides: what a person may do in a room stands in the grant, but a
kick, the end of the room or a later session takes it back at once (``sfu/revocations.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import jwt

from webrtc import clock

AUDIENCE: Final = "lianpin-media"
ALGORITHM: Final = "HS256"
LIFETIME: Final = timedelta(minutes=10)
"""A session must be opened within this time; while it lives, the node renews the token."""
CLOCK_SKEW: Final = timedelta(seconds=5)
KINDS: Final = frozenset({"audio", "video"})
_REQUIRED: Final = ("room", "sub", "place", "pub", "watch", "sid", "iat", "exp", "aud")


class InvalidToken(Exception):
    """A token that does not open this door; `code` is for programs, `message` for people."""

    code = "media.token.invalid"
    message = "This token cannot be read."

    def __init__(self) -> None:
        super().__init__(self.message)


class MalformedToken(InvalidToken):
    """Not a token of ours: no JWT, a missing claim, another audience or another algorithm."""


class ExpiredToken(InvalidToken):
    """Its ten minutes are over."""

    code = "media.token.expired"
    message = "This token has expired; open the page again."


class NotYetValidToken(InvalidToken):
    """Issued in the future: the clocks of core and node differ."""

    code = "media.token.not_yet_valid"
    message = "This token is not valid yet; the clocks of the two servers differ."


class ForeignToken(InvalidToken):
    """Signed with another key."""

    code = "media.token.foreign_key"
    message = "This token was not issued for this server."


class OtherRoomToken(InvalidToken):
    """Valid, but for another room."""

    code = "media.token.other_room"
    message = "This token is for another room."


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What one person may do in one room, for one live use."""

    room: str
    """Name of the media room, at most 64 characters."""
    person: str
    """Opaque id of the person; never a name or a phone."""
    place: str
    """Position in the room: recruiter, worker, officer, stage, viewer."""
    publishes: frozenset[str]
    """Kinds this person may send, of ``audio`` and ``video``."""
    watches: bool
    """Whether this person may receive what others publish."""
    session: str
    """Id of the live use; the same id used elsewhere closes the first."""
    issued_at: datetime
    """Aware, UTC; a kick refuses everything issued before it."""
    expires_at: datetime
    """Aware, UTC."""


def issue(grant: Grant, key: bytes | str) -> str:
    """Sign a grant.

    :param key: the secret shared by core and node, at least 32 bytes
    :return: a compact JWT (HS256)
    """
    claims = {
        "aud": AUDIENCE,
        "room": grant.room,
        "sub": grant.person,
        "place": grant.place,
        "pub": sorted(grant.publishes),
        "watch": grant.watches,
        "sid": grant.session,
        "iat": grant.issued_at.timestamp(),
        "exp": grant.expires_at.timestamp(),
    }
    return jwt.encode(claims, key, algorithm=ALGORITHM)


def verify(
    token: str, key: bytes | str, *, at: datetime | None = None, room: str | None = None
) -> Grant:
    """Read a token.

    :param at: the instant to judge it at, aware; now when absent
    :param room: the room of the door it is shown at; any when absent
    :raise InvalidToken: one of its subclasses, each with its own code
    """
    try:
        # Times are judged below, against `at`; everything else is judged by the library.
        claims = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            options={
                "require": list(_REQUIRED),
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
        grant = _grant_of(claims)
    except jwt.InvalidSignatureError:
        raise ForeignToken from None
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError):
        raise MalformedToken from None
    instant = at or clock.now()
    if instant >= grant.expires_at:
        raise ExpiredToken
    if instant < grant.issued_at - CLOCK_SKEW:
        raise NotYetValidToken
    if room is not None and grant.room != room:
        raise OtherRoomToken
    return grant


def _grant_of(claims: Mapping[str, object]) -> Grant:
    texts = [claims[name] for name in ("room", "sub", "place", "sid")]
    if not all(isinstance(text, str) and 0 < len(text) <= 64 for text in texts):
        raise ValueError("A name in the token is missing or too long.")
    room, person, place, session = (str(text) for text in texts)
    publishes = claims["pub"]
    if not isinstance(publishes, list) or not KINDS.issuperset(publishes):
        raise ValueError("The token publishes an unknown kind.")
    return Grant(
        room=room,
        person=person,
        place=place,
        publishes=frozenset(publishes),
        watches=claims["watch"] is True,
        session=session,
        issued_at=_instant(claims["iat"]),
        expires_at=_instant(claims["exp"]),
    )


def _instant(value: object) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("A time in the token is not a number.")
    return datetime.fromtimestamp(value, UTC)
