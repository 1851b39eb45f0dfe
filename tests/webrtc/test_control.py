"""The core's commands and the node's facts."""

import json
import time

import pytest

from tests.webrtc.clients import Client
from webrtc.control.client import ControlClient, NodeRefused, NodeUnavailable
from webrtc.control.signature import HEADER, InvalidSignature, sign, verify_signature

KEY = "a-test-key-of-at-least-thirty-two-characters"
NONCE = "0123456789abcdef"


class TestASignature:
    def test_fits_its_message_and_no_other(self):
        header = sign(b"body", KEY, 1000)
        verify_signature(header, b"body", KEY, 1030)
        for body, key in ((b"Body", KEY), (b"body", KEY[::-1])):
            with pytest.raises(InvalidSignature, match="does not fit"):
                verify_signature(header, body, key, 1000)

    def test_is_refused_when_stale(self):
        with pytest.raises(InvalidSignature, match="too old"):
            verify_signature(sign(b"body", KEY, 1000), b"body", KEY, 1061)

    def test_of_a_webhook_is_none_of_a_command(self):
        header = sign(b"body", KEY, 1000)
        with pytest.raises(InvalidSignature):
            verify_signature(header, b"body", KEY, 1000, "POST /control/rooms/r/end")

    @pytest.mark.parametrize("header", [None, "", "t=,v1=", "t=x,v1=y", "v1=00", "t=1,v1=é", "=,="])
    def test_that_is_no_signature_is_refused(self, header):
        with pytest.raises(InvalidSignature):
            verify_signature(header, b"body", KEY, 1000)


class TestACommand:
    def post(self, node, path, body, header):
        status, _, text = node.call("POST", path, body, **({HEADER: header} if header else {}))
        return status, json.loads(text).get("code")

    def test_unsigned_altered_or_repeated_is_refused(self, node):
        path, body = "/control/rooms/r1/end", json.dumps({"nonce": NONCE})
        header = sign(body.encode(), KEY, time.time(), f"POST {path}")
        assert self.post(node, path, body, None) == (401, "media.signature.missing")
        other = "/control/rooms/r2/end"
        assert self.post(node, other, body, header) == (401, "media.signature.invalid")
        assert self.post(node, path, body, header) == (200, None)
        assert self.post(node, path, body, header) == (401, "media.signature.replayed")

    def test_with_unknown_fields_is_refused(self, node):
        path, body = "/control/rooms/r1/end", json.dumps({"nonce": NONCE, "more": 1})
        header = sign(body.encode(), KEY, time.time(), f"POST {path}")
        assert self.post(node, path, body, header) == (422, "media.control.invalid")

    def test_of_a_foreign_core_is_refused(self, node):
        with pytest.raises(NodeRefused):
            ControlClient(node.url, KEY[::-1]).end_room("r1")

    def test_to_a_node_that_is_away_says_so(self, node):
        node.stop()
        with pytest.raises(NodeUnavailable):
            node.control.rooms()


class TestEndingARoom:
    def test_closes_everything_and_refuses_its_tokens(self, node, core, run):
        async def act():
            publisher = Client(node, node.token("r1", "stage", person="p1"))
            try:
                await publisher.publish("r1")
                (room,) = node.control.rooms()
                assert room.name == "r1"
                assert room.participants[0].person == "p1"
                assert len(room.participants[0].publications) == 1
                node.control.end_room("r1")
                assert node.control.rooms() == ()
            finally:
                await publisher.close()

        old = node.token("r1")
        run(act())
        core.wait_for("room_ended", room="r1")
        assert [fact["kind"] for fact in core.facts] == [
            "participant_joined",
            "publication_started",
            "publication_ended",
            "participant_left",
            "room_ended",
        ]
        status, _, body = node.call("GET", "/rooms/r1/events", Authorization=f"Bearer {old}")
        assert (status, json.loads(body)["code"]) == (403, "media.token.revoked")


class TestFacts:
    def test_are_repeated_in_order_until_the_core_takes_them(self, node, core, run):
        core.refuse_next = 2

        async def act():
            publisher = Client(node, node.token("r1", "worker"))
            await publisher.publish("r1")
            await publisher.call("DELETE")
            await publisher.close()

        run(act())
        core.wait_for("participant_left", room="r1", timeout_s=10)
        kinds = [fact["kind"] for fact in core.facts]
        assert kinds == [
            "participant_joined",
            "publication_started",
            "publication_ended",
            "participant_left",
        ]
        assert len({fact["id"] for fact in core.facts}) == 4
        assert core.deliveries >= 3

    def test_of_the_end_are_delivered_before_the_node_stops(self, node, core, run):
        async def act():
            publisher = Client(node, node.token("r1", "worker"))
            await publisher.publish("r1")
            began = time.monotonic()
            assert node.stop() == 0
            assert time.monotonic() - began < 3
            await publisher.close()

        run(act())
        core.wait_for("participant_left", room="r1")
