"""One person's sessions: which replaces which, and what the room hears of it."""

import asyncio
import json

from tests.webrtc.clients import Client


class TestASecondPublication:
    def test_of_the_same_session_takes_the_first_ones_place(self, node, core, run):
        async def act():
            token = node.token("r1", "stage", person="p1")
            viewer = Client(node, node.token("r1", "viewer", publishes=frozenset()))
            first, second = Client(node, token), Client(node, token)
            try:
                await first.publish("r1")
                await viewer.watch("r1", "stage")
                await second.publish("r1")
                await asyncio.wait_for(first.closed.wait(), 5)
                await asyncio.wait_for(viewer.closed.wait(), 5)
                (room,) = node.control.rooms()
                assert sum(len(one.publications) for one in room.participants) == 1
            finally:
                await asyncio.gather(*(one.close() for one in (viewer, first, second)))

        run(act())
        core.wait_for("publication_ended", place="stage")
        joined = [
            fact
            for fact in core.facts
            if fact["kind"] == "participant_joined" and fact["place"] == "stage"
        ]
        assert len(joined) == 1

    def test_of_a_later_session_of_the_person_closes_the_earlier_one(self, node, run):
        async def act():
            early = node.token("r1", "worker", person="p1")
            late = node.token("r1", "worker", person="p1")
            first, second = Client(node, early), Client(node, late)
            try:
                await first.publish("r1")
                await second.publish("r1")
                await asyncio.wait_for(first.closed.wait(), 5)
                offer = first.connection.localDescription.sdp
                status, _, body = await asyncio.to_thread(
                    node.call,
                    "POST",
                    "/whip/r1",
                    offer,
                    Authorization=f"Bearer {early}",
                    Content_Type="application/sdp",
                )
                assert (status, json.loads(body)["code"]) == (409, "media.session.superseded")
            finally:
                await asyncio.gather(first.close(), second.close())

        run(act())


class TestAReceiver:
    def test_who_asks_again_does_not_seem_to_leave(self, node, core, run):
        async def act():
            publisher = Client(node, node.token("r1", "worker"))
            token = node.token("r1", "officer", publishes=frozenset())
            first, second = Client(node, token), Client(node, token)
            for one in (first, second):
                one.instance = "the-same-page"
            try:
                await publisher.publish("r1")
                await first.watch("r1", "worker")
                await second.watch("r1", "worker")
                await asyncio.wait_for(first.closed.wait(), 5)
                await second.frames("video", 3)
            finally:
                await asyncio.gather(*(one.close() for one in (publisher, first, second)))

        run(act())
        core.wait_for("participant_left", place="officer", timeout_s=20)
        kinds = [fact["kind"] for fact in core.facts if fact["place"] == "officer"]
        assert kinds == ["participant_joined", "participant_left"]
