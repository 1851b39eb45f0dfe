import pytest

from server.core.http import SESSION_COOKIE
from server.enterprises.models import Enterprise, EnterpriseStatus
from tests.factories.bureaus import make_bureau, make_organizer
from tests.factories.enterprises import make_enterprise, make_recruiter, make_uscc
from tests.factories.places import DONGGUAN, DONGGUAN_CHANGPING, HUAYUAN, known_area


def form(**changed):
    filled = {
        "name": "样例玩具(东莞)有限公司",
        "uscc": make_uscc(),
        "kind": "employer",
        "area_code": DONGGUAN_CHANGPING,
        "address": "样例路3号",
        "contact_name": "周样例",
        "contact_phone": "0769-00000003",
        "login_name": "toys",
        "password": "a-long-test-password",
        "phone": "13900001111",
    }
    return filled | changed


@pytest.fixture
def place(database):
    with database() as uow:
        known_area(uow, DONGGUAN_CHANGPING)


class TestRegister:
    def test_the_recruiter_is_signed_in_at_the_desk(self, client, database, place):
        answer = client.post("/enterprises/register", data=form())
        assert (answer.status_code, answer.location) == (302, "/desk")
        assert client.get_cookie(SESSION_COOKIE) is not None
        assert "待审核" in client.get("/desk").text

    @pytest.mark.parametrize(
        ("field", "typed", "words"),
        [
            ("uscc", "91350100M000100Y44", "统一社会信用代码有误"),
            ("uscc", "9135", "统一社会信用代码应为18位"),
            ("area_code", "990000000000", "请从列表中选择一个地方"),
            ("phone", "0769-123", "11位"),
        ],
    )
    def test_what_is_wrong_is_said_and_everything_else_kept(
        self, client, database, place, field, typed, words
    ):
        page = client.post("/enterprises/register", data=form(**{field: typed}))
        assert page.status_code == 422
        assert words in page.text
        assert 'value="样例玩具(东莞)有限公司"' in page.text
        assert "a-long-test-password" not in page.text
        with database() as uow:
            assert uow.session.query(Enterprise).count() == 0

    def test_a_known_credit_code_is_refused_in_words(self, client, database, place):
        with database() as uow:
            known = make_enterprise(uow)
        page = client.post("/enterprises/register", data=form(uscc=known.uscc))
        assert page.status_code == 409
        assert "已经注册" in page.text

    def test_a_taken_login_name_registers_nothing(self, client, database, place):
        client.post("/enterprises/register", data=form())
        client.delete_cookie(SESSION_COOKIE)
        page = client.post("/enterprises/register", data=form(login_name="Toys"))
        assert page.status_code == 409
        with database() as uow:
            assert uow.session.query(Enterprise).count() == 1


class TestReview:
    @pytest.fixture
    def waiting(self, database):
        with database() as uow:
            return make_enterprise(uow, approved=False, name="样例待审有限公司")

    @pytest.fixture
    def organizer(self, as_, database):
        with database() as uow:
            account = make_organizer(uow, make_bureau(uow, area_code=DONGGUAN))
        return as_(account)

    def status(self, database, waiting):
        with database() as uow:
            return uow.get(Enterprise, waiting.id).status

    def test_it_stands_on_the_organizers_desk(self, organizer, waiting):
        assert waiting.name in organizer.get("/bureau").text

    def test_it_is_approved(self, organizer, database, waiting):
        organizer.post(f"/enterprises/{waiting.id}/approve")
        assert self.status(database, waiting) is EnterpriseStatus.APPROVED

    def test_it_is_refused_with_a_reason_that_its_recruiter_reads(
        self, organizer, as_, database, waiting
    ):
        with database() as uow:
            recruiter = make_recruiter(uow, waiting)
        organizer.post(f"/enterprises/{waiting.id}/refuse", data={"reason": "地址与执照不符"})
        assert "地址与执照不符" in as_(recruiter).get("/desk").text

    def test_no_refusal_without_a_reason(self, organizer, database, waiting):
        page = organizer.post(f"/enterprises/{waiting.id}/refuse", data={"reason": ""})
        assert page.status_code == 422
        assert self.status(database, waiting) is EnterpriseStatus.PENDING

    def test_a_second_decision_is_refused_on_the_page(self, organizer, waiting):
        organizer.post(f"/enterprises/{waiting.id}/approve")
        page = organizer.post(f"/enterprises/{waiting.id}/refuse", data={"reason": "改主意了"})
        assert page.status_code == 409
        assert "不在待审核状态" in page.text

    def test_another_area_does_not_find_it(self, as_, database, waiting):
        with database() as uow:
            account = make_organizer(uow, make_bureau(uow, area_code=HUAYUAN))
        browser = as_(account)
        assert browser.get(f"/enterprises/{waiting.id}").status_code == 404
        assert browser.post(f"/enterprises/{waiting.id}/approve").status_code == 404
        assert waiting.name not in browser.get("/enterprises").text
        assert self.status(database, waiting) is EnterpriseStatus.PENDING

    def test_its_own_recruiter_may_not(self, as_, database, waiting):
        with database() as uow:
            recruiter = make_recruiter(uow, waiting)
        assert as_(recruiter).post(f"/enterprises/{waiting.id}/approve").status_code == 403
        assert self.status(database, waiting) is EnterpriseStatus.PENDING

    def test_the_list_is_searched_by_name_and_by_code(self, organizer, waiting):
        for text in ("待审", waiting.uscc.lower()):
            assert waiting.name in organizer.get("/enterprises", query_string={"text": text}).text
        assert waiting.name not in organizer.get("/enterprises?text=%25").text.split("<table")[0]
        assert waiting.name not in organizer.get("/enterprises?status=approved").text


class TestColleagues:
    def test_a_colleague_is_added_and_may_sign_in(self, as_, client, database):
        with database() as uow:
            account = make_recruiter(uow)
        answer = as_(account).post(
            "/desk/colleagues",
            data={
                "display_name": "吴样例",
                "login_name": "wu.sample",
                "password": "a-long-test-password",
                "phone": "13900002222",
            },
        )
        assert answer.status_code == 302
        client.post(
            "/sign-in/password",
            data={"login_name": "wu.sample", "password": "a-long-test-password"},
        )
        assert client.get("/desk").status_code == 200


class TestEntry:
    def test_a_refused_enterprise_corrects_itself_and_waits_again(self, as_, database):
        from server.enterprises import services

        with database() as uow:
            enterprise = make_enterprise(uow, approved=False)
            account = make_recruiter(uow, enterprise)
            services.refuse(uow, enterprise_id=enterprise.id, reason="地址不详")
        sent = form(address="样例路8号3栋")
        for unknown in ("uscc", "login_name", "password", "phone"):
            del sent[unknown]
        browser = as_(account)
        assert browser.get("/desk/enterprise").status_code == 200
        assert browser.post("/desk/enterprise", data=sent).status_code == 302
        with database() as uow:
            changed = uow.get(Enterprise, enterprise.id)
            assert (changed.status, changed.address) == (EnterpriseStatus.PENDING, "样例路8号3栋")
