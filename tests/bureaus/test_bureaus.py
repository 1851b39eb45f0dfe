import pytest

from server.areas.errors import AreaRequired
from server.bureaus import errors, queries, services
from server.bureaus.permissions import (
    BureauPermission,
    is_organizer_of_its_bureau,
    organizes_its_area,
)
from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.permissions import allows
from tests.factories.bureaus import make_bureau, make_organizer
from tests.factories.enterprises import make_enterprise
from tests.factories.places import DONGGUAN, FENGHUANG, HUAYUAN
from tests.factories.stations import make_station


class TestOpenBureau:
    def test_a_short_code_is_kept_in_full(self, uow):
        assert make_bureau(uow, area_code="433124").area_code == HUAYUAN

    def test_a_name_is_given_once(self, uow):
        first = make_bureau(uow)
        with pytest.raises(errors.NameTaken):
            services.open_bureau(uow, name=first.name, area_code=DONGGUAN)

    def test_an_area_that_does_not_exist_is_refused(self, uow):
        with pytest.raises(AreaRequired):
            services.open_bureau(uow, name="样例局", area_code="990000000000")


class TestEditBureau:
    def test_a_name_of_another_office_is_refused(self, uow):
        first, second = make_bureau(uow), make_bureau(uow)
        with pytest.raises(errors.NameTaken):
            services.edit_bureau(uow, bureau_id=first.id, name=second.name, phone=None)

    def test_its_own_name_may_stay(self, uow):
        bureau = make_bureau(uow)
        services.edit_bureau(uow, bureau_id=bureau.id, name=bureau.name, phone="12333")
        assert bureau.phone == "12333"


class TestAppointOrganizer:
    def test_the_account_sees_the_offices_area(self, uow):
        account = make_organizer(uow, make_bureau(uow, area_code=HUAYUAN))
        assert (account.role, account.area_code) == (Role.ORGANIZER, HUAYUAN)

    def test_the_office_knows_who_acts_for_it(self, uow):
        bureau = make_bureau(uow)
        account = make_organizer(uow, bureau)
        assert queries.list_organizers(uow, bureau.id) == [account]


class TestRules:
    @pytest.fixture
    def bureau(self, uow):
        return make_bureau(uow, area_code=HUAYUAN)

    def own(self, bureau):
        return Actor(role=Role.ORGANIZER, bureau_id=bureau.id, area_code=bureau.area_code)

    def test_its_own_people_may_use_and_keep_it(self, uow, bureau):
        for permission in (
            BureauPermission.DESK,
            BureauPermission.EDIT,
            BureauPermission.APPOINT,
            BureauPermission.READ,
        ):
            assert allows(uow, self.own(bureau), permission, bureau)

    def test_another_office_may_only_read_it(self, uow, bureau):
        other = self.own(make_bureau(uow, area_code=FENGHUANG))
        for permission in (
            BureauPermission.DESK,
            BureauPermission.EDIT,
            BureauPermission.APPOINT,
            BureauPermission.OPEN,
        ):
            assert not allows(uow, other, permission, bureau)
        assert allows(uow, other, BureauPermission.READ, bureau)

    def test_only_an_administrator_opens_one(self, uow):
        for role in Role:
            may = role is Role.ADMINISTRATOR
            assert allows(uow, Actor(role=role), BureauPermission.OPEN) is may

    @pytest.mark.parametrize("role", [Role.WORKER, Role.RECRUITER])
    def test_workers_and_recruiters_may_nothing(self, uow, bureau, role):
        actor = Actor(role=role, bureau_id=bureau.id, area_code=HUAYUAN)
        assert not any(allows(uow, actor, permission, bureau) for permission in BureauPermission)

    def test_only_ones_own_office_is_ones_own(self, uow, bureau):
        assert queries.bureau_of(uow, self.own(bureau)) is bureau
        with pytest.raises(NotFound):
            queries.bureau_of(uow, Actor(role=Role.ORGANIZER))

    def test_predicates_for_higher_domains_ask_bureau_and_area(self, uow, bureau):
        station = make_station(uow, bureau)
        assert is_organizer_of_its_bureau(uow, self.own(bureau), station)
        assert organizes_its_area(uow, self.own(bureau), station)
        other = self.own(make_bureau(uow, area_code=FENGHUANG))
        assert not is_organizer_of_its_bureau(uow, other, station)
        assert not organizes_its_area(uow, other, station)


class TestPages:
    def test_the_desk_shows_what_waits_and_what_is_there(self, as_, database):
        with database() as uow:
            bureau = make_bureau(uow, area_code=DONGGUAN)
            account = make_organizer(uow, bureau)
            waiting = make_enterprise(uow, approved=False)
        page = as_(account).get("/bureau")
        assert page.status_code == 200
        for shown in (bureau.name, waiting.name, "待审核的用人单位", "本地区服务站"):
            assert shown in page.text

    def test_a_refused_appointment_keeps_the_offices_own_form_filled(self, as_, database):
        with database() as uow:
            bureau = make_bureau(uow)
            account = make_organizer(uow, bureau)
        page = as_(account).post(
            f"/bureaus/{bureau.id}/organizers",
            data={"display_name": "黄样例", "login_name": "huang", "password": "short"},
        )
        assert page.status_code == 422
        assert f'value="{bureau.name}"' in page.text
        assert 'value="黄样例"' in page.text

    def test_another_office_is_shown_without_forms(self, as_, database):
        with database() as uow:
            account = make_organizer(uow)
            other = make_bureau(uow, area_code=HUAYUAN)
        browser = as_(account)
        assert "初始密码" not in browser.get(f"/bureaus/{other.id}").text
        sent = {"name": "改成别的名字", "public_phone": ""}
        assert browser.post(f"/bureaus/{other.id}", data=sent).status_code == 403

    def test_offices_are_found_by_name(self, as_, database):
        with database() as uow:
            account = make_organizer(uow)
            other = make_bureau(uow, area_code=HUAYUAN, name="花垣样例局")
        browser = as_(account)
        assert other.name in browser.get("/bureaus?text=花垣").text
        assert other.name not in browser.get("/bureaus?text=凤凰").text.split("<main")[1]
