"""A WHIP or WHEP session after it was opened: restart its ICE, end it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiohttp import web

from webrtc.sfu.errors import NotSessionDescription
from webrtc.sfu.registry import Resource
from webrtc.signaling import answer, sdp
from webrtc.signaling.doors import bearer

if TYPE_CHECKING:
    from webrtc.node import Node


def created(
    request: web.Request,
    node: "Node",
    resource: Resource,
    offer: sdp.Description,
    agreed: Mapping[str, answer.Agreed],
) -> web.Response:
    """Answer 201 with the session's address and our session description."""
    text = answer.write(
        offer, agreed, resource.peer, node.certificate.fingerprint, node.candidates()
    )
    response = web.Response(status=201, text=text, content_type=answer.CONTENT_TYPE)
    response.headers["Location"] = f"/sessions/{resource.id}"
    response.headers["ETag"] = f'"{resource.etag}"'
    response.headers["Accept-Patch"] = answer.FRAGMENT_TYPE
    response.headers["Cache-Control"] = "no-store"
    for server in node.settings.media_ice_servers:
        response.headers.add("Link", f'<{server}>; rel="ice-server"')
    return response


async def patch(request: web.Request, node: "Node") -> web.Response:
    """``PATCH /sessions/{id}``: new ICE credentials restart ICE; candidates are not needed."""
    grant = bearer(request, node)
    if request.content_type != answer.FRAGMENT_TYPE:
        raise NotSessionDescription("Send a trickle ICE fragment.")
    text = (await request.read()).decode(errors="replace")
    ufrag, password = sdp.parse_fragment(text)
    resource = node.registry.get_resource(request.match_info["id"], grant)
    peer = resource.peer
    if not ufrag or ufrag == peer.remote_ufrag:
        # We send no checks of our own, so a browser's candidates tell us nothing.
        return web.Response(status=204)
    peer.restart_ice(ufrag, password)
    body = answer.fragment(peer, node.candidates(), "0")
    return web.Response(status=200, text=body, content_type=answer.FRAGMENT_TYPE)


async def delete(request: web.Request, node: "Node") -> web.Response:
    """``DELETE /sessions/{id}``: end it; ending what is over is no error."""
    grant = bearer(request, node)
    resource = node.registry.get_resource(request.match_info["id"], grant)
    resource.close("left")
    return web.Response(status=200)
