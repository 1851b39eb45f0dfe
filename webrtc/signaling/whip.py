"""Publishing: WHIP (:rfc:`9725`)."""

from typing import TYPE_CHECKING

from aiohttp import web

from webrtc.sfu.errors import MayNotPublish
from webrtc.sfu.participant import Participant
from webrtc.sfu.publication import Publication, TrackDescription
from webrtc.signaling import answer, negotiation, sdp
from webrtc.signaling.doors import bearer, instance_of, read_offer
from webrtc.signaling.resources import created

if TYPE_CHECKING:
    from webrtc.node import Node


async def publish(request: web.Request, node: "Node") -> web.Response:
    """``POST /whip/{room}``: an offer in, 201 with an answer out."""
    grant = bearer(request, node, room=request.match_info["room"])
    if not grant.publishes:
        raise MayNotPublish
    offer = sdp.parse(await read_offer(request))
    # From here to the answer nothing waits, so the room cannot change underneath.
    tracks = negotiation.incoming(offer, grant.publishes)
    participant = node.registry.admit(grant, instance_of(request))
    publication = _open(node, participant, offer, tuple(tracks.values()))
    agreed = {
        mid: answer.Agreed(
            direction="recvonly",
            payload_type=track.payload_type,
            rtx_payload_type=track.rtx_payload_type,
        )
        for mid, track in tracks.items()
    }
    return created(request, node, publication, offer, agreed)


def _open(
    node: "Node",
    participant: Participant,
    offer: sdp.Description,
    tracks: tuple[TrackDescription, ...],
) -> Publication:
    peer = node.new_peer(offer)
    publication = Publication(participant, peer)
    node.registry.add(publication)
    publication.listen(tracks)
    participant.pending.append(publication)
    # The newest attempt counts; one that is still connecting would only take the place back later.
    # It is closed after the new one is there, so that its owner does not seem to leave.
    for earlier in participant.pending[:-1]:
        earlier.close("replaced")
    room = participant.room

    def closed(_reason: str) -> None:
        node.registry.remove(publication)
        room.unpublished(publication)

    peer.on_connected = lambda: room.publishing(publication)
    peer.on_closed = closed
    node.port.add(peer)
    return publication
