"""On air from a real browser, watched in others, applied for from the shelf."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from server.livestreams.models import LiveSession, LiveState
from tests.factories.livestreams import make_session
from tests.interviews.conftest import Scene, scene
from tests.interviews.stage import Opens, opens, platform

__all__ = ["opens", "platform", "scene"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.any_database]
Database = Callable[[], Any]


@pytest.fixture
def session(scene: Scene, database: Database) -> LiveSession:
    """Prepared, not on air."""
    with database() as uow:
        return make_session(uow, booth=scene.booth)


def test_a_booth_goes_on_air_is_watched_applied_to_and_ends(
    scene: Scene, session: LiveSession, opens: Opens, database: Database
) -> None:
    worker = opens(scene.worker_account, width=390, height=844)
    # The worker came early: the page waits and begins by itself.
    worker.go(f"/live/{session.id}")
    recruiter = opens(scene.recruiter)
    recruiter.go(f"/live/{session.id}/studio")
    recruiter.page.locator("[data-go]").click()
    expect(recruiter.page.locator("[data-on-air-badge]")).to_be_visible()
    worker.receives_from("stage")
    visitor = opens(None)
    visitor.go(f"/live/{session.id}")
    visitor.receives_from("stage")
    expect(recruiter.page.locator(".stat-value").first).to_have_text("2")
    worker.page.locator("[data-apply]").click()
    expect(worker.page.locator("[data-applied-badge]").first).to_be_visible()
    worker.page.locator("[data-take-number]").click()
    expect(worker.page.locator("[data-take-number]")).to_contain_text("1")
    with database() as uow:
        assert uow.get(LiveSession, session.id).state is LiveState.ON_AIR
    recruiter.page.locator("[data-end]").click()
    recruiter.page.locator('dialog[open] [data-answer="yes"]').click()
    expect(visitor.page.locator("[data-stage-waiting]")).to_contain_text("直播已结束")


def test_on_a_weak_line_one_listens_without_the_picture(
    scene: Scene, session: LiveSession, opens: Opens
) -> None:
    recruiter, visitor = opens(scene.recruiter), opens(None, width=390)
    recruiter.go(f"/live/{session.id}/studio")
    recruiter.page.locator("[data-go]").click()
    expect(recruiter.page.locator("[data-on-air-badge]")).to_be_visible()
    visitor.go(f"/live/{session.id}")
    visitor.receives_from("stage")
    visitor.page.locator("[data-sound-only-on]").click()
    expect(visitor.page.locator("[data-stage-waiting]")).to_contain_text("只有声音")
    visitor.receives_from("stage", frames=0)
    visitor.page.locator("[data-sound-only-off]").click()
    visitor.receives_from("stage")
