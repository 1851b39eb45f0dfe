from datetime import timedelta
from uuid import uuid4

import pytest

from server.core import clock
from server.jobs.models import Application, ApplicationState, JobPosting, PostingStatus
from tests.factories.enterprises import make_enterprise, make_recruiter
from tests.factories.jobs import make_application, make_posting
from tests.factories.places import DONGGUAN_CHANGPING, HUAYUAN
from tests.factories.workers import account_of_worker, make_worker


def form(**changed):
    filled = {
        "title": "注塑操作工",
        "occupation": "塑料制品成型工",
        "area_code": DONGGUAN_CHANGPING,
        "place": "样例路1号2号车间",
        "pay_from_fen": "5,800.50",
        "pay_to_fen": "7000",
        "pay_period": "month",
        "shift_pattern": "two_shift",
        "meals_lodging": "both",
        "insurance": "five",
        "headcount": "20",
        "valid_until": (clock.today() + timedelta(days=20)).isoformat(),
        "description": "开注塑机，取件，修边，装箱。",
    }
    return {name: typed for name, typed in (filled | changed).items() if typed is not None}


@pytest.fixture
def enterprise(database):
    with database() as uow:
        return make_enterprise(uow)


@pytest.fixture
def recruiter(as_, database, enterprise):
    with database() as uow:
        account = make_recruiter(uow, enterprise)
    return as_(account)


@pytest.fixture
def worker(database):
    with database() as uow:
        return make_worker(uow, name="石爬专")


@pytest.fixture
def phone(as_, database, worker):
    with database() as uow:
        account = account_of_worker(uow, worker)
    return as_(account)


@pytest.fixture
def posting(database, enterprise):
    with database() as uow:
        return make_posting(uow, enterprise, title="电子装配工")


def count(database, model):
    with database() as uow:
        return uow.session.query(model).count()


class TestWriting:
    def test_yuan_are_kept_as_fen_and_the_draft_is_shown(self, recruiter, database):
        answer = recruiter.post("/desk/postings", data=form())
        assert answer.status_code == 302
        with database() as uow:
            made = uow.session.query(JobPosting).one()
            assert (made.pay_from_fen, made.pay_to_fen) == (580_050, 700_000)
            assert made.status is PostingStatus.DRAFT
        assert "¥5,800.50–7,000 / 月" in recruiter.get(answer.location).text

    def test_the_second_button_publishes(self, recruiter, client, database):
        answer = recruiter.post("/desk/postings", data=form(publish="true"))
        assert client.get(answer.location).status_code == 200
        assert "注塑操作工" in client.get("/postings").text

    @pytest.mark.parametrize("pay", [None, ""])
    def test_without_pay_it_is_refused_in_words_and_nothing_typed_is_lost(
        self, recruiter, database, pay
    ):
        page = recruiter.post("/desk/postings", data=form(pay_from_fen=pay, couple_room="true"))
        assert page.status_code == 422
        assert "岗位必须写明工资" in page.text
        kept = (
            'value="注塑操作工"',
            'value="塑料制品成型工"',
            f'value="{DONGGUAN_CHANGPING}"',
            'value="7000"',
            'value="20"',
            "开注塑机，取件，修边，装箱。",
            'value="two_shift" selected',
            'value="both" selected',
            'value="five" selected',
            'value="true" checked',
        )
        for part in kept:
            assert part in page.text
        assert count(database, JobPosting) == 0

    @pytest.mark.parametrize(
        ("field", "typed", "words"),
        [
            ("pay_from_fen", "面议", "请填写金额，单位为元"),
            ("pay_from_fen", "0", "大于0"),
            ("pay_to_fen", "3000", "最高工资不能低于最低工资"),
            ("valid_until", "2020-01-01", "报名截止日期已过"),
            ("headcount", "0", "1"),
            ("shift_pattern", "always", "请"),
            ("area_code", "990000000000", "请从列表中选择一个地方"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, recruiter, database, field, typed, words):
        page = recruiter.post("/desk/postings", data=form(**{field: typed}))
        assert page.status_code == 422
        assert f'id="f-{field}-error"' in page.text
        assert words in page.text
        assert count(database, JobPosting) == 0

    def test_markup_in_a_posting_is_shown_as_text(self, recruiter, client):
        sent = form(title="<script>alert(1)</script>", publish="true")
        page = client.get(recruiter.post("/desk/postings", data=sent).location)
        assert "<script>alert(1)" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text

    def test_an_unapproved_enterprise_publishes_nothing_and_keeps_its_words(self, as_, database):
        with database() as uow:
            account = make_recruiter(uow, make_enterprise(uow, approved=False))
        browser = as_(account)
        page = browser.post("/desk/postings", data=form(publish="true"))
        assert page.status_code == 409
        assert "尚未通过人社部门审核" in page.text
        assert 'value="注塑操作工"' in page.text
        assert count(database, JobPosting) == 0
        assert browser.post("/desk/postings", data=form()).status_code == 302

    def test_a_draft_is_changed_and_published(self, recruiter, database):
        page = recruiter.post("/desk/postings", data=form()).location
        edit = page.replace("/postings/", "/desk/postings/") + "/edit"
        assert 'value="5800.50"' in recruiter.get(edit).text
        assert recruiter.post(edit, data=form(title="高级操作工")).status_code == 302
        publish = page.replace("/postings/", "/desk/postings/") + "/publish"
        assert recruiter.post(publish).status_code == 302
        assert recruiter.get(edit).status_code == 409

    def test_another_enterprise_finds_no_form_and_closes_nothing(self, as_, database, posting):
        with database() as uow:
            stranger = make_recruiter(uow)
        browser = as_(stranger)
        assert browser.get(f"/desk/postings/{posting.id}/edit").status_code == 404
        assert browser.post(f"/desk/postings/{posting.id}/copy").status_code == 404
        assert browser.post(f"/postings/{posting.id}/close").status_code == 403
        assert count(database, JobPosting) == 1


class TestPublicList:
    def test_a_visitor_sees_open_postings_of_approved_enterprises_only(self, client, database):
        with database() as uow:
            make_posting(uow, title="看得见的岗位")
            make_posting(uow, title="草稿岗位", published=False)
        page = client.get("/postings")
        assert "看得见的岗位" in page.text
        assert "草稿岗位" not in page.text

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("text=装配", True),
            ("text=%25", False),
            ("area_code=441900000000", True),
            (f"area_code={HUAYUAN}", False),
            ("pay_from=7000&pay_period=month", True),
            ("pay_from=7001", False),
            ("pay_period=hour", False),
            ("couple_room=true", True),
        ],
    )
    def test_it_is_narrowed_down(self, client, posting, query, found):
        page = client.get(f"/postings?{query}")
        assert page.status_code == 200
        assert (posting.title in page.text) is found

    def test_long_lists_come_in_pages_that_keep_the_search(self, client, database, enterprise):
        with database() as uow:
            for number in range(21):
                make_posting(uow, enterprise, title=f"岗位{number:02}")
        first = client.get("/postings?text=岗位")
        assert "岗位20" in first.text
        assert "岗位00" not in first.text
        assert "page=2" in first.text
        second = client.get("/postings?text=岗位&page=2")
        assert "岗位00" in second.text
        assert "岗位20" not in second.text

    def test_a_draft_is_not_found_by_its_address(self, client, database):
        with database() as uow:
            draft = make_posting(uow, published=False)
        assert client.get(f"/postings/{draft.id}").status_code == 404
        assert client.get(f"/postings/{uuid4()}").status_code == 404


