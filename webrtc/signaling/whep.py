"""Watching: WHEP (draft-ietf-wish-whep)."""

from typing import TYPE_CHECKING, Final

from aiohttp import web

from webrtc.sfu.errors import MayNotWatch
from webrtc.sfu.participant import Participant
from webrtc.sfu.publication import Publication
from webrtc.sfu.subscription import OutgoingTrack, Subscription
from webrtc.signaling import answer, negotiation, sdp
from webrtc.signaling.doors import bearer, instance_of, read_offer
from webrtc.signaling.resources import created

if TYPE_CHECKING:
    from webrtc.node import Node


MAX_SUBSCRIPTIONS: Final = 12
"""Per session: five others in an interview, and as many again that are being replaced."""


async def watch(request: web.Request, node: "Node") -> web.Response:
    """``POST /whep/{room}/{publication}``: an offer to receive in, 201 with an answer out.

    The publication is named by its id or by the place it comes from, such as ``stage``.
    """
    grant = bearer(request, node, room=request.match_info["room"])
    if not grant.watches:
        raise MayNotWatch
    offer = sdp.parse(await read_offer(request))
    # From here to the answer nothing waits, so the room cannot change underneath.
    participant = node.registry.admit(grant, instance_of(request))
    publication = participant.room.find_publication(request.match_info["publication"])
    chosen = negotiation.outgoing(offer, publication.tracks)
    subscription = _open(node, participant, publication, offer)
    agreed: dict[str, answer.Agreed] = {}
    for mid, (track, description) in chosen.items():
        out = OutgoingTrack(subscription.peer, track, description, subscription.estimate)
        subscription.tracks = (*subscription.tracks, out)
        agreed[mid] = answer.Agreed(
            direction="sendonly",
            payload_type=out.payload_type,
            rtx_payload_type=out.rtx_payload_type,
            stream=publication.id,
            ssrc=out.ssrc,
            rtx_ssrc=out.rtx_ssrc,
            send_time_id=out.send_time_id,
        )
    return created(request, node, subscription, offer, agreed)


def _open(
    node: "Node", participant: Participant, publication: Publication, offer: sdp.Description
) -> Subscription:
    peer = node.new_peer(offer)
    subscription = Subscription(participant, publication, peer)
    node.registry.add(subscription)
    earlier = participant.subscriptions
    participant.subscriptions = [*earlier, subscription]
    # A page that reconnects asks for the same publication again; the one before is dead weight. It
    # is closed after the new one is there, so that its owner does not seem to leave.
    for position, one in enumerate(earlier):
        is_same = one.publication is publication and participant.instance
        if is_same or len(earlier) - position >= MAX_SUBSCRIPTIONS:
            one.close("replaced")
    room = participant.room

    def closed(_reason: str) -> None:
        node.registry.remove(subscription)
        room.unwatched(subscription)

    peer.on_rtcp = subscription.receive_rtcp
    peer.on_connected = lambda: room.watching(subscription)
    peer.on_closed = closed
    peer.on_moved = subscription.moved
    node.port.add(peer)
    return subscription
