"""A conversation between real browsers: rings, opens, flows both ways, third seat, ends."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from server.interviews import queries
from server.interviews.models import Interview, InterviewState
from server.media.models import Room
from tests.factories.interviews import make_ticket
from tests.interviews.conftest import Scene
from tests.interviews.stage import Opens, Person, opens, platform

__all__ = ["opens", "platform"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.any_database]
Database = Callable[[], Any]


@pytest.fixture
def talking(scene: Scene, opens: Opens, database: Database) -> tuple[Person, Person]:
    """Worker and recruiter, both in the room, as the pages lead them there."""
    with database() as uow:
        make_ticket(uow, booth=scene.booth, worker=scene.worker)
    worker, recruiter = opens(scene.worker_account, width=390, height=844), opens(scene.recruiter)
    worker.go(f"/booths/{scene.booth.id}/queue")
    expect(worker.page.locator("[data-ticket-number]")).to_have_text("1")
    recruiter.go(f"/booths/{scene.booth.id}/desk")
    recruiter.page.locator("[data-call-next]").click()
    expect(worker.page.locator("#ringing")).to_be_visible()
    worker.page.locator('#ringing [data-action="answer"]').click()
    for person in (worker, recruiter):
        person.page.wait_for_url("**/room")
    return worker, recruiter


def the_interview(database: Database) -> Interview:
    with database() as uow:
        return uow.session.query(Interview).one()


def test_the_phone_rings_and_both_hear_and_see_each_other(
    talking: tuple[Person, Person], database: Database
) -> None:
    worker, recruiter = talking
    worker.receives_from("recruiter")
    recruiter.receives_from("worker")
    # The clock runs from the fact that the node stated to the core.
    expect(worker.page.locator("[data-room-clock]")).not_to_have_text("00:00")
    assert the_interview(database).state is InterviewState.STARTED
    expect(recruiter.page.locator('[data-stage-name="remote"]')).to_have_text("石㛃")


def test_the_officer_sits_in_while_the_worker_wants_it(
    scene: Scene,
    talking: tuple[Person, Person],
    opens: Opens,
    database: Database,
    keep_promises: Callable[[], int],
) -> None:
    worker, recruiter = talking
    worker.receives_from("recruiter")
    officer = opens(scene.officer)
    officer.go("/interviews/seats")
    expect(officer.page.locator("[data-seats] a.btn")).to_have_count(0)
    worker.page.locator("[data-let-in]").check()
    # The officer's page hears of it by itself.
    officer.page.locator("[data-seats] a.btn").click()
    officer.page.wait_for_url("**/room")
    officer.receives_from("worker")
    officer.receives_from("recruiter")
    worker.receives_from("officer")
    recruiter.receives_from("officer")
    worker.page.locator("[data-let-in]").uncheck()
    expect(worker.page.locator("[data-let-in]")).to_be_enabled()
    with database() as uow:
        interview = uow.session.query(Interview).one()
        assert not interview.officer_may_sit_in
    keep_promises()
    expect(officer.page.locator("[data-media-problem]")).to_be_visible()
    worker.receives_from("recruiter")


def test_who_loads_the_page_again_is_back_in_the_same_conversation(
    talking: tuple[Person, Person],
) -> None:
    worker, recruiter = talking
    recruiter.receives_from("worker")
    worker.page.reload()
    worker.receives_from("recruiter")
    recruiter.receives_from("worker")


def test_hanging_up_ends_it_for_both_and_leads_to_the_marks(
    talking: tuple[Person, Person], database: Database, keep_promises: Callable[[], int]
) -> None:
    worker, recruiter = talking
    worker.receives_from("recruiter")
    recruiter.page.locator('[data-action="hang-up"]').click()
    recruiter.page.locator('dialog[open] [data-answer="yes"]').click()
    recruiter.page.wait_for_url("**/scorecard")
    worker.page.wait_for_url("**/me")
    keep_promises()
    interview = the_interview(database)
    assert interview.state is InterviewState.ENDED
    with database() as uow:
        assert uow.get(Room, interview.room_id).ended_at is not None
        assert queries.find_scorecard(uow, interview.id) is None


def test_microphone_and_camera_are_switched_off_and_on(talking: tuple[Person, Person]) -> None:
    worker, recruiter = talking
    worker.receives_from("recruiter")
    for action, kind in (("microphone", "audio"), ("camera", "video")):
        button = recruiter.page.locator(f'[data-action="{action}"]')
        for on in (False, True):
            button.click()
            expect(button).to_have_attribute("aria-pressed", str(on).lower())
            enabled = recruiter.page.evaluate(
                "(kind) => Lianpin.room.stream.getTracks().find((t) => t.kind === kind).enabled",
                kind,
            )
            assert enabled is on


def test_without_a_camera_one_is_told_in_words_and_goes_on_with_sound(
    scene: Scene, opens: Opens, database: Database
) -> None:
    from tests.factories.interviews import make_interview

    with database() as uow:
        interview = make_interview(
            uow, ticket=make_ticket(uow, booth=scene.booth, worker=scene.worker)
        )
    worker = opens(scene.worker_account, width=390)
    worker.page.add_init_script(
        """(() => {
          const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
          navigator.mediaDevices.getUserMedia = (wanted) => wanted.video
            ? Promise.reject(new DOMException("", "NotAllowedError")) : real(wanted);
        })()"""
    )
    worker.go(f"/interviews/{interview.id}/room")
    card = worker.page.locator("[data-media-problem]")
    expect(card).to_contain_text("摄像头和麦克风的权限")
    card.locator('[data-problem-action="sound-only"]').click()
    expect(worker.page.locator("[data-room]")).to_have_attribute("data-published", "")