class TestApply:
    def test_one_tap_applies_and_leads_back(self, phone, database, posting):
        answer = phone.post(f"/postings/{posting.id}/apply", data={"back": "/postings"})
        assert (answer.status_code, answer.location) == (302, "/postings")
        page = phone.get("/postings").text
        assert "报名成功：电子装配工" in page
        assert f'data-apply="{posting.id}"' not in page

    def test_the_way_back_leads_to_no_other_host(self, phone, posting):
        sent = {"back": "https://evil.example/"}
        answer = phone.post(f"/postings/{posting.id}/apply", data=sent)
        assert answer.location == f"/postings/{posting.id}"

    def test_a_second_application_is_refused_in_words_and_changes_nothing(
        self, phone, database, posting
    ):
        phone.post(f"/postings/{posting.id}/apply")
        page = phone.post(f"/postings/{posting.id}/apply")
        assert page.status_code == 409
        assert "您已经报名过该岗位" in page.text
        assert count(database, Application) == 1

    def test_the_same_tap_sent_twice_is_one_application_and_no_error(
        self, phone, database, posting
    ):
        sent = {"_key": "one-tap"}
        for _ in range(2):
            assert phone.post(f"/postings/{posting.id}/apply", data=sent).status_code == 302
        assert count(database, Application) == 1

    def test_a_visitor_is_led_to_the_sign_in_and_back(self, client, database, posting):
        page = client.get(f"/postings/{posting.id}")
        assert f"next=/postings/{posting.id}" in page.text
        assert client.post(f"/postings/{posting.id}/apply").status_code == 302
        assert count(database, Application) == 0

    def test_a_recruiter_does_not_apply(self, recruiter, database, posting):
        assert recruiter.post(f"/postings/{posting.id}/apply").status_code == 403
        assert count(database, Application) == 0

    def test_it_is_taken_back_by_the_worker(self, phone, database, posting):
        phone.post(f"/postings/{posting.id}/apply")
        with database() as uow:
            (application,) = uow.session.query(Application)
        assert "电子装配工" in phone.get("/me/applications").text
        assert phone.post(f"/applications/{application.id}/withdraw").status_code == 302
        with database() as uow:
            assert uow.get(Application, application.id).state is ApplicationState.WITHDRAWN

    def test_it_stands_on_the_workers_first_page(self, phone, posting):
        phone.post(f"/postings/{posting.id}/apply")
        assert "电子装配工" in phone.get("/me").text


class TestReceived:
    def test_the_enterprise_sees_the_worker_masked(self, recruiter, phone, worker, posting):
        phone.post(f"/postings/{posting.id}/apply")
        for path in ("/desk/applications", f"/desk/applications?posting_id={posting.id}"):
            page = recruiter.get(path)
            assert "石**" in page.text
            for plain in (worker.name, worker.phone, worker.id_number):
                assert plain not in page.text

    def test_another_enterprise_sees_and_declines_nothing(self, as_, database, worker, posting):
        with database() as uow:
            application = make_application(
                uow, posting=uow.get(JobPosting, posting.id), worker=worker
            )
            stranger = make_recruiter(uow)
        browser = as_(stranger)
        listed = browser.get(f"/desk/applications?posting_id={posting.id}")
        assert "石" not in listed.text.split("<main")[1]
        assert browser.post(f"/applications/{application.id}/decline").status_code == 404

    def test_it_is_declined(self, recruiter, phone, database, posting):
        phone.post(f"/postings/{posting.id}/apply")
        with database() as uow:
            (application,) = uow.session.query(Application)
        assert recruiter.post(f"/applications/{application.id}/decline").status_code == 302
        assert "未通过" in phone.get("/me/applications").text
