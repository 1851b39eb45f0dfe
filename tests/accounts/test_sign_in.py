"""Coming in, through the real doors."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from server.accounts import services
from server.accounts.events import SignedOut
from server.accounts.models import Account, AuthSession
from server.accounts.tasks import end_expired_sessions
from server.core import clock, event_log, sms
from server.core.event_tail import EventTail
from server.core.events import EventRow
from server.core.http import SESSION_COOKIE
from server.core.identity import Role
from server.core.sockets import socketio
from tests.factories.accounts import PASSWORD, make_account

PHONE = "13900009999"


def last_code(database: Callable[[], Any]) -> str:
    with database() as uow:
        newest = sa.select(sms.DemoMessage).order_by(sms.DemoMessage.id.desc()).limit(1)
        found: str = uow.scalars(newest)[0].fields["code"]
        return found


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.fixture
def worker(database: Callable[[], Any]) -> Account:
    with database() as uow:
        return make_account(uow, Role.WORKER, phone=PHONE)


@pytest.fixture
def staff(database: Callable[[], Any]) -> Account:
    with database() as uow:
        return make_account(uow, Role.AUDITOR)


class TestByPhone:
    def test_a_worker_comes_in_with_the_code_of_the_message(self, client, worker, database):
        asked = client.post("/sign-in/phone", data={"phone": "139 0000 9999"})
        assert asked.location == "/sign-in/code"
        came = client.post("/sign-in/code", data={"code": last_code(database)})
        assert came.status_code == 302
        assert client.get("/api/v1/me").json["role"] == "worker"

    def test_the_cookie_is_out_of_reach_of_scripts(self, client, worker, database):
        client.post("/sign-in/phone", data={"phone": PHONE})
        came = client.post("/sign-in/code", data={"code": last_code(database)})
        cookie = next(line for line in came.headers.getlist("Set-Cookie") if SESSION_COOKIE in line)
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie

    def test_the_answer_is_the_same_whether_the_phone_has_an_account(self, client, worker):
        known = client.post("/sign-in/phone", data={"phone": PHONE})
        unknown = client.post("/sign-in/phone", data={"phone": "13911112222"})
        assert (known.status_code, known.location) == (unknown.status_code, unknown.location)

    def test_a_phone_without_an_account_goes_on_to_registration(self, client, database):
        client.post("/sign-in/phone", data={"phone": "13911112222"})
        came = client.post("/sign-in/code", data={"code": last_code(database)})
        assert came.location == "/register"
        assert SESSION_COOKIE not in str(came.headers)

    def test_the_phone_stands_neither_in_the_address_nor_whole_on_the_page(self, client, worker):
        asked = client.post("/sign-in/phone", data={"phone": PHONE})
        page = client.get(asked.location)
        assert PHONE not in asked.location
        assert PHONE not in page.text
        assert "139****9999" in page.text

    def test_a_wrong_number_is_told_beside_its_field(self, client):
        refused = client.post("/sign-in/phone", data={"phone": "12345"})
        assert refused.status_code == 422
        assert 'aria-invalid="true"' in refused.text
        assert 'value="12345"' in refused.text

    def test_five_wrong_codes_close_the_door_to_the_right_one(self, client, worker, database):
        client.post("/sign-in/phone", data={"phone": PHONE})
        code = last_code(database)
        for _ in range(5):
            assert client.post("/sign-in/code", data={"code": wrong(code)}).status_code == 422
        assert client.post("/sign-in/code", data={"code": code}).status_code == 422
        assert client.get("/api/v1/me").status_code == 401

    def test_a_disabled_account_does_not_come_in(self, client, worker, database):
        with database() as uow:
            services.disable_account(uow, account_id=worker.id)
        client.post("/sign-in/phone", data={"phone": PHONE})
        came = client.post("/sign-in/code", data={"code": last_code(database)})
        assert SESSION_COOKIE not in str(came.headers)


class TestByPassword:
    def sign_in(self, client: FlaskClient, name: str, password: str, onward: str = "") -> Any:
        data = {"login_name": name, "password": password, "next": onward}
        return client.post("/sign-in/password", data=data)

    def test_staff_come_in_with_name_and_password(self, client, staff):
        assert self.sign_in(client, staff.login_name.upper(), PASSWORD).status_code == 302
        assert client.get("/api/v1/me").json["account_id"] == str(staff.id)

    def test_they_go_on_to_the_page_they_asked_for(self, client, staff):
        assert self.sign_in(client, staff.login_name, PASSWORD, "/account").location == "/account"

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example", "//evil.example", "/\\evil", "/x"]
    )
    def test_nobody_is_sent_elsewhere(self, client, staff, elsewhere):
        assert self.sign_in(client, staff.login_name, PASSWORD, elsewhere).location == "/"

    def test_a_wrong_password_and_an_unknown_name_are_refused_alike(self, client, staff):
        known = self.sign_in(client, staff.login_name, "not this one at all")
        unknown = self.sign_in(client, "nobody.here", "not this one at all")
        assert known.status_code == unknown.status_code == 422
        assert "登录名或密码不对" in known.text
        assert "登录名或密码不对" in unknown.text

    def test_the_password_is_not_shown_again(self, client, staff):
        refused = self.sign_in(client, staff.login_name, "not this one at all")
        assert "not this one at all" not in refused.text

    def test_after_ten_failures_even_the_right_one_must_wait(self, client, staff):
        for _ in range(10):
            assert self.sign_in(client, staff.login_name, "wrong password").status_code == 422
        assert self.sign_in(client, staff.login_name, PASSWORD).status_code == 429
        with clock.fixed(clock.now() + timedelta(minutes=16)):
            assert self.sign_in(client, staff.login_name, PASSWORD).status_code == 302

    def test_an_unknown_name_is_locked_like_a_known_one(self, client):
        for _ in range(10):
            self.sign_in(client, "nobody.here", "wrong password")
        assert self.sign_in(client, "nobody.here", "wrong password").status_code == 429

    def test_a_form_of_another_site_does_not_sign_anybody_in(self, app, client, staff):
        app.config["WTF_CSRF_ENABLED"] = True
        assert self.sign_in(client, staff.login_name, PASSWORD).status_code == 400


class TestSessions:
    def test_the_table_does_not_hold_the_token(self, staff, database):
        with database() as uow:
            token = services.open_session(uow, staff)
            assert token not in str(
                uow.session.execute(sa.text("SELECT * FROM auth_sessions")).all()
            )

    def test_signing_out_ends_the_session_itself_and_not_only_the_cookie(self, as_, staff, app):
        browser = as_(staff)
        token = browser.get_cookie(SESSION_COOKIE).value
        browser.post("/sign-out")
        copied = app.test_client()
        copied.set_cookie(SESSION_COOKIE, token)
        assert copied.get("/api/v1/me").status_code == 401

    def test_a_disabled_account_is_out_at_its_next_request(self, as_, staff, database):
        browser = as_(staff)
        with database() as uow:
            services.disable_account(uow, account_id=staff.id)
        assert browser.get("/api/v1/me").status_code == 401

    def test_another_device_can_be_signed_out(self, as_, staff, database):
        here, there = as_(staff), as_(staff)
        with database() as uow:
            ids = uow.scalars(sa.select(AuthSession.id).order_by(AuthSession.id))
        here.post(f"/account/sessions/{ids[1]}/end")
        assert there.get("/api/v1/me").status_code == 401
        assert here.get("/api/v1/me").status_code == 200

    def test_a_session_of_somebody_else_cannot_be_ended(self, as_, staff, worker, database):
        mine, theirs = as_(staff), as_(worker)
        with database() as uow:
            ids = uow.scalars(sa.select(AuthSession.id).order_by(AuthSession.id))
        assert mine.post(f"/account/sessions/{ids[1]}/end").status_code == 404
        assert theirs.get("/api/v1/me").status_code == 200

    def test_staff_who_did_nothing_for_four_hours_sign_in_again(self, as_, staff):
        browser = as_(staff)
        with clock.fixed(clock.now() + timedelta(hours=4, minutes=1)):
            assert browser.get("/api/v1/me").status_code == 401

    def test_staff_who_keep_working_stay_in_until_the_day_is_over(self, as_, staff):
        browser = as_(staff)
        begun = clock.now()
        for hours in (3, 6, 9, 11):
            with clock.fixed(begun + timedelta(hours=hours)):
                assert browser.get("/api/v1/me").status_code == 200
        with clock.fixed(begun + timedelta(hours=12, minutes=1)):
            assert browser.get("/api/v1/me").status_code == 401

    def test_the_sockets_of_a_session_that_is_over_are_hung_up(self, app, as_, staff, database):
        socket = socketio.test_client(app, flask_test_client=as_(staff))
        tail = EventTail(app.extensions["lianpin_waker"])
        tail._position = event_log.Position()
        with clock.fixed(clock.now() + timedelta(hours=12, minutes=1)):
            with database() as uow:
                end_expired_sessions(uow)
            with database() as uow:
                end_expired_sessions(uow)
                ended = uow.scalars(sa.select(EventRow).where(EventRow.name == SignedOut.NAME))
            tail._emit_new()
        assert len(ended) == 1
        assert not socket.is_connected()

    def test_a_new_password_ends_the_other_sessions(self, as_, staff):
        here, there = as_(staff), as_(staff)
        sent = {
            "current": PASSWORD,
            "password": "another quiet one",
            "repeated": "another quiet one",
        }
        assert here.post("/account/password", data=sent).status_code == 302
        assert here.get("/api/v1/me").status_code == 200
        assert there.get("/api/v1/me").status_code == 401

    def test_a_new_password_needs_the_one_in_use(self, as_, staff):
        sent = {
            "current": "a guess",
            "password": "another quiet one",
            "repeated": "another quiet one",
        }
        assert as_(staff).post("/account/password", data=sent).status_code == 422

    def test_the_chosen_language_follows_the_account(self, as_, staff):
        as_(staff).post("/account/language", data={"locale": "en"})
        assert "Where you are signed in" in as_(staff).get("/account").text


class TestForPrograms:
    def test_a_program_gets_a_token_and_gives_it_back(self, client, staff):
        sent = {"login_name": staff.login_name, "password": PASSWORD}
        opened = client.post("/api/v1/session", json=sent)
        assert opened.status_code == 201
        bearer = {"Authorization": f"Bearer {opened.json['token']}"}
        assert client.get("/api/v1/me", headers=bearer).status_code == 200
        assert client.delete("/api/v1/session", headers=bearer).status_code == 200
        assert client.get("/api/v1/me", headers=bearer).status_code == 401
