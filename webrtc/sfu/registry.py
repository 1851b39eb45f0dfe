"""All rooms of this process, and the way from a resource's address to its connection."""

from webrtc.sfu.errors import NodeFull, NoSuchResource
from webrtc.sfu.participant import Participant
from webrtc.sfu.publication import Publication
from webrtc.sfu.revocations import Revocations
from webrtc.sfu.room import Facts, Room
from webrtc.sfu.subscription import Subscription
from webrtc.tokens import Grant

Resource = Publication | Subscription
QUALITY_EVERY_S = 2.0


class Registry:
    """Makes a room when the first token for it is shown, and forgets it when it is empty."""

    def __init__(self, facts: Facts, max_peers: int) -> None:
        self.rooms: dict[str, Room] = {}
        self.resources: dict[str, Resource] = {}
        """WHIP and WHEP sessions by their unguessable id."""
        self.revocations = Revocations()
        self._facts = facts
        self._max_peers = max_peers
        self._quality_at = 0.0

    def admit(self, grant: Grant, instance: str) -> Participant:
        """Let the bearer of a verified token into its room.

        :raise Revoked: taken back before it expired
        :raise Superseded: the person has joined with a later session
        """
        self.revocations.check(grant)
        room = self.rooms.get(grant.room)
        if room is None:
            room = self.rooms[grant.room] = Room(grant.room, self._facts)
        return room.admit(grant, instance)

    def add(self, resource: Resource) -> None:
        """Give a new session its address.

        :raise NodeFull: the process has all the connections it may have
        """
        if len(self.resources) >= self._max_peers:
            raise NodeFull
        self.resources[resource.id] = resource

    def remove(self, resource: Resource) -> None:
        """Forget a session that closed."""
        self.resources.pop(resource.id, None)

    def get_resource(self, resource_id: str, grant: Grant) -> Resource:
        """Return a session of the bearer.

        :raise NoSuchResource: it is over, or it is somebody else's
        """
        resource = self.resources.get(resource_id)
        if resource is None or resource.participant.grant.session != grant.session:
            raise NoSuchResource
        return resource

    def end_room(self, name: str) -> bool:
        """Close a room and refuse the tokens issued for it until now."""
        self.revocations.revoke(name, None)
        room = self.rooms.pop(name, None)
        if room is not None:
            room.end()
        return room is not None

    def kick(self, name: str, person: str) -> int:
        """Close a person's sessions in a room and refuse their tokens for it."""
        self.revocations.revoke(name, person)
        room = self.rooms.get(name)
        return room.kick(person) if room is not None else 0

    def tick(self, now: float) -> None:
        """Do what the clock asks of every room."""
        refresh = now - self._quality_at >= QUALITY_EVERY_S
        if refresh:
            self._quality_at = now
        for name, room in tuple(self.rooms.items()):
            room.tick(now)
            if refresh:
                room.refresh_quality()
            if not room.participants:
                del self.rooms[name]

    def close(self) -> None:
        """Close every connection: the process stops. Pages are told to come back by themselves."""
        for room in tuple(self.rooms.values()):
            for participant in tuple(room.participants.values()):
                participant.dismiss("restarting")
        self.rooms.clear()
