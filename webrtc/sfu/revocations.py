"""Tokens that are taken back before they expire: after a kick, after the end of a room."""

from datetime import datetime, timedelta

from webrtc import clock
from webrtc.sfu.errors import Revoked
from webrtc.tokens import LIFETIME, Grant


class Revocations:
    """Remembers each for as long as a token issued before it could still be valid."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str | None], datetime] = {}

    def revoke(self, room: str, person: str | None, at: datetime | None = None) -> None:
        """Refuse what was issued until now for a person in a room, or (None) for the whole room."""
        instant = at or clock.now()
        self._forget(instant)
        self._until[(room, person)] = instant

    def check(self, grant: Grant) -> None:
        """Refuse a grant that was taken back.

        :raise Revoked: it was issued before that
        """
        for key in ((grant.room, grant.person), (grant.room, None)):
            instant = self._until.get(key)
            if instant is not None and grant.issued_at <= instant:
                raise Revoked

    def _forget(self, instant: datetime) -> None:
        old = instant - LIFETIME - timedelta(minutes=1)
        self._until = {key: at for key, at in self._until.items() if at > old}
