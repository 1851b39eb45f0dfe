"""The commands through the real door: who may, who may not, and each refusal."""

from collections.abc import Callable
from typing import Any

import pytest

from server.core.settings import settings
from server.interviews.models import TicketState
from tests.interviews.conftest import Refused, Scene
from webrtc import tokens

SocketOf = Callable[[Any], Callable[..., Any]]


def refusal(send: Callable[..., Any], name: str, **payload: Any) -> str:
    with pytest.raises(Refused) as caught:
        send(name, **payload)
    return caught.value.code


@pytest.fixture
def called(scene: Scene, socket_of: SocketOf) -> Any:
    """The worker has a number and the recruiter calls it."""
    ticket_id = socket_of(scene.worker_account)("queue.join", booth_id=scene.booth.id)["ticket_id"]
    socket_of(scene.recruiter)("queue.call_next", booth_id=scene.booth.id)
    return ticket_id


@pytest.fixture
def interview_id(scene: Scene, socket_of: SocketOf, called: Any) -> Any:
    """The worker answered."""
    return socket_of(scene.worker_account)("call.answer", ticket_id=called)["interview_id"]


class TestQueueJoin:
    def test_a_worker_gets_a_number_and_the_place(self, scene: Scene, socket_of: SocketOf) -> None:
        answer = socket_of(scene.worker_account)("queue.join", booth_id=scene.booth.id)
        assert (answer["number"], answer["ahead"], answer["wait_s"]) == (1, 0, 0)

    def test_the_second_worker_hears_that_one_is_before(
        self, scene: Scene, socket_of: SocketOf
    ) -> None:
        socket_of(scene.worker_account)("queue.join", booth_id=scene.booth.id)
        answer = socket_of(scene.other_account)("queue.join", booth_id=scene.booth.id)
        assert (answer["number"], answer["ahead"], answer["wait_s"]) == (2, 1, 480)

    def test_twice_is_refused_in_words(self, scene: Scene, socket_of: SocketOf) -> None:
        send = socket_of(scene.worker_account)
        send("queue.join", booth_id=scene.booth.id)
        with pytest.raises(Refused) as caught:
            send("queue.join", booth_id=scene.booth.id)
        assert caught.value.code == "interviews.queue.already_waiting"
        assert caught.value.message == "您在这个展位已经有号了。"

    def test_a_recruiter_takes_no_number(self, scene: Scene, socket_of: SocketOf) -> None:
        assert (
            refusal(socket_of(scene.recruiter), "queue.join", booth_id=scene.booth.id)
            == "forbidden"
        )

    def test_a_visitor_signs_in_first(self, scene: Scene, socket_of: SocketOf) -> None:
        assert refusal(socket_of(None), "queue.join", booth_id=scene.booth.id) == "unauthenticated"


class TestQueueLeave:
    def test_a_worker_gives_back_the_own_number(
        self, scene: Scene, socket_of: SocketOf, database: Any
    ) -> None:
        send = socket_of(scene.worker_account)
        ticket_id = send("queue.join", booth_id=scene.booth.id)["ticket_id"]
        send("queue.leave", ticket_id=ticket_id)
        assert refusal(send, "queue.leave", ticket_id=ticket_id) == "interviews.queue.not_waiting"

    def test_anothers_number_is_not_there(self, scene: Scene, socket_of: SocketOf) -> None:
        ticket_id = socket_of(scene.worker_account)("queue.join", booth_id=scene.booth.id)[
            "ticket_id"
        ]
        code = refusal(socket_of(scene.other_account), "queue.leave", ticket_id=ticket_id)
        assert code == "not_found"


class TestCallNext:
    def test_nobody_waits(self, scene: Scene, socket_of: SocketOf) -> None:
        code = refusal(socket_of(scene.recruiter), "queue.call_next", booth_id=scene.booth.id)
        assert code == "interviews.queue.nobody_waiting"

    def test_another_enterprise_calls_nobody_here(self, scene: Scene, socket_of: SocketOf) -> None:
        socket_of(scene.worker_account)("queue.join", booth_id=scene.booth.id)
        code = refusal(socket_of(scene.stranger), "queue.call_next", booth_id=scene.booth.id)
        assert code == "forbidden"

    def test_a_worker_calls_nobody(self, scene: Scene, socket_of: SocketOf) -> None:
        send = socket_of(scene.worker_account)
        assert refusal(send, "queue.call_next", booth_id=scene.booth.id) == "forbidden"


