"""What a door answers when it refuses: nothing typed is lost, nobody is led elsewhere."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from server.core import rate_limit, unit_of_work
from server.core.errors import Conflict, TooMany, details_of, problem_details
from server.core.ids import new_id
from tests.factories.bureaus import make_bureau, make_organizer

Database = Callable[[], Any]
As = Callable[[Any], FlaskClient]


class TestTooManyTries:
    def test_a_form_comes_back_as_it_was_typed(
        self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: Any, **__: Any) -> None:
            raise TooMany(retry_after_s=90)

        monkeypatch.setattr("server.accounts.pages.send_sign_in_code", refuse)
        answer = client.post("/sign-in/phone", data={"phone": "13900004321", "next": "/calendar"})
        assert answer.status_code == 429
        assert 'value="13900004321"' in answer.text
        assert answer.headers["Retry-After"] == "90"

    def test_a_page_says_when_to_try_again(
        self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rate_limit, "allow", lambda *_, **__: False)
        answer = client.post("/verify", data={"file": (io.BytesIO(b"%PDF-1.7"), "a.pdf")})
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0


class TestWhoIsNotSignedIn:
    @pytest.mark.parametrize("path", ["/me", "/desk", "/bureau", "/station", "/offers/{id}"])
    def test_is_asked_to_sign_in_and_comes_back(self, client: FlaskClient, path: str) -> None:
        path = path.format(id=new_id())
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/sign-in?next={path}"

    def test_is_told_in_the_same_words_whether_a_record_is_there(
        self, client: FlaskClient, database: Database
    ) -> None:
        with database() as uow:
            bureau = make_bureau(uow)
        there, not_there = (client.get(f"/bureaus/{each}") for each in (bureau.id, new_id()))
        assert there.status_code == not_there.status_code == 302

    def test_hears_of_a_public_page_that_it_is_not_there(self, client: FlaskClient) -> None:
        assert client.get(f"/fairs/{new_id()}").status_code == 404

    def test_comes_back_to_the_page_whose_form_was_sent(self, client: FlaskClient) -> None:
        answer = client.post(
            f"/booths/{new_id()}/queue",
            headers={"Referer": "http://localhost/calendar?month=2026-11"},
        )
        assert answer.headers["Location"] == "/sign-in?next=/calendar?month%3D2026-11"

    def test_never_comes_back_to_what_answers_post_alone(self, client: FlaskClient) -> None:
        for referer in ("", "http://elsewhere.example/calendar"):
            answer = client.post("/inbox/read-all", headers={"Referer": referer})
            assert answer.headers["Location"] == "/sign-in"


class TestWhereOneIsLed:
    @pytest.mark.parametrize(
        "address",
        [
            "//elsewhere.example/me",
            "/\\elsewhere.example/me",
            "/\t/elsewhere.example/me",
            "/\r/elsewhere.example/me",
            "/m\re",
            "https://elsewhere.example/me",
        ],
    )
    def test_is_a_page_of_ours(self, database: Database, as_: As, address: str) -> None:
        with database() as uow:
            organizer = make_organizer(uow)
        answer = as_(organizer).get("/sign-in", query_string={"next": address})
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/calendar"

    def test_the_language_switch_stays_here(self, client: FlaskClient) -> None:
        answer = client.get("/", environ_overrides={"PATH_INFO": "/\\elsewhere.example/x"})
        assert answer.status_code == 404
        assert 'href="/\\elsewhere' not in answer.text


class TestAHostThatIsNotOurs:
    def test_is_refused(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(app.config, "TRUSTED_HOSTS", ["lianpin.example"])
        for path in ("/", "/api/v1/areas"):
            answer = app.test_client().get(path, headers={"Host": "elsewhere.example"})
            assert answer.status_code == 400


class TestADatabaseThatDoesNotAnswer:
    def test_is_said_to_be_back_soon(
        self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def locked(*_: Any, **__: Any) -> None:
            raise OperationalError("SELECT", {}, Exception("database is locked"))

        monkeypatch.setattr(unit_of_work.Session, "execute", locked)
        monkeypatch.setattr(unit_of_work.Session, "scalars", locked)
        assert client.get("/calendar").status_code == 503
        assert client.get("/api/v1/areas").get_json()["code"] == "unavailable"


class TestPrivateAnswers:
    def test_are_kept_by_nobody(self, database: Database, as_: As) -> None:
        with database() as uow:
            organizer = make_organizer(uow)
        browser = as_(organizer)
        for path in ("/calendar", "/api/v1/me"):
            assert browser.get(path).headers["Cache-Control"] == "no-store"


class TestTheApi:
    def test_says_what_a_refusal_knows_besides_its_sentence(self) -> None:
        refusal = Conflict(clashes=[{"fair_id": new_id(), "at": 1}], number=3)
        details = problem_details(refusal)["details"]
        assert details == details_of(refusal)
        assert details["number"] == 3
        assert isinstance(details["clashes"][0]["fair_id"], str)

    def test_reads_no_form(self, client: FlaskClient) -> None:
        answer = client.post("/api/v1/session", data={"login_name": "a", "password": "b"})
        assert (answer.status_code, answer.get_json()["code"]) == (415, "not_json")

    def test_reads_json_that_says_so(self, client: FlaskClient) -> None:
        answer = client.post("/api/v1/session", json={"login_name": "a", "password": "b"})
        assert answer.get_json()["code"] != "not_json"
