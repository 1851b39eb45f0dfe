"""Real browsers in real rooms, with the scripts we ship."""

import contextlib
import signal
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page

from tests.webrtc.browser import Chromium, RoomPage, chromium

pytestmark = [pytest.mark.browser, pytest.mark.any_database]


@pytest.fixture(scope="module")
def running_browser() -> Iterator[Chromium]:
    with chromium() as running:
        yield running


@pytest.fixture
def browser(running_browser, core) -> Iterator[Chromium]:
    running_browser.origin = core.url
    yield running_browser
    running_browser.close_pages()


@pytest.fixture
def interview(browser, node) -> tuple[RoomPage, RoomPage]:
    """A recruiter and a worker who see and hear each other in room r1."""
    recruiter, worker = browser.open(), browser.open()
    for page, place in ((recruiter, "recruiter"), (worker, "worker")):
        token = node.token("r1", place, person=f"the-{place}", session=f"{place}-1")
        assert page.join(node.url, "r1", token) == "joined"
    recruiter.wait_for_pictures(1)
    worker.wait_for_pictures(1)
    return recruiter, worker


def crash_renderer(page: Page) -> None:
    """Kill the page's process."""
    with contextlib.suppress(Error):
        page.goto("chrome://crash", timeout=2000)


class TestAnInterview:
    def test_two_people_see_and_hear_each_other(self, interview, core):
        for page in interview:
            before = page.received()[0]
            page.wait_for_pictures(1, frames=before["framesDecoded"] + 10)
            assert page.received()[0]["audioEnergy"] > before["audioEnergy"]
            assert page.log("errors") == []
        core.wait_for("participant_joined", place="recruiter")
        core.wait_for("publication_started", place="worker")

    def test_three_places_see_and_hear_each_other(self, interview, browser, node):
        officer = browser.open()
        assert officer.join(node.url, "r1", node.token("r1", "officer")) == "joined"
        for page in (*interview, officer):
            page.wait_for_pictures(2, timeout_s=25)

    def test_an_observer_is_seen_by_everyone(self, interview, browser, node):
        observer = browser.open()
        token = node.token("r1", "officer", publishes=frozenset())
        assert observer.join(node.url, "r1", token, publish=False) == "joined"
        observer.wait_for_pictures(2, timeout_s=25)
        for page in interview:
            page.wait_for("() => joined.participants.size === 3")

    def test_one_who_leaves_is_gone_at_once(self, interview, core):
        recruiter, worker = interview
        worker.page.evaluate("joined.leave()")
        recruiter.wait_for("() => joined.participants.size === 1 && joined.watchers.size === 0", 2)
        core.wait_for("participant_left", place="worker")

    def test_a_page_that_is_closed_is_gone_at_once(self, interview):
        recruiter, worker = interview
        worker.page.close(run_before_unload=True)
        recruiter.wait_for("() => joined.participants.size === 1", 3)

    def test_a_page_that_falls_silent_is_unstable_and_then_free(self, interview, core):
        recruiter, worker = interview
        # The page stops existing without a goodbye, as a phone does whose battery is empty.
        worker.page.route("**/sessions/*", lambda route: route.abort())
        worker.page.evaluate("joined.sessions().forEach((one) => { one.leave = () => undefined; })")
        began = time.monotonic()
        crash_renderer(worker.page)
        recruiter.wait_for("() => joined.participants.size === 1", 8)
        assert time.monotonic() - began < 8
        core.wait_for("participant_left", place="worker")

    def test_the_line_survives_a_restart_of_ice(self, interview):
        recruiter, worker = interview
        worker.page.evaluate("joined.whip.restartIce()")
        before = recruiter.received()[0]["framesDecoded"]
        recruiter.wait_for_pictures(1, frames=before + 20)
        assert worker.page.evaluate("joined.whip.state") == "connected"
        assert worker.log("errors") == []


