"""One person's live use of a room, whatever connections it consists of."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Protocol

from webrtc.sfu.publication import Publication
from webrtc.sfu.subscription import Subscription
from webrtc.tokens import Grant
from webrtc.transport.peer import HANDSHAKE_LIMIT_S, Peer, PeerState

if TYPE_CHECKING:
    from webrtc.sfu.room import Room

UNSTABLE_S: Final = 1.5
"""A publisher's audio comes every 20 ms; after so long without anything its way is in trouble."""
FREE_S: Final = 5.0
"""After so long its place is free for somebody else."""
VIEWER_UNSTABLE_S: Final = 6.0
"""One who only watches is heard every 2.5 s at best: browsers check their consent no faster."""
VIEWER_FREE_S: Final = 15.0


class Presence(StrEnum):
    """How a participant stands."""

    JOINING = "joining"
    """Known by a token, nothing connected yet."""
    PRESENT = "present"
    UNSTABLE = "unstable"
    """Nothing heard for a moment; the place is kept."""
    LEFT = "left"


class Listener(Protocol):
    """An event stream of this participant."""

    def put(self, name: str, payload: dict[str, Any]) -> None:
        """Queue an event; a listener that does not keep up is closed."""

    def close(self) -> None:
        """End the stream after what is queued."""


@dataclass(eq=False)
class Participant:
    """A session of a token."""

    room: "Room"
    grant: Grant
    instance: str
    """Random id of the page that uses the token; empty for clients that send none."""
    presence: Presence = Presence.JOINING
    publication: Publication | None = None
    pending: list[Publication] = field(default_factory=list)
    """Publications still connecting."""
    subscriptions: list[Subscription] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)
    quality: str = "good"

    @property
    def is_viewer(self) -> bool:
        """Counted, not named: a viewer of a live session is not shown to the others."""
        return self.grant.place == "viewer"

    @property
    def is_there(self) -> bool:
        """Media is connected, however well."""
        return self.presence in (Presence.PRESENT, Presence.UNSTABLE)

    @property
    def is_idle(self) -> bool:
        """Nothing is connected or connecting, and nobody listens."""
        return not (self.publication or self.pending or self.subscriptions or self.listeners)

    def peers(self) -> list[Peer]:
        """Every connection, also those still connecting."""
        publications = [*self.pending, *([self.publication] if self.publication else [])]
        return [one.peer for one in publications] + [one.peer for one in self.subscriptions]

    def snapshot(self) -> dict[str, Any]:
        """What the others are told."""
        return {
            "session": self.grant.session,
            "person": self.grant.person,
            "place": self.grant.place,
            "state": self.presence.value,
            "quality": self.quality,
        }

    def tick(self, now: float) -> None:
        """Judge silence, connection by connection and as a whole."""
        for peer in self.peers():
            if peer.state is PeerState.CONNECTING and now - peer.created_at > HANDSHAKE_LIMIT_S:
                peer.close("handshake_timeout")
        connected = [peer for peer in self.peers() if peer.state is PeerState.CONNECTED]
        if not connected:
            return
        silence = now - max(peer.heard_at for peer in connected)
        publishes = self.publication is not None
        free_after = FREE_S if publishes else VIEWER_FREE_S
        if silence > free_after:
            self.close("silent")
            return
        if self.publication is not None and now - self.publication.peer.heard_at > FREE_S:
            self.publication.peer.close("silent")
        for subscription in tuple(self.subscriptions):
            if now - subscription.peer.heard_at > VIEWER_FREE_S:
                subscription.peer.close("silent")
        is_unstable = silence > (UNSTABLE_S if publishes else VIEWER_UNSTABLE_S)
        if self.is_there:
            self.room.set_presence(self, Presence.UNSTABLE if is_unstable else Presence.PRESENT)

    def close(self, reason: str) -> None:
        """Close every connection; the event streams stay, so that the page can rejoin."""
        for subscription in tuple(self.subscriptions):
            subscription.close(reason)
        for publication in tuple(self.pending):
            publication.close(reason)
        if self.publication is not None:
            self.publication.close(reason)

    def dismiss(self, reason: str) -> None:
        """Close everything and tell the pages why; they must not come back with this token."""
        for listener in tuple(self.listeners):
            listener.put("ended", {"reason": reason})
            listener.close()
        self.listeners.clear()
        self.close(reason)
