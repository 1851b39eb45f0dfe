"""Sends nonsense to every door: it is refused in words, never by failing.

Two walks, both made from the table of doors. One asks every payload's every field, without a
request. The other sends what is no payload at all, as somebody who may come in.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from server.core import unit_of_work
from server.core.doors import DOORS, Door
from server.core.errors import LianpinError
from server.core.http import SESSION_COOKIE
from server.core.permissions import allows
from server.core.schemas import LARGEST_NUMBER, Payload, form_values
from tests.house import country
from tests.house.country import OURS, Country
from tests.house.test_every_door_keeps_its_scope import address, names_in

Database = Callable[[], Any]
MANY = 5_000
"""More than any list takes."""


def every_payload() -> Iterator[type[Payload]]:
    """Each model once."""
    yield from dict.fromkeys(door.payload for door in DOORS if door.payload is not None)


def is_refused(model: type[Payload], field: str, value: Any) -> bool:
    """Whether `value` in `field` is what is wrong, or among it."""
    try:
        model.model_validate({field: value})
    except ValidationError as wrong:
        return any(error["loc"][:1] == (field,) for error in wrong.errors(include_input=False))
    return False


def accepting(value: Any, *, in_list: bool = True) -> list[str]:
    """The fields that take `value`, alone or in a list."""
    return [
        f"{model.__name__}.{field}"
        for model in every_payload()
        for field in model.model_fields
        if not is_refused(model, field, value)
        or (in_list and not is_refused(model, field, [value]))
    ]


@pytest.mark.usefixtures("app")
class TestEveryField:
    def test_has_a_longest_text(self) -> None:
        assert accepting("x" * 10_000) == []

    def test_takes_nothing_that_cannot_be_stored(self) -> None:
        assert accepting("a\x00b") == []
        assert accepting("a\ud800b") == []

    def test_has_a_largest_number(self) -> None:
        for number in (LARGEST_NUMBER + 1, -LARGEST_NUMBER - 1, 10**30):
            for value in (number, str(number)):
                assert [field for field in accepting(value) if is_number(field)] == []

    def test_has_a_first_and_a_last_day(self) -> None:
        for day in ("0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00"):
            assert [field for field in accepting(day) if is_day(field)] == []

    def test_has_a_longest_list(self) -> None:
        for value in ("0191d2a0-1390-7000-8000-000000000000", "x", 1):
            assert accepting([value] * MANY, in_list=False) == []


def schema_of(field: str) -> str:
    """What the field takes, as the text of its JSON schema."""
    name, _, attribute = field.partition(".")
    (schema, *_) = (
        model.model_json_schema()["properties"][attribute]
        for model in every_payload()
        if model.__name__ == name and attribute in model.model_fields
    )
    return json.dumps(schema)


def is_number(field: str) -> bool:
    return '"integer"' in schema_of(field)


def is_day(field: str) -> bool:
    return '"date' in schema_of(field)


def who_may(door: Door, land: Country) -> tuple[str, dict[str, Any]] | None:
    """Somebody whom the door lets in, and the ids in its path."""
    for ids in (land.private, land.public):
        if not set(names_in(door)) <= set(ids):
            continue
        path = {name: ids[name] for name in names_in(door)}
        for who in (*OURS, "administrator", "pending_recruiter"):
            actor = land.actors[who]
            with unit_of_work.reading(actor) as uow:
                try:
                    subject = None if door.loads_by_payload else door._load(uow, path, None, None)
                except LianpinError:
                    continue
                if door.loads_by_payload or allows(uow, actor, door.needs, subject):
                    return who, path
    return None


NONSENSE_BODIES = {
    "no JSON": b"{",
    "no object": b"[1, 2]",
    "nothing": b"null",
    "bytes": b"\xff\xfe\x00",
    "a surrogate": b'{"a": "\\ud800"}',
    "a deep pit": b'{"a":' * 400 + b"1" + b"}" * 400,
    "a field of nobody": b'{"nobody": 1}',
    "a huge number": b'{"a": 1' + b"0" * 5000 + b"}",
}


def poisoned(model: type[Payload] | None, value: Any) -> dict[str, Any]:
    """Every field with the same value."""
    return dict.fromkeys(model.model_fields, value) if model is not None else {}


@pytest.fixture
def land(app: Flask, database: Database) -> Iterator[Country]:
    """The country, committed."""
    app.config["WTF_CSRF_ENABLED"] = False
    with database() as uow:
        made = country.found(uow)
    with app.test_request_context():
        yield made


def sendings(door: Door) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Each kind of nonsense for the door, with the call that sends it."""
    path_of = partial(address, door)

    def send(browser: FlaskClient, path: dict[str, Any], **options: Any) -> Any:
        return browser.open(path_of(**path), method=door.name.split(" ")[0], **options)

    if not door.writes and door.name.startswith("GET"):
        if door.payload is not None:
            for value in ("\x00", "-1"):
                query = poisoned(door.payload, value)
                yield f"?={value[:12]!r}", partial(send, query_string=query)
        return
    if door.kind == "api":
        for what, body in NONSENSE_BODIES.items():
            yield what, partial(send, data=body, content_type="application/json")
        yield "no JSON type", partial(send, data={"a": "b"})
        for value in ("\x00", None, {}):
            yield repr(value), partial(send, json=poisoned(door.payload, value))
        return
    yield "a field of nobody", partial(send, data={"nobody": "1"})
    for value in ("", "\x00", "9"):
        yield repr(value[:12]), partial(send, data=poisoned(door.payload, value))


