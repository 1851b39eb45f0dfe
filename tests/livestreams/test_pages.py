"""The pages and commands of stage and audience through the real door."""

from collections.abc import Callable
from typing import Any

import pytest

from server.livestreams import services
from server.livestreams.models import LiveSession
from tests.factories.livestreams import make_session
from tests.interviews.conftest import Refused, Scene, scene, socket_of

__all__ = ["scene", "socket_of"]

As = Callable[[Any], Any]
Database = Callable[[], Any]
SocketOf = Callable[[Any], Callable[..., Any]]


@pytest.fixture
def session(scene: Scene, database: Database) -> LiveSession:
    """The booth is on air."""
    with database() as uow:
        return make_session(uow, booth=scene.booth, on_air=True)


class TestWatchPage:
    def test_a_visitor_sees_the_shelf_and_the_way_to_sign_in(
        self, client: Any, session: LiveSession
    ) -> None:
        page = client.get(f"/live/{session.id}")
        assert page.status_code == 200
        assert "电子装配工" in page.text
        assert "登录后报名" in page.text

    def test_a_worker_applies_with_one_tap(
        self, scene: Scene, as_: As, session: LiveSession
    ) -> None:
        browser = as_(scene.worker_account)
        assert "data-apply=" in browser.get(f"/live/{session.id}").text
        posting = self.posting_of(browser, session)
        answer = browser.post(
            f"/api/v1/live/{session.id}/applications", json={"posting_id": posting}
        )
        assert answer.status_code == 201
        again = browser.post(
            f"/api/v1/live/{session.id}/applications", json={"posting_id": posting}
        )
        assert again.status_code == 409
        assert again.get_json()["code"] == "jobs.application.already_applied"

    def posting_of(self, browser: Any, session: LiveSession) -> str:
        text = browser.get(f"/live/{session.id}").text
        return text.split('data-apply="')[1].split('"')[0]

    def test_a_recruiter_does_not_apply(self, scene: Scene, as_: As, session: LiveSession) -> None:
        posting = self.posting_of(as_(scene.worker_account), session)
        answer = as_(scene.recruiter).post(
            f"/api/v1/live/{session.id}/applications", json={"posting_id": posting}
        )
        assert answer.status_code == 403

    def test_afterwards_the_jobs_stay(
        self, client: Any, session: LiveSession, database: Database
    ) -> None:
        with database() as uow:
            services.end_session(uow, live_session_id=session.id)
        page = client.get(f"/live/{session.id}")
        assert "直播已结束" in page.text
        assert "电子装配工" in page.text

    def test_what_is_on_air_is_listed(self, client: Any, session: LiveSession) -> None:
        assert f"/live/{session.id}" in client.get("/live").text


class TestStudio:
    def test_the_recruiter_opens_it(self, scene: Scene, as_: As, session: LiveSession) -> None:
        page = as_(scene.recruiter).get(f"/live/{session.id}/studio")
        assert "data-studio" in page.text

    @pytest.mark.parametrize("who", ["stranger", "worker_account", "officer"])
    def test_nobody_else_does(self, scene: Scene, as_: As, session: LiveSession, who: str) -> None:
        assert as_(getattr(scene, who)).get(f"/live/{session.id}/studio").status_code == 403

    def test_a_booth_without_a_slot_opens_one_itself(self, scene: Scene, as_: As) -> None:
        browser = as_(scene.recruiter)
        assert "自行开播" in browser.get(f"/booths/{scene.booth.id}/studio").text
        answer = browser.post(f"/booths/{scene.booth.id}/studio")
        assert "/studio" in answer.location
        assert browser.get(answer.location).status_code == 200


class TestCommands:
    def test_a_visitor_gets_a_viewers_place(
        self, socket_of: SocketOf, session: LiveSession
    ) -> None:
        entry = socket_of(None)("live.watch", live_session_id=session.id)
        assert entry["place"] == "viewer"

    def test_the_recruiter_gets_the_stage(
        self, scene: Scene, socket_of: SocketOf, session: LiveSession
    ) -> None:
        entry = socket_of(scene.recruiter)("live.take_stage", live_session_id=session.id)
        assert entry["place"] == "stage"

    @pytest.mark.parametrize("who", ["stranger", "worker_account"])
    @pytest.mark.parametrize("name", ["live.take_stage", "live.end"])
    def test_nobody_else_takes_the_stage_or_ends_it(
        self, scene: Scene, socket_of: SocketOf, session: LiveSession, who: str, name: str
    ) -> None:
        send = socket_of(getattr(scene, who))
        with pytest.raises(Refused) as caught:
            send(name, live_session_id=session.id)
        assert caught.value.code == "forbidden"

    def test_after_the_end_nobody_watches(
        self, scene: Scene, socket_of: SocketOf, session: LiveSession
    ) -> None:
        socket_of(scene.recruiter)("live.end", live_session_id=session.id)
        send = socket_of(None)
        with pytest.raises(Refused) as caught:
            send("live.watch", live_session_id=session.id)
        assert caught.value.code == "livestreams.session.over"
