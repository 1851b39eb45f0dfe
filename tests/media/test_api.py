"""The door for the media node."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from server.core.events import EventRow
from server.core.ids import new_id
from server.core.settings import settings
from server.media.grants import Place
from tests.factories.media import make_fact, make_room
from webrtc.control.signature import HEADER, sign

Database = Callable[[], Any]


@pytest.fixture
def delivery(database: Database) -> bytes:
    with database() as uow:
        fact = make_fact(make_room(uow), "participant_joined", Place.WORKER)
    said = {
        "id": str(new_id()),
        "kind": fact.kind,
        "room": fact.room,
        "person": fact.person,
        "place": fact.place,
        "session": fact.session,
        "publication": None,
        "at": fact.at.isoformat(),
        "node_started": fact.at.isoformat(),
    }
    return json.dumps({"delivery": str(new_id()), "facts": [said]}).encode()


def send(client: FlaskClient, body: bytes, signature: str | None = None) -> Any:
    headers = {HEADER: signature} if signature is not None else {}
    return client.post(
        "/api/v1/media/webhooks", data=body, headers=headers, content_type="application/json"
    )


def signed(body: bytes, *, key: str | None = None, age_s: float = 0) -> str:
    return sign(body, key or settings().media_key, time.time() - age_s)


def count_facts(database: Database) -> int:
    with database() as uow:
        return uow.session.scalar(sa.select(sa.func.count()).select_from(EventRow)) or 0


class TestWebhook:
    def test_a_signed_fact_is_taken_in(
        self, client: FlaskClient, database: Database, delivery: bytes
    ) -> None:
        answer = send(client, delivery, signed(delivery))
        assert answer.status_code == 200
        assert answer.get_json() == {"taken": 1, "new": 1}
        assert count_facts(database) == 1

    def test_a_repeated_delivery_is_acknowledged_and_changes_nothing(
        self, client: FlaskClient, database: Database, delivery: bytes
    ) -> None:
        send(client, delivery, signed(delivery))
        assert send(client, delivery, signed(delivery)).get_json() == {"taken": 1, "new": 0}
        assert count_facts(database) == 1

    @pytest.mark.parametrize("case", ["unsigned", "foreign key", "old", "altered"])
    def test_what_the_node_did_not_just_sign_is_refused(
        self, client: FlaskClient, database: Database, delivery: bytes, case: str
    ) -> None:
        signature = {
            "unsigned": None,
            "foreign key": signed(delivery, key="x" * 40),
            "old": signed(delivery, age_s=600),
            "altered": signed(delivery + b" "),
        }[case]
        answer = send(client, delivery, signature)
        assert answer.status_code == 403
        assert answer.get_json()["code"] == "media.webhook.unsigned"
        assert count_facts(database) == 0

    def test_a_signed_body_that_is_no_delivery_is_refused(self, client: FlaskClient) -> None:
        body = b'{"facts": 3}'
        assert send(client, body, signed(body)).status_code == 422
