"""The node as a whole: its port, its rooms, its doors, and its life from start to stop."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from webrtc import clock, metrics
from webrtc.control import api
from webrtc.control.webhooks import Webhooks
from webrtc.settings import Settings
from webrtc.sfu.registry import Registry
from webrtc.signaling import doors, events, resources, whep, whip
from webrtc.signaling.answer import candidate_lines
from webrtc.signaling.request_limit import RequestLimit
from webrtc.signaling.sdp import Description
from webrtc.transport.addresses import announced, own_addresses
from webrtc.transport.dtls import Certificate
from webrtc.transport.peer import Peer
from webrtc.transport.port import PortBusy, UdpPort

TICK_S = 0.25
"""How often silence is judged: a fraction of the shortest time that means something."""

Door = Callable[[web.Request, "Node"], Awaitable[web.StreamResponse]]


class Node:
    """One media process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.started_at = clock.now()
        self.certificate = Certificate()
        self.port = UdpPort()
        self.webhooks = Webhooks(settings.media_webhook_url, settings.key, self.started_at)
        self.registry = Registry(self.webhooks, settings.media_max_peers)
        self.seen_nonces = api.SeenNonces()
        self.request_limit = RequestLimit()
        self.refused_tokens = 0
        self.late_s = 0.0
        """How late the last tick came: the loop's own delay, seconds."""
        self.http_port = 0
        self._runner: web.AppRunner | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._is_stopping = False

    # --- life -------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Open the ports and begin.

        :raise PortBusy: another program has one of them
        """
        self.port.open(own_addresses(), self.settings.media_udp_port)
        self.port.start()
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.settings.media_host, self.settings.media_port)
        try:
            await site.start()
        except OSError as problem:
            where = f"{self.settings.media_host}:{self.settings.media_port}"
            raise PortBusy(f"TCP port {where} is in use.") from problem
        self.http_port = self._runner.addresses[0][1]
        self.webhooks.start()
        self._ticking = asyncio.create_task(self._tick(), name="tick")

    async def stop(self) -> None:
        """Close every connection, deliver the facts (2 s at most), close the ports."""
        self._is_stopping = True
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.gather(self._ticking, return_exceptions=True)
        self.registry.close()
        self.port.flush()
        await self.webhooks.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        self.port.close()

    async def _tick(self) -> None:
        while True:
            due = clock.monotonic() + TICK_S
            await asyncio.sleep(TICK_S)
            now = clock.monotonic()
            self.late_s = max(0.0, now - due)
            self.registry.tick(now)
            self.port.flush()

    # --- what the doors need ----------------------------------------------------------------------

    def new_peer(self, offer: Description) -> Peer:
        """Prepare a connection for an offer."""
        peer = Peer(
            self.port,
            self.certificate,
            tuple(offer.fingerprints),
            is_dtls_server=offer.setup != "passive",
            password_of_peer=offer.password,
        )
        peer.remote_ufrag = offer.ufrag
        return peer

    @property
    def addresses(self) -> tuple[str, ...]:
        """What browsers are told to send to."""
        bound = tuple(local.address for local in self.port.locals)
        return announced(self.settings.media_addresses, bound)

    def candidates(self) -> list[str]:
        """Return the lines that tell a browser where to send."""
        return candidate_lines(self.addresses, self.port.number)

    def _application(self) -> web.Application:
        application = web.Application(
            middlewares=doors.middlewares(self.settings.web_origins),
            client_max_size=doors.MAX_BODY,
        )
        routes: tuple[tuple[str, str, Door], ...] = (
            ("POST", "/whip/{room}", whip.publish),
            ("POST", "/whep/{room}/{publication}", whep.watch),
            ("PATCH", "/sessions/{id}", resources.patch),
            ("DELETE", "/sessions/{id}", resources.delete),
            ("GET", "/rooms/{room}/events", events.events),
            ("POST", "/control/rooms/{room}/end", api.end_room),
            ("POST", "/control/rooms/{room}/kick", api.kick),
            ("GET", "/control/rooms", api.rooms),
            ("GET", "/healthz", _healthy),
            ("GET", "/readyz", _ready),
            ("GET", "/metrics", _metrics),
        )
        for method, path, door in routes:
            application.router.add_route(method, path, self._through(door))
        application.router.add_route("OPTIONS", "/{anything:.*}", self._through(_healthy))
        return application

    def _through(self, door: Door) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await door(request, self)

        return handle

    @property
    def is_ready(self) -> bool:
        """Whether new people may be sent here."""
        return (
            not self._is_stopping and len(self.registry.resources) < self.settings.media_max_peers
        )


async def _healthy(request: web.Request, node: Node) -> web.Response:
    return web.json_response({"status": "ok"})


async def _ready(request: web.Request, node: Node) -> web.Response:
    status = "ok" if node.is_ready else "full"
    told = {"status": status, "addresses": node.addresses}
    return web.json_response(told, status=200 if node.is_ready else 503)


async def _metrics(request: web.Request, node: Node) -> web.Response:
    return web.Response(text=metrics.render(node), headers={"Content-Type": metrics.CONTENT_TYPE})