class TestTheEnd:
    def assert_is_prompt(self, node, act, page: RoomPage) -> None:
        """The page knows within half a second, and what this machine's own slowness adds."""
        began = time.time()
        node.call("GET", "/healthz")
        slowness = time.time() - began
        began = time.time()
        act()
        page.wait_for("() => log.ended")
        assert float(page.log("endedAt")) / 1000 - began < 0.5 + 5 * slowness

    def test_a_room_that_is_ended_ends_within_half_a_second(self, interview, node):
        recruiter, worker = interview
        self.assert_is_prompt(node, lambda: node.control.end_room("r1"), worker)
        sent = node.metric("rtp_out_total")
        recruiter.wait_for("() => log.ended === 'ended'")
        assert node.metric("rtp_out_total") == sent
        assert worker.join(node.url, "r1", node.token("r1", "worker")) == "joined"

    def test_the_last_packet_leaves_before_the_command_is_answered(self, interview, node):
        node.control.end_room("r1")
        sent = node.metric("rtp_out_total")
        for page in interview:
            page.wait_for("() => log.ended === 'ended'")
        assert node.metric("rtp_out_total") == sent

    def test_one_who_is_removed_is_out_within_half_a_second(self, interview, node):
        recruiter, worker = interview
        self.assert_is_prompt(node, lambda: node.control.kick("r1", "the-worker"), worker)
        assert worker.log("ended") == "kicked"
        recruiter.wait_for("() => joined.participants.size === 1")
        old = worker.page.evaluate("joined.token")
        assert worker.join(node.url, "r1", old) == "media.token.revoked"
        assert recruiter.log("ended") is None

    def test_a_second_page_with_the_same_token_closes_the_first(self, interview, browser):
        recruiter, worker = interview
        second = browser.open()
        url, token = worker.page.evaluate("[joined.options.url, joined.token]")
        assert second.join(url, "r1", token) == "joined"
        worker.wait_for("() => log.ended === 'elsewhere'")
        second.wait_for_pictures(1)
        recruiter.wait_for_pictures(1)
        recruiter.wait_for("() => joined.participants.size === 2")

    def test_a_foreign_token_is_refused_with_its_code(self, browser, node):
        page = browser.open()
        key = "another-key-of-at-least-thirty-two-characters"
        code = page.join(node.url, "r1", node.token("r1", key=key), publish=False)
        assert code == "media.token.foreign_key"


class TestTheNode:
    def test_killed_and_started_again_has_both_people_back(self, interview, node):
        node.stop(signal.SIGKILL)
        node.start()
        for page in interview:
            page.wait_for_pictures(1, timeout_s=15)
            page.wait_for("() => joined.participants.size === 2 && joined.state === 'connected'")


class TestALiveSession:
    def test_one_publishes_h264_and_several_watch(self, browser, node, core):
        stage = browser.open()
        assert stage.join(node.url, "live", node.token("live", "stage"), prefer="H264") == "joined"
        stage.wait_for("() => joined.whip.state === 'connected'")
        assert "H264" in stage.page.evaluate("joined.whip.answer")
        viewers = [browser.open() for _ in range(2)]
        for viewer in viewers:
            token = node.token("live", "viewer", publishes=frozenset())
            assert viewer.join(node.url, "live", token, publish=False) == "joined"
        for viewer in viewers:
            viewer.wait_for_pictures(1)
        stage.wait_for("() => log.viewers === 2")
        assert stage.page.evaluate("joined.participants.size") == 1

    def test_watchers_come_back_when_the_stage_does(self, browser, node):
        viewer = browser.open()
        token = node.token("live", "viewer", publishes=frozenset())
        assert viewer.join(node.url, "live", token, publish=False) == "joined"
        for _ in range(2):
            stage = browser.open()
            assert stage.join(node.url, "live", node.token("live", "stage")) == "joined"
            viewer.wait_for_pictures(1)
            stage.page.evaluate("joined.leave()")
            viewer.wait_for("() => joined.watchers.size === 0")
