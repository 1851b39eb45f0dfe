from uuid import uuid4

import pytest

from server.jobs.models import Application
from tests.factories.jobs import make_posting
from tests.factories.workers import account_of_worker, make_worker


@pytest.fixture
def posting(database):
    with database() as uow:
        return make_posting(uow, title="电子装配工")


@pytest.fixture
def phone(as_, database):
    with database() as uow:
        account = account_of_worker(uow, make_worker(uow))
    return as_(account)


class TestPostings:
    def test_they_are_public(self, client, posting):
        body = client.get("/api/v1/postings").get_json()
        assert [found["id"] for found in body["postings"]] == [str(posting.id)]
        assert body["postings"][0]["terms"]["pay_from_fen"] == posting.pay_from_fen
        one = client.get(f"/api/v1/postings/{posting.id}").get_json()
        assert one["takes_applications"] is True

    def test_a_draft_is_not_found(self, client, database):
        with database() as uow:
            draft = make_posting(uow, published=False)
        answer = client.get(f"/api/v1/postings/{draft.id}")
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")


class TestApply:
    def test_one_tap_without_leaving_the_page(self, phone, database, posting):
        answer = phone.post("/api/v1/applications", json={"posting_id": str(posting.id)})
        assert answer.status_code == 201
        with database() as uow:
            (application,) = uow.session.query(Application)
            assert answer.get_json() == {"application_id": str(application.id)}

    def test_a_second_one_has_its_own_code_and_words(self, phone, posting):
        for status in (201, 409):
            answer = phone.post("/api/v1/applications", json={"posting_id": str(posting.id)})
            assert answer.status_code == status
        problem = answer.get_json()
        assert problem["code"] == "jobs.application.already_applied"
        assert "您已经报名过该岗位" in problem["title"]

    def test_a_repeated_key_gets_the_first_answer(self, phone, database, posting):
        answers = [
            phone.post(
                "/api/v1/applications",
                json={"posting_id": str(posting.id)},
                headers={"Idempotency-Key": "tap"},
            )
            for _ in range(2)
        ]
        assert answers[0].get_json() == answers[1].get_json()
        assert {answer.status_code for answer in answers} == {201}

    @pytest.mark.parametrize(
        "payload",
        [{}, {"posting_id": "x"}, {"posting_id": str(uuid4()), "worker_id": str(uuid4())}],
    )
    def test_what_is_no_application_is_refused(self, phone, database, payload):
        assert phone.post("/api/v1/applications", json=payload).status_code == 422
        with database() as uow:
            assert uow.session.query(Application).count() == 0

    def test_a_posting_that_is_not_there_is_not_found(self, phone):
        answer = phone.post("/api/v1/applications", json={"posting_id": str(uuid4())})
        assert answer.status_code == 404

    def test_nobody_applies_without_signing_in(self, client, posting):
        answer = client.post("/api/v1/applications", json={"posting_id": str(posting.id)})
        assert answer.status_code == 401