class TestAnswer:
    def test_the_answer_carries_the_way_into_the_room(
        self, scene: Scene, socket_of: SocketOf, called: Any
    ) -> None:
        answer = socket_of(scene.worker_account)("call.answer", ticket_id=called)
        grant = tokens.verify(answer["media"]["token"], settings().media_key)
        assert (grant.place, grant.room) == ("worker", answer["media"]["room"])

    def test_nobody_answers_for_another(
        self, scene: Scene, socket_of: SocketOf, called: Any
    ) -> None:
        code = refusal(socket_of(scene.other_account), "call.answer", ticket_id=called)
        assert code == "not_found"

    def test_not_now_keeps_the_number_once(
        self, scene: Scene, socket_of: SocketOf, called: Any
    ) -> None:
        send = socket_of(scene.worker_account)
        assert send("call.decline", ticket_id=called)["still_waiting"]
        socket_of(scene.recruiter)("queue.call_next", booth_id=scene.booth.id)
        assert not send("call.decline", ticket_id=called)["still_waiting"]

    def test_a_call_that_is_over_is_not_answered(
        self, scene: Scene, socket_of: SocketOf, called: Any
    ) -> None:
        send = socket_of(scene.worker_account)
        send("call.decline", ticket_id=called)
        assert refusal(send, "call.answer", ticket_id=called) == "interviews.call.over"


class TestRoomEnter:
    @pytest.mark.parametrize(
        ("who", "place"), [("recruiter", "recruiter"), ("worker_account", "worker")]
    )
    def test_the_two_sides_take_their_places(
        self, scene: Scene, socket_of: SocketOf, interview_id: Any, who: str, place: str
    ) -> None:
        entry = socket_of(getattr(scene, who))("room.enter", interview_id=interview_id)
        assert entry["place"] == place

    @pytest.mark.parametrize("who", ["stranger", "other_account", "officer", "far_officer"])
    def test_to_everyone_else_the_interview_is_not_there(
        self, scene: Scene, socket_of: SocketOf, interview_id: Any, who: str
    ) -> None:
        code = refusal(socket_of(getattr(scene, who)), "room.enter", interview_id=interview_id)
        assert code == "not_found"

    def test_the_stations_officer_enters_when_the_worker_asks(
        self, scene: Scene, socket_of: SocketOf, interview_id: Any
    ) -> None:
        worker = socket_of(scene.worker_account)
        worker("room.let_officer_in", interview_id=interview_id, allowed=True)
        entry = socket_of(scene.officer)("room.enter", interview_id=interview_id)
        assert entry["place"] == "officer"
        code = refusal(socket_of(scene.far_officer), "room.enter", interview_id=interview_id)
        assert code == "not_found"

    def test_only_the_worker_lets_the_officer_in(
        self, scene: Scene, socket_of: SocketOf, interview_id: Any
    ) -> None:
        code = refusal(
            socket_of(scene.recruiter),
            "room.let_officer_in",
            interview_id=interview_id,
            allowed=True,
        )
        assert code == "forbidden"


class TestInterviewEnd:
    def test_either_side_ends_it_for_both(
        self, scene: Scene, socket_of: SocketOf, interview_id: Any
    ) -> None:
        socket_of(scene.worker_account)("interview.end", interview_id=interview_id)
        code = refusal(socket_of(scene.recruiter), "room.enter", interview_id=interview_id)
        assert code == "interviews.interview.over"

    def test_the_officer_leaves_and_does_not_end_it(
        self, scene: Scene, socket_of: SocketOf, interview_id: Any
    ) -> None:
        worker = socket_of(scene.worker_account)
        worker("room.let_officer_in", interview_id=interview_id, allowed=True)
        code = refusal(socket_of(scene.officer), "interview.end", interview_id=interview_id)
        assert code == "forbidden"


class TestLook:
    def test_a_snapshot_names_nobody(self, scene: Scene, socket_of: SocketOf, called: Any) -> None:
        snapshot = socket_of(scene.other_account)("queue.look", booth_id=scene.booth.id)
        assert snapshot["tickets"][called]["state"] == TicketState.CALLED
        assert str(scene.worker.id) not in str(snapshot)


class TestListening:
    def test_the_queue_is_heard_by_workers_and_the_booth_only(
        self, scene: Scene, socket_of: SocketOf
    ) -> None:
        ask = {"audience": "booth", "id": scene.booth.id}
        assert "position" in socket_of(scene.worker_account)("events.listen", **ask)
        assert "position" in socket_of(scene.recruiter)("events.listen", **ask)
        assert refusal(socket_of(scene.stranger), "events.listen", **ask) == "forbidden"
        assert refusal(socket_of(None), "events.listen", **ask) == "unauthenticated"

    def test_an_interview_is_heard_by_its_places_only(
        self, scene: Scene, socket_of: SocketOf, interview_id: Any
    ) -> None:
        ask = {"audience": "interview", "id": interview_id}
        assert "position" in socket_of(scene.recruiter)("events.listen", **ask)
        assert refusal(socket_of(scene.stranger), "events.listen", **ask) == "not_found"
