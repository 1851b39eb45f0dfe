"""A room: who is in it, what they publish, and who is told."""

from typing import Any, Final, Protocol

from webrtc.sfu.errors import NoSuchPublication, Superseded
from webrtc.sfu.participant import Listener, Participant, Presence
from webrtc.sfu.publication import Publication
from webrtc.sfu.quality import line_of, quality_word
from webrtc.sfu.subscription import Subscription
from webrtc.tokens import Grant

MAX_LISTENERS_PER_SESSION: Final = 4
WATCHERS_EVERY: Final = 4
"""Ticks between two looks at one who only watches: its silence means something after 6 s."""


class Facts(Protocol):
    """Where a room states what became true; the core hears of it by webhook."""

    def state(self, kind: str, room: str, who: Grant | None, publication: str | None) -> None:
        """State a fact, in the past tense, now."""


class Room:
    """One media room of this process."""

    def __init__(self, name: str, facts: Facts) -> None:
        self.name = name
        self.participants: dict[str, Participant] = {}
        """By session id."""
        self.version = 0
        """Counts the events of this room, so that a page can tell an old one from a new one."""
        self._facts = facts
        self._viewers_told = 0
        self._ticks = 0

    # --- coming in --------------------------------------------------------------------------------

    def admit(self, grant: Grant, instance: str) -> Participant:
        """Let a session in, or recognise it.

        The same session from another page closes the first page. A later session of a person who
        publishes closes the earlier one; an earlier one does not come back.

        :raise Superseded: the person has joined with a later session
        """
        known = self.participants.get(grant.session)
        if known is not None:
            if instance and known.instance and known.instance != instance:
                known.dismiss("elsewhere")
            known.instance = instance or known.instance
            known.grant = max(known.grant, grant, key=lambda one: one.issued_at)
            self.participants[grant.session] = known
            return known
        if grant.publishes:
            for other in tuple(self.participants.values()):
                same = other.grant.person == grant.person and other.grant.publishes
                if same and other.grant.issued_at > grant.issued_at:
                    raise Superseded
                if same:
                    other.dismiss("elsewhere")
                    self._drop(other)
        participant = Participant(self, grant, instance)
        self.participants[grant.session] = participant
        return participant

    def find_publication(self, name: str) -> Publication:
        """Find what is on air by its id, or by the place it comes from (``stage``).

        :raise NoSuchPublication: nobody publishes there now
        """
        for participant in self.participants.values():
            publication = participant.publication
            if publication and name in (publication.id, participant.grant.place):
                return publication
        raise NoSuchPublication

    # --- what connections report ------------------------------------------------------------------

    def publishing(self, publication: Publication) -> None:
        """A publisher connected: it takes the place of the participant's earlier publication."""
        participant = publication.participant
        participant.pending.remove(publication)
        earlier, participant.publication = participant.publication, publication
        publication.is_announced = True
        self._join(participant)
        if earlier is not None:
            self._end_publication(earlier)
            earlier.close("replaced")
        self._facts.state("publication_started", self.name, participant.grant, publication.id)
        self.tell("publication_added", {"publication": describe(publication)})

    def unpublished(self, publication: Publication) -> None:
        """A publisher's connection closed, for whatever reason."""
        participant = publication.participant
        if publication in participant.pending:
            participant.pending.remove(publication)
        if participant.publication is publication:
            participant.publication = None
            self._end_publication(publication)
        self._settle(participant)

    def watching(self, subscription: Subscription) -> None:
        """A receiver connected."""
        subscription.start()
        self._join(subscription.participant)

    def unwatched(self, subscription: Subscription) -> None:
        """A receiver's connection closed."""
        participant = subscription.participant
        for out in subscription.tracks:
            out.source.detach(out)
        if subscription in participant.subscriptions:
            participant.subscriptions.remove(subscription)
        self._settle(participant)

    def _end_publication(self, publication: Publication) -> None:
        who = publication.participant.grant
        self._facts.state("publication_ended", self.name, who, publication.id)
        self.tell("publication_removed", {"id": publication.id})
        for other in tuple(self.participants.values()):
            for subscription in tuple(other.subscriptions):
                if subscription.publication is publication:
                    subscription.close("publication_ended")

    def _join(self, participant: Participant) -> None:
        if not participant.is_there:
            participant.presence = Presence.PRESENT
            self._facts.state("participant_joined", self.name, participant.grant, None)
            if not participant.is_viewer:
                self.tell("participant_joined", {"participant": participant.snapshot()})

    def _settle(self, participant: Participant) -> None:
        """When nothing of a participant is connected or connecting any more, it has left."""
        if participant.peers():
            return
        if participant.is_there:
            participant.presence = Presence.LEFT
            self._facts.state("participant_left", self.name, participant.grant, None)
            if not participant.is_viewer:
                self.tell("participant_left", {"session": participant.grant.session})
        self._drop(participant)

    def _drop(self, participant: Participant) -> None:
        session = participant.grant.session
        if participant.is_idle and self.participants.get(session) is participant:
            del self.participants[session]

    def set_presence(self, participant: Participant, presence: Presence) -> None:
        """A way became unstable, or stable again."""
        if participant.presence is not presence:
            participant.presence = presence
            if not participant.is_viewer:
                self.tell("participant_changed", {"participant": participant.snapshot()})

    def set_quality(self, participant: Participant, quality: str) -> None:
        """The word for a participant's line changed."""
        if participant.quality != quality:
            participant.quality = quality
            if not participant.is_viewer:
                payload = {"session": participant.grant.session, "quality": quality}
                self.tell("quality", payload)

    # --- telling ----------------------------------------------------------------------------------

    def listen(self, participant: Participant, listener: Listener) -> None:
        """Begin an event stream with the room as it is now."""
        while len(participant.listeners) >= MAX_LISTENERS_PER_SESSION:
            participant.listeners.pop(0).close()
        participant.listeners.append(listener)
        listener.put("snapshot", self.snapshot())

    def unlisten(self, participant: Participant, listener: Listener) -> None:
        """An event stream ended."""
        if listener in participant.listeners:
            participant.listeners.remove(listener)
        self._drop(participant)

    def snapshot(self) -> dict[str, Any]:
        """Everything a page needs to draw the room."""
        there = [one for one in self.participants.values() if one.is_there]
        return {
            "room": self.name,
            "version": self.version,
            "participants": [one.snapshot() for one in there if not one.is_viewer],
            "publications": [describe(one.publication) for one in there if one.publication],
            "viewers": sum(one.is_viewer for one in there),
        }

    def tell(self, name: str, payload: dict[str, Any]) -> None:
        """Send an event to every stream of the room."""
        self.version += 1
        event = {**payload, "version": self.version}
        for participant in tuple(self.participants.values()):
            for listener in tuple(participant.listeners):
                listener.put(name, event)

    def tick(self, now: float) -> None:
        """Judge silence, send reports, and tell how many watch."""
        self._ticks += 1
        with_watchers = self._ticks % WATCHERS_EVERY == 0
        for participant in tuple(self.participants.values()):
            if not (with_watchers or participant.publication or participant.pending):
                continue
            participant.tick(now)
            if participant.publication is not None:
                participant.publication.tick(now)
            self._drop(participant)
        viewers = sum(one.is_viewer and one.is_there for one in self.participants.values())
        if viewers != self._viewers_told:
            self._viewers_told = viewers
            self.tell("viewers", {"viewers": viewers})

    def refresh_quality(self) -> None:
        """Tell everyone in the room whose line has got better or worse."""
        for participant in tuple(self.participants.values()):
            if participant.is_there:
                self.set_quality(participant, quality_word(*line_of(participant)))

    # --- the end ----------------------------------------------------------------------------------

    def kick(self, person: str) -> int:
        """Close everything of a person; return how many sessions that were."""
        theirs = [one for one in self.participants.values() if one.grant.person == person]
        for participant in theirs:
            participant.dismiss("kicked")
            self._drop(participant)
        return len(theirs)

    def end(self, reason: str = "ended") -> None:
        """Close everything of everybody."""
        for participant in tuple(self.participants.values()):
            participant.dismiss(reason)
        self.participants.clear()
        self._facts.state("room_ended", self.name, None, None)


def describe(publication: Publication) -> dict[str, Any]:
    """What pages are told of a publication."""
    grant = publication.participant.grant
    return {
        "id": publication.id,
        "session": grant.session,
        "person": grant.person,
        "place": grant.place,
        "kinds": list(publication.kinds),
    }
