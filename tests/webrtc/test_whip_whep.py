"""Standard clients publish and watch."""

import asyncio
import json

import pytest

from tests.webrtc.clients import SDP, Client, Refused


@pytest.fixture
def published(core, node):
    """Publish, watch, and give both clients to a coroutine."""

    async def scene(act, codec="VP8"):
        publisher = Client(node, node.token("r1", "stage"))
        viewer = Client(node, node.token("r1", "viewer", publishes=frozenset()))
        try:
            await publisher.publish("r1", codec=codec)
            await viewer.watch("r1", "stage")
            await act(publisher, viewer)
        finally:
            await publisher.close()
            await viewer.close()

    return scene


class TestAStandardClient:
    @pytest.mark.parametrize("codec", ["VP8", "H264"])
    def test_receives_what_another_publishes(self, run, published, codec):
        async def act(publisher, viewer):
            pictures, sounds = await asyncio.gather(
                viewer.frames("video", 10), viewer.frames("audio", 10)
            )
            assert (pictures[0].width, pictures[0].height) == (160, 120)
            assert sounds[0].sample_rate == 48_000

        run(published(act, codec))

    def test_loses_nothing_that_was_only_lost_on_the_way_in(self, run, published, node):
        async def act(publisher, viewer):
            transport = publisher.connection.getTransceivers()[1].sender.transport
            send, count, lost = transport._send_rtp, 0, 0

            async def send_with_loss(data):
                nonlocal count, lost
                is_first_time = not 192 <= data[1] <= 223 and data[1] & 0x7F in (97, 99)
                count += is_first_time
                if is_first_time and count % 10 == 0:
                    lost += 1
                    return
                await send(data)

            transport._send_rtp = send_with_loss
            await viewer.frames("video", 60)
            assert lost > 3
            receiver = viewer.connection.getTransceivers()[1].receiver
            report = await receiver.getStats()
            losses = [one.packetsLost for one in report.values() if one.type == "inbound-rtp"]
            assert losses == [0]

        run(published(act))

    def test_ends_its_session_by_delete(self, run, published, node, core):
        async def act(publisher, viewer):
            status, _, _ = await publisher.call("DELETE")
            assert status == 200
            await asyncio.wait_for(viewer.closed.wait(), 5)
            status, _, body = await publisher.call("DELETE")
            assert status == 404
            assert json.loads(body)["code"] == "media.resource.not_found"

        run(published(act))
        core.wait_for("publication_started", place="stage")
        core.wait_for("publication_ended", place="stage")
        core.wait_for("participant_left", place="stage")

    def test_restarts_ice_by_patch(self, run, published):
        async def act(publisher, viewer):
            kind = "application/trickle-ice-sdpfrag"
            fragment = "a=ice-ufrag:fresh1\r\na=ice-pwd:0123456789012345678901\r\n"
            status, _, body = await publisher.call("PATCH", fragment, Content_Type=kind)
            assert status == 200
            assert "a=ice-ufrag:" in body
            assert "a=candidate:" in body
            candidate = "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n"
            status, _, _ = await publisher.call("PATCH", candidate, Content_Type=kind)
            assert status == 204
            await viewer.frames("video", 10)

        run(published(act))

    def test_is_told_its_address_and_etag(self, run, published):
        async def act(publisher, viewer):
            assert publisher.headers["Location"].startswith("/sessions/")
            assert publisher.headers["ETag"].startswith('"')
            assert publisher.headers["Accept-Patch"] == "application/trickle-ice-sdpfrag"

        run(published(act))


class TestTheDoors:
    def refusal(self, node, method, path, token=None, body="v=0", kind=SDP):
        headers = {"Content_Type": kind}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        status, answered, text = node.call(method, path, body, **headers)
        assert answered["Content-Type"].startswith("application/problem+json")
        problem = json.loads(text)
        assert problem["title"].endswith(".")
        return status, problem["code"]

    def test_refuse_in_words_and_codes(self, node):
        key = "another-key-of-at-least-thirty-two-characters"
        own, foreign = node.token("r1"), node.token("r1", key=key)
        viewer = node.token("r1", "viewer", publishes=frozenset())
        blind = node.token("r1", watches=False)
        whip = "/whip/r1"
        expected = [
            (self.refusal(node, "POST", whip), (401, "media.token.missing")),
            (self.refusal(node, "POST", whip, "nonsense"), (401, "media.token.invalid")),
            (self.refusal(node, "POST", whip, foreign), (401, "media.token.foreign_key")),
            (self.refusal(node, "POST", "/whip/r2", own), (403, "media.token.other_room")),
            (self.refusal(node, "POST", whip, viewer), (403, "media.publish.not_granted")),
            (self.refusal(node, "POST", whip, own, kind="text/plain"), (415, None)),
            (self.refusal(node, "POST", whip, own), (400, "media.offer.invalid")),
            (self.refusal(node, "POST", "/whep/r1/x", blind), (403, "media.watch.not_granted")),
            (self.refusal(node, "GET", "/rooms/r1/events", foreign), (401, None)),
            (self.refusal(node, "DELETE", "/sessions/x", own), (404, None)),
        ]
        for (status, code), (wanted_status, wanted_code) in expected:
            assert status == wanted_status
            assert wanted_code in (None, code)

    def test_refuse_a_publication_nobody_sends(self, node, run):
        async def act():
            viewer = Client(node, node.token("r1"))
            try:
                with pytest.raises(Refused, match=r"media\.publication\.not_found"):
                    await viewer.watch("r1", "stage")
            finally:
                await viewer.close()

        run(act())

    def test_refuse_a_body_without_end(self, node):
        status, _, _ = node.call(
            "POST",
            "/whip/r1",
            "x" * 100_000,
            Authorization=f"Bearer {node.token('r1')}",
            Content_Type=SDP,
        )
        assert status == 413

    def test_let_the_pages_of_the_core_call_and_no_others(self, node, core):
        status, headers, _ = node.call("OPTIONS", "/whip/r1", Origin=core.url)
        assert status == 204
        assert headers["Access-Control-Allow-Origin"] == core.url
        assert "Authorization" in headers["Access-Control-Allow-Headers"]
        _, headers, _ = node.call("POST", "/whip/r1", Origin="https://elsewhere.example")
        assert "Access-Control-Allow-Origin" not in headers

    def test_say_how_the_node_is(self, node):
        assert node.call("GET", "/healthz")[0] == 200
        assert node.call("GET", "/readyz")[0] == 200
        assert node.metric("rooms") == 0

    def test_slow_down_one_who_asks_without_end(self, node):
        token = node.token("r1", session="s1")
        path, headers = "/whep/r1/nobody", {"Authorization": f"Bearer {token}"}
        offer = (
            "v=0\r\na=ice-ufrag:a\r\na=ice-pwd:b\r\na=setup:actpass\r\n"
            f"a=fingerprint:sha-256 {':'.join(['AB'] * 32)}\r\n"
            "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n"
        )
        seen = [node.call("POST", path, offer, Content_Type=SDP, **headers)[0] for _ in range(80)]
        assert seen[0] == 404
        assert seen[-1] == 429
