"""Standard WHIP and WHEP clients that are no browsers."""

import asyncio
from typing import Any

import av
from aiortc import (
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack

from tests.webrtc.conftest import RunningNode

SDP = "application/sdp"


class Picture(VideoStreamTrack):
    """A small moving picture."""

    async def recv(self) -> av.VideoFrame:
        pts, time_base = await self.next_timestamp()
        frame = av.VideoFrame(160, 120, "yuv420p")
        shade = (pts // 3000) * 5 % 256
        for plane in frame.planes:
            plane.update(bytes([shade]) * plane.buffer_size)
        frame.pts, frame.time_base = pts, time_base
        return frame


class Refused(Exception):
    """The node answered with a refusal."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body


class Client:
    """One peer connection to the node."""

    def __init__(self, node: RunningNode, token: str) -> None:
        self.node = node
        self.token = token
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.instance = ""
        self.location = ""
        self.headers: dict[str, str] = {}
        self.connected = asyncio.Event()
        self.closed = asyncio.Event()
        self.connection.on("connectionstatechange", self._follow)

    def _follow(self) -> None:
        if self.connection.connectionState == "connected":
            self.connected.set()
        if self.connection.connectionState in ("closed", "failed"):
            self.closed.set()

    async def publish(self, room: str, *, codec: str = "VP8") -> None:
        """Publish a picture and silence, and wait until connected."""
        self.connection.addTransceiver(AudioStreamTrack(), "sendonly")
        video = self.connection.addTransceiver(Picture(), "sendonly")
        codecs = RTCRtpSender.getCapabilities("video").codecs
        wanted = [one for one in codecs if one.name in (codec, "rtx")]
        video.setCodecPreferences(wanted)
        await self._open(f"/whip/{room}")

    async def watch(self, room: str, publication: str) -> None:
        """Ask for a publication, and wait until connected."""
        self.connection.addTransceiver("audio", "recvonly")
        self.connection.addTransceiver("video", "recvonly")
        await self._open(f"/whep/{room}/{publication}")

    async def _open(self, path: str) -> None:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        status, headers, body = await asyncio.to_thread(
            self.node.call,
            "POST",
            path,
            self.connection.localDescription.sdp,
            Authorization=f"Bearer {self.token}",
            Content_Type=SDP,
            Lianpin_Instance=self.instance,
        )
        if status != 201:
            raise Refused(status, body)
        self.location, self.headers = headers["Location"], headers
        await self.connection.setRemoteDescription(RTCSessionDescription(body, "answer"))
        await asyncio.wait_for(self.connected.wait(), 10)

    def track(self, kind: str) -> Any:
        """The track that is received."""
        return next(
            one.receiver.track
            for one in self.connection.getTransceivers()
            if one.receiver.track.kind == kind
        )

    async def frames(self, kind: str, count: int) -> list[Any]:
        """Wait for decoded frames."""
        return [await asyncio.wait_for(self.track(kind).recv(), 10) for _ in range(count)]

    async def call(self, method: str, body: str = "", **headers: str) -> tuple[int, Any, str]:
        """Call the session's own address."""
        authorization = f"Bearer {self.token}"
        return await asyncio.to_thread(
            self.node.call, method, self.location, body, Authorization=authorization, **headers
        )

    async def close(self) -> None:
        await self.connection.close()
