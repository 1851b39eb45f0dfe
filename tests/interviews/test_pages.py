"""The pages through the real door."""

from collections.abc import Callable
from typing import Any

import pytest

from server.interviews import services
from server.interviews.models import Interview
from tests.factories.interviews import both_come, make_interview, make_ticket
from tests.interviews.conftest import Scene

As = Callable[[Any], Any]


@pytest.fixture
def interview(scene: Scene, database: Any) -> Interview:
    """Both sides are in the room."""
    with database() as uow:
        ticket = make_ticket(uow, booth=scene.booth, worker=scene.worker, officer_may_sit_in=True)
        return make_interview(uow, ticket=ticket, started=True)


@pytest.fixture
def over(database: Any, interview: Interview) -> Interview:
    """The conversation has ended."""
    with database() as uow:
        return services.end_interview(uow, interview_id=interview.id)


class TestQueuePage:
    def test_before_a_number_it_offers_one(self, scene: Scene, as_: As) -> None:
        page = as_(scene.worker_account).get(f"/booths/{scene.booth.id}/queue")
        assert "取号" in page.text

    def test_the_station_is_offered_as_company(self, scene: Scene, as_: As) -> None:
        page = as_(scene.worker_account).get(f"/booths/{scene.booth.id}/queue")
        assert scene.station.name in page.text

    def test_the_form_works_without_any_script(self, scene: Scene, as_: As) -> None:
        browser = as_(scene.worker_account)
        answer = browser.post(f"/booths/{scene.booth.id}/queue", data={})
        assert answer.status_code == 302
        page = browser.get(f"/booths/{scene.booth.id}/queue")
        assert 'data-number="1"' in page.text

    def test_a_second_form_says_that_there_is_a_number(self, scene: Scene, as_: As) -> None:
        browser = as_(scene.worker_account)
        browser.post(f"/booths/{scene.booth.id}/queue", data={})
        again = browser.post(f"/booths/{scene.booth.id}/queue", data={})
        assert again.status_code == 409
        assert "您在这个展位已经有号了" in again.text

    def test_a_recruiter_has_no_number(self, scene: Scene, as_: As) -> None:
        page = as_(scene.recruiter).get(f"/booths/{scene.booth.id}/queue")
        assert page.status_code == 403

    def test_a_visitor_signs_in_first(self, scene: Scene, client: Any) -> None:
        answer = client.get(f"/booths/{scene.booth.id}/queue")
        assert answer.status_code == 302
        assert "/sign-in" in answer.location


class TestDesk:
    def test_the_recruiter_sees_who_waits(self, scene: Scene, as_: As, database: Any) -> None:
        with database() as uow:
            make_ticket(uow, booth=scene.booth, worker=scene.worker)
        page = as_(scene.recruiter).get(f"/booths/{scene.booth.id}/desk")
        assert "叫下一位" in page.text
        assert "石*" in page.text

    def test_who_waits_is_shown_by_family_name_only(
        self, scene: Scene, as_: As, database: Any
    ) -> None:
        with database() as uow:
            make_ticket(uow, booth=scene.booth, worker=scene.worker)
        page = as_(scene.recruiter).get(f"/booths/{scene.booth.id}/desk/now")
        assert "石㛃" not in page.text

    @pytest.mark.parametrize("who", ["stranger", "worker_account", "officer"])
    def test_nobody_else_opens_the_desk(self, scene: Scene, as_: As, who: str) -> None:
        page = as_(getattr(scene, who)).get(f"/booths/{scene.booth.id}/desk")
        assert page.status_code == 403

    def test_an_interview_that_is_over_asks_for_marks(
        self, scene: Scene, as_: As, over: Interview
    ) -> None:
        page = as_(scene.recruiter).get(f"/booths/{scene.booth.id}/desk")
        assert f"/interviews/{over.id}/scorecard" in page.text