class TestEveryDoor:
    def test_refuses_what_is_no_payload(self, app: Flask, land: Country) -> None:
        failed, entered = [], 0
        for door in DOORS:
            takes = door.payload is not None or door.writes
            if door.kind == "socket" or not takes or door.endpoint in LEAVING:
                continue
            allowed = who_may(door, land)
            browser = app.test_client()
            path = dict.fromkeys(names_in(door), "x")
            if allowed is not None:
                who, path = allowed
                browser.set_cookie(SESSION_COOKIE, land.tokens[who])
                entered += 1
            for what, send in sendings(door):
                status = send(browser, path).status_code
                if status >= 500:
                    failed.append((door.name, what, status))
        assert failed == []
        assert entered > 50, "the walk must get beyond the permissions"


LEAVING = {"accounts.sign_out", "accounts_api.end_session", "accounts.end_other_sessions"}
"""These end the walker's own session."""


class TestAPathOfNonsense:
    @pytest.mark.parametrize(
        "path",
        [
            "/fairs/not-an-id",
            "/fairs/%00",
            "/pki/%00.crl",
            "/pki/..%2f..%2fsecrets.crt",
            "/calendar/workers/%00.ics",
            "/calendar/workers/" + "x" * 5000 + ".ics",
            "/api/v1/areas/%00",
            "/api/v1/areas/" + "9" * 400,
            "/%ff%fe",
            "/static/%00",
            "/static/..%2f..%2fwsgi.py",
            "/?lang=%00",
            "/calendar?month=%ff",
        ],
    )
    def test_leads_nowhere(self, client: FlaskClient, path: str) -> None:
        assert client.get(path).status_code in (200, 302, 400, 404, 422)
        assert client.post(path).status_code in (302, 400, 404, 405)

    @pytest.mark.parametrize("name", [SESSION_COOKIE, "session", "lianpin_language"])
    def test_neither_does_a_cookie_of_nonsense(self, client: FlaskClient, name: str) -> None:
        for value in ("", "\x00", "x" * 3000, "é", "a.b.c"):
            client.set_cookie(name, value)
            assert client.get("/").status_code == 200

    @pytest.mark.parametrize("bearer", ["Bearer ", "Bearer \x7f", "Bearer é", "Basic YTpi"])
    def test_nor_a_token_of_nonsense(self, client: FlaskClient, bearer: str) -> None:
        headers = {"Authorization": bearer}
        assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_an_empty_field_of_a_form_is_missing_and_a_box_that_is_off_is_false() -> None:
    class Form(Payload):
        words: str = "default"
        box: bool = False
        many: tuple[str, ...] = ()

    assert form_values(Form, MultiDict({"words": "", "many": "a"})) == {"many": ["a"], "box": False}
