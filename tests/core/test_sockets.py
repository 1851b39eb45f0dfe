"""The socket's one door: every message is acknowledged, strangers and giants are turned away."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import simple_websocket
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.serving import make_server

from server.core import sockets
from server.core.doors import DOORS
from server.core.errors import Conflict
from server.core.ids import new_id
from server.core.sockets import LARGEST_MESSAGE, socketio
from tests.factories.accounts import make_account

Database = Callable[[], Any]
As = Callable[[Any], FlaskClient]
HANDSHAKE = "/socket.io/?EIO=4&transport=polling"


@pytest.fixture
def visitor(app: Flask) -> Iterator[Any]:
    """A socket without a session."""
    client = socketio.test_client(app, flask_test_client=app.test_client())
    yield client
    client.disconnect()


def said(client: Any, *sent: Any) -> dict[str, Any]:
    """The acknowledgement of one message."""
    answer: dict[str, Any] = client.emit("command", *sent, callback=True)
    return answer


class TestWhatIsNoCommand:
    @pytest.mark.parametrize(
        "message",
        [
            (),
            ("queue.join",),
            (None,),
            (["queue.join"],),
            ({"name": "queue.join"}, {"name": "queue.join"}),
            ({},),
            ({"name": 7},),
            ({"name": "x" * 81},),
            ({"name": "queue.join", "key": "k" * 101},),
            ({"name": "queue.join", "payload": "text"},),
            ({"name": "queue.join", "more": 1},),
            ({"name": "queue.join", "payload": {"booth_id": "\x00"}},),
            ({"name": "queue.join", "payload": {"booth_id": "\ud800", "\ud801": 1}},),
            ({"name": "\ud800"},),
        ],
    )
    def test_is_refused_in_words(self, visitor: Any, message: tuple[Any, ...]) -> None:
        error = said(visitor, *message)["error"]
        assert error["code"] in ("invalid", "not_found")
        assert error["message"]

    def test_a_name_that_no_command_has_is_not_found(self, visitor: Any) -> None:
        assert said(visitor, {"name": "queue.call_everyone"})["error"]["code"] == "not_found"


class TestEveryCommand:
    def test_takes_no_empty_payload(self, visitor: Any) -> None:
        for door in DOORS:
            if door.kind == "socket":
                assert said(visitor, {"name": door.name})["error"]["code"] == "invalid", door.name

    def test_tells_a_visitor_to_sign_in_whether_or_not_the_row_is_there(self, visitor: Any) -> None:
        for door in DOORS:
            if door.kind == "socket" and not door.name.startswith("events."):
                assert door.payload is not None
                ids = [name for name in door.payload.model_fields if name.endswith("_id")]
                payload: dict[str, Any] = {name: str(new_id()) for name in ids}
                if "allowed" in door.payload.model_fields:
                    payload["allowed"] = True
                code = said(visitor, {"name": door.name, "payload": payload})["error"]["code"]
                watched = "not_found" if door.name == "live.watch" else "unauthenticated"
                assert code == watched, door.name

    def test_that_failed_says_so_and_nothing_of_why(
        self, visitor: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_envelope: Any) -> None:
            raise ValueError("13900001111")

        monkeypatch.setattr(sockets, "_run", fail)
        error = said(visitor, {"name": "queue.join"})["error"]
        assert error["code"] == "internal"
        assert "1390000" not in str(error)

    def test_may_come_again_when_the_database_did_not_answer(
        self, visitor: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_envelope: Any) -> None:
            raise OperationalError("UPDATE", {}, Exception("locked"))

        monkeypatch.setattr(sockets, "_run", fail)
        assert said(visitor, {"name": "queue.join"})["error"]["code"] == "unavailable"

    def test_hands_on_what_a_refusal_knows(
        self, visitor: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(_envelope: Any) -> None:
            raise Conflict(clashes=[{"id": new_id()}])

        monkeypatch.setattr(sockets, "_run", refuse)
        clashes = said(visitor, {"name": "queue.join"})["error"]["details"]["clashes"]
        assert isinstance(clashes[0]["id"], str)

    def test_is_refused_in_the_accounts_own_language(
        self, app: Flask, database: Database, as_: As
    ) -> None:
        with database() as uow:
            account = make_account(uow)
            account.locale = "en"
        client = socketio.test_client(app, flask_test_client=as_(account))
        message = said(client, {"name": "events.listen", "payload": {}})["error"]["message"]
        client.disconnect()
        assert message == "Please check what you entered."


class TestListening:
    @pytest.mark.parametrize("audience", ["session", "worker", "account", "nothing", "everyone"])
    def test_what_is_not_theirs_is_not_heard(self, visitor: Any, audience: str) -> None:
        asked = {"audience": audience, "id": str(new_id())}
        code = said(visitor, {"name": "events.listen", "payload": asked})["error"]["code"]
        assert code in ("not_found", "unauthenticated")


class TestTheHandshake:
    @pytest.mark.parametrize(
        "origin", ["http://elsewhere.example", "null", "http://localhost:81", "https://localhost"]
    )
    def test_from_another_site_is_refused(self, client: FlaskClient, origin: str) -> None:
        assert client.get(HANDSHAKE, headers={"Origin": origin}).status_code == 400

    def test_from_our_own_pages_is_taken(self, client: FlaskClient) -> None:
        assert client.get(HANDSHAKE, headers={"Origin": "http://localhost"}).status_code == 200

    @pytest.mark.parametrize("body", ["4" + "x" * LARGEST_MESSAGE, "9"])
    def test_a_long_poll_of_nonsense_holds_no_thread(self, client: FlaskClient, body: str) -> None:
        """Nobody fetches what is waiting for this client; the answer comes all the same."""
        answer = client.get(HANDSHAKE)
        sid = answer.text.split('"sid":"')[1].split('"')[0]
        assert client.post(f"{HANDSHAKE}&sid={sid}", data=body).status_code == 400


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application on a real port, as threads serve it."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"ws://127.0.0.1:{server.server_port}/socket.io/?EIO=4&transport=websocket"
    server.shutdown()
    server.server_close()
    thread.join()


class TestAWebSocket:
    def test_that_sends_without_end_is_hung_up_on(self, address: str) -> None:
        client = simple_websocket.Client(address)
        assert client.receive(timeout=20).startswith("0")
        client.send("4" + "x" * LARGEST_MESSAGE)
        with pytest.raises(simple_websocket.ConnectionClosed) as closed:
            client.receive(timeout=20)
        assert closed.value.reason == 1009, "message too big: stopped while it came in"

    def test_from_another_site_is_refused(self, client: FlaskClient) -> None:
        headers = {"Upgrade": "websocket", "Origin": "http://elsewhere.example"}
        answer = client.get("/socket.io/?EIO=4&transport=websocket", headers=headers)
        assert answer.status_code == 400