class TestRoomPage:
    @pytest.mark.parametrize(
        ("who", "place"),
        [("recruiter", "recruiter"), ("worker_account", "worker"), ("officer", "officer")],
    )
    def test_each_takes_the_own_place(
        self, scene: Scene, as_: As, interview: Interview, who: str, place: str
    ) -> None:
        page = as_(getattr(scene, who)).get(f"/interviews/{interview.id}/room")
        assert f'data-place="{place}"' in page.text
        assert "石㛃" in page.text

    @pytest.mark.parametrize("who", ["stranger", "other_account", "far_officer"])
    def test_to_others_it_is_not_there(
        self, scene: Scene, as_: As, interview: Interview, who: str
    ) -> None:
        page = as_(getattr(scene, who)).get(f"/interviews/{interview.id}/room")
        assert page.status_code == 404

    @pytest.mark.parametrize(
        ("who", "onward"),
        [("recruiter", "/scorecard"), ("worker_account", "/me"), ("officer", "/interviews/seats")],
    )
    def test_afterwards_each_goes_on(
        self, scene: Scene, as_: As, over: Interview, who: str, onward: str
    ) -> None:
        answer = as_(getattr(scene, who)).get(f"/interviews/{over.id}/room")
        assert answer.status_code == 302
        assert onward in answer.location


MARKS = {"experience": "4", "communication": "5", "readiness": "3", "result": "pass"}


class TestScorecardPage:
    def test_marks_lead_to_an_offer(self, scene: Scene, as_: As, over: Interview) -> None:
        browser = as_(scene.recruiter)
        answer = browser.post(f"/interviews/{over.id}/scorecard", data=MARKS)
        assert answer.status_code == 302
        page = browser.get(answer.location)
        assert f"/interviews/{over.id}/offers/new" in page.text

    def test_a_missing_mark_keeps_what_was_typed(
        self, scene: Scene, as_: As, over: Interview
    ) -> None:
        data = {"experience": "4", "note": "踏实肯干", "result": "pass"}
        answer = as_(scene.recruiter).post(f"/interviews/{over.id}/scorecard", data=data)
        assert answer.status_code == 422
        assert "踏实肯干" in answer.text

    def test_twice_is_refused(self, scene: Scene, as_: As, over: Interview) -> None:
        browser = as_(scene.recruiter)
        browser.post(f"/interviews/{over.id}/scorecard", data=MARKS)
        again = browser.post(f"/interviews/{over.id}/scorecard", data=MARKS)
        assert again.status_code == 409

    def test_the_worker_never_sees_the_marks(self, scene: Scene, as_: As, over: Interview) -> None:
        page = as_(scene.worker_account).get(f"/interviews/{over.id}/scorecard")
        assert page.status_code == 403

    def test_another_enterprise_does_not_know_of_it(
        self, scene: Scene, as_: As, over: Interview
    ) -> None:
        page = as_(scene.stranger).get(f"/interviews/{over.id}/scorecard")
        assert page.status_code == 404


class TestSeats:
    def test_the_officer_sees_who_asks(self, scene: Scene, as_: As, interview: Interview) -> None:
        page = as_(scene.officer).get("/interviews/seats")
        assert f"/interviews/{interview.id}/room" in page.text

    def test_another_stations_officer_sees_nobody(
        self, scene: Scene, as_: As, interview: Interview
    ) -> None:
        page = as_(scene.far_officer).get("/interviews/seats")
        assert str(interview.id) not in page.text

    def test_a_worker_has_no_such_page(self, scene: Scene, as_: As) -> None:
        assert as_(scene.worker_account).get("/interviews/seats").status_code == 403


class TestFirstPages:
    def test_the_worker_finds_the_number(self, scene: Scene, as_: As, database: Any) -> None:
        with database() as uow:
            make_ticket(uow, booth=scene.booth, worker=scene.worker)
        page = as_(scene.worker_account).get("/me")
        assert f"/booths/{scene.booth.id}/queue" in page.text

    def test_the_recruiter_finds_the_desk(self, scene: Scene, as_: As) -> None:
        page = as_(scene.recruiter).get("/desk")
        assert f"/booths/{scene.booth.id}/desk" in page.text

    def test_the_officer_finds_who_asks(self, scene: Scene, as_: As, interview: Interview) -> None:
        page = as_(scene.officer).get("/station")
        assert f"/interviews/{interview.id}/room" in page.text

    def test_a_running_interview_is_on_the_workers_first_page(
        self, scene: Scene, as_: As, interview: Interview, database: Any
    ) -> None:
        with database() as uow:
            both_come(uow, interview.room_id)
        page = as_(scene.worker_account).get("/me")
        assert f"/interviews/{interview.id}/room" in page.text
