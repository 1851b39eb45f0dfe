"""Real browsers in a real room."""

import pytest

from tests.webrtc.browser import chromium

pytestmark = [pytest.mark.browser, pytest.mark.any_database]


class TestAnInterview:
    def test_two_browsers_see_and_hear_each_other(self, core, node):
        with chromium(core.url) as browser:
            recruiter, worker = browser.open(), browser.open()
            assert recruiter.join(node.url, "r1", node.token("r1", "recruiter")) == "joined"
            assert worker.join(node.url, "r1", node.token("r1", "worker")) == "joined"
            recruiter.wait_for_pictures(1)
            worker.wait_for_pictures(1)
            before = worker.received()[0]["framesDecoded"]
            worker.wait_for_pictures(1, frames=before + 10)
            core.wait_for("participant_joined", place="recruiter")
            core.wait_for("publication_started", place="worker")
