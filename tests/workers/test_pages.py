import re
from uuid import uuid4

import pytest

from server.accounts.pages import PHONE_PROOF
from server.accounts.services import codes
from server.core.errors import NotFound
from server.core.http import SESSION_COOKIE
from server.workers.models import Worker
from tests.factories.bureaus import make_bureau, make_organizer
from tests.factories.places import FENGHUANG, HUAYUAN, known_area
from tests.factories.workers import account_of_worker, make_id_number, make_worker

PHONE = "13712340001"


@pytest.fixture
def confirmed(client, database):
    """A browser in which a phone was just confirmed."""
    with database() as uow:
        known_area(uow, HUAYUAN)
        code = codes.issue(uow, phone=PHONE, purpose=codes.SIGN_IN, subject=codes.SIGN_IN)
        code.use(uow.now)
        proof = str(code.id)
    with client.session_transaction() as cookie:
        cookie[PHONE_PROOF] = proof
    return client


def form(**changed):
    filled = {
        "name": "石㛃",
        "id_number": make_id_number(birth="19950312"),
        "household_area_code": HUAYUAN,
        "agreed": "true",
    }
    return filled | changed


def registered(database):
    with database() as uow:
        return uow.session.query(Worker).count()


class TestRegister:
    def test_the_form_shows_the_confirmed_phone_masked(self, confirmed):
        page = confirmed.get("/register")
        assert page.status_code == 200
        assert "137****0001" in page.text
        assert PHONE not in page.text

    def test_without_a_confirmed_phone_one_is_led_to_the_sign_in(self, client):
        answer = client.get("/register")
        assert answer.status_code == 302
        assert "/sign-in" in answer.location

    def test_a_proof_that_was_made_up_leads_to_the_sign_in(self, client, database):
        with client.session_transaction() as cookie:
            cookie[PHONE_PROOF] = str(uuid4())
        assert client.post("/register", data=form()).status_code == 302
        assert registered(database) == 0

    def test_one_is_registered_signed_in_and_at_home(self, confirmed):
        answer = confirmed.post("/register", data=form())
        assert (answer.status_code, answer.location) == (302, "/me")
        assert confirmed.get_cookie(SESSION_COOKIE) is not None
        assert "石㛃，您好" in confirmed.get("/me").text

    def test_afterwards_one_goes_where_one_came_from(self, confirmed):
        answer = confirmed.post("/register", data=form(next="/postings"))
        assert answer.location == "/postings"

    def test_nobody_is_led_to_another_host(self, confirmed):
        answer = confirmed.post("/register", data=form(next="//evil.example/"))
        assert answer.location == "/me"

    def test_a_wrong_check_digit_keeps_everything_that_was_typed(self, confirmed, database):
        sent = form(id_number="433124199503120000", dialect="苗语")
        page = confirmed.post("/register", data=sent)
        assert page.status_code == 422
        assert "身份证号有误" in page.text
        for typed in ("433124199503120000", "苗语", "石㛃"):
            assert f'value="{typed}"' in page.text
        assert registered(database) == 0

    def test_without_agreement_nobody_is_registered(self, confirmed, database):
        sent = form()
        del sent["agreed"]
        page = confirmed.post("/register", data=sent)
        assert page.status_code == 422
        assert "登记前需要您同意以上说明" in page.text
        assert registered(database) == 0

    @pytest.mark.parametrize("name", ["石3", "<script>", "1"])
    def test_what_is_no_name_is_refused(self, confirmed, name):
        assert confirmed.post("/register", data=form(name=name)).status_code == 422

    @pytest.mark.parametrize("name", ["买买提·吐尔逊", "Anna Maria", "䶮𬎆"])
    def test_names_of_every_script_are_accepted(self, confirmed, name):
        assert confirmed.post("/register", data=form(name=name)).status_code == 302

    def test_a_number_that_is_registered_is_refused_and_not_told_back(self, confirmed, database):
        with database() as uow:
            known = make_worker(uow, name="龙甲")
        page = confirmed.post("/register", data=form(id_number=known.id_number))
        assert page.status_code == 409
        assert "这个身份证号已经登记过" in page.text
        assert "龙" not in re.sub(r"<[^>]+>", "", page.text)

    def test_a_confirmation_is_good_for_one_registration(self, confirmed, database):
        confirmed.post("/register", data=form())
        confirmed.delete_cookie(SESSION_COOKIE)
        again = confirmed.post("/register", data=form(name="龙乙"))
        assert again.status_code == 302
        assert "/sign-in" in again.location
        assert registered(database) == 1


class TestProfile:
    def test_a_worker_fills_in_skills(self, as_, database):
        with database() as uow:
            worker = make_worker(uow)
            account = account_of_worker(uow, worker)
        browser = as_(account)
        answer = browser.post("/me/profile", data={"skills": "缝纫，叉车证"})
        assert answer.status_code == 302
        page = browser.get("/me/profile").text
        assert "缝纫，叉车证" in page
        assert worker.id_number not in page


class TestStaff:
    @pytest.fixture
    def worker(self, database):
        with database() as uow:
            return make_worker(uow, name="石爬专")

    @pytest.fixture
    def browser(self, as_, database):
        with database() as uow:
            account = make_organizer(uow, make_bureau(uow, area_code=HUAYUAN))
        return as_(account)

    def test_list_and_entry_show_masked_values_only(self, browser, worker):
        for path in ("/workers", f"/workers/{worker.id}"):
            page = browser.get(path)
            assert page.status_code == 200
            assert "石**" in page.text
            for plain in (worker.name, worker.id_number, worker.phone):
                assert plain not in page.text

    def test_another_county_does_not_find_the_worker(self, as_, database, worker):
        with database() as uow:
            account = make_organizer(uow, make_bureau(uow, area_code=FENGHUANG))
        browser = as_(account)
        assert browser.get(f"/workers/{worker.id}").status_code == NotFound.status
        assert "石" not in browser.get("/workers").text.split("<main")[1]
        found = browser.post("/workers/find", data={"number": worker.id_number})
        assert found.status_code == 422
        assert "没有以该号码登记" in found.text

    def test_an_exact_number_leads_to_the_entry(self, browser, worker):
        for number in (worker.id_number, worker.phone):
            answer = browser.post("/workers/find", data={"number": number})
            assert answer.location == f"/workers/{worker.id}"

    def test_trying_numbers_in_a_row_is_slowed_down(self, browser, worker):
        statuses = {
            browser.post("/workers/find", data={"number": make_id_number()}).status_code
            for _ in range(25)
        }
        assert 429 in statuses

    def test_a_worker_sees_no_list(self, as_, database, worker):
        with database() as uow:
            account = account_of_worker(uow, worker)
        assert as_(account).get("/workers").status_code == 403
