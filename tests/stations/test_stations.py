import pytest

from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.permissions import allows
from server.stations import errors, queries, services
from server.stations.permissions import StationPermission
from tests.factories.bureaus import make_bureau, make_organizer
from tests.factories.places import DONGGUAN, FENGHUANG, HUAYUAN, HUAYUAN_TOWN, SHIBADONG
from tests.factories.stations import make_officer, make_seat, make_station

MANAGED = (StationPermission.EDIT, StationPermission.APPOINT)


class TestOpenStation:
    def test_a_place_outside_the_bureaus_area_is_refused_at_its_field(self, uow):
        with pytest.raises(errors.OutsideArea) as refused:
            make_station(uow, make_bureau(uow, area_code=DONGGUAN), area_code=SHIBADONG)
        assert list(refused.value.fields) == ["area_code"]

    def test_a_place_has_one_station_of_a_name(self, uow):
        bureau = make_bureau(uow, area_code=HUAYUAN)
        make_station(uow, bureau, name="村部服务站")
        with pytest.raises(errors.NameTaken):
            make_station(uow, bureau, name="村部服务站")
        assert make_station(uow, bureau, name="村部服务站", area_code=HUAYUAN_TOWN)


class TestSeats:
    def test_a_label_stands_once_at_a_station(self, uow):
        seat = make_seat(uow, label="1号机")
        with pytest.raises(errors.LabelTaken):
            services.add_seat(uow, station_id=seat.station_id, label="1号机")

    def test_a_seat_is_taken_out_of_use_and_put_back(self, uow):
        seat = make_seat(uow)
        services.close_seat(uow, seat_id=seat.id)
        assert queries.list_seats(uow, seat.station_id, open_only=True) == []
        with pytest.raises(errors.SeatClosed):
            services.close_seat(uow, seat_id=seat.id)
        services.reopen_seat(uow, seat_id=seat.id)
        assert queries.list_seats(uow, seat.station_id, open_only=True) == [seat]

    def test_several_stations_are_read_at_once(self, uow):
        first, second = make_seat(uow), make_seat(uow)
        empty = make_station(uow)
        ids = [first.station_id, second.station_id, empty.id]
        assert list(queries.seats_by_station(uow, ids).values()) == [[first], [second], []]

    def test_a_seat_of_another_station_is_not_found_at_this_one(self, uow):
        seat, elsewhere = make_seat(uow), make_station(uow)
        actor = Actor.system()
        assert queries.seat_at(uow, actor, seat.station_id, seat.id).seat is seat
        with pytest.raises(NotFound):
            queries.seat_at(uow, actor, elsewhere.id, seat.id)


class TestAppointOfficer:
    def test_the_account_sees_the_stations_place(self, uow):
        station = make_station(uow)
        account = make_officer(uow, station)
        assert (account.role, account.area_code) == (Role.OFFICER, SHIBADONG)
        assert queries.list_officers(uow, station.id) == [account]


class TestWhoFindsAStation:
    @pytest.fixture
    def station(self, uow):
        return make_station(uow)

    def test_organizers_whose_area_holds_it_manage_it(self, uow, station):
        for area in (HUAYUAN, "433100000000", "430000000000"):
            actor = Actor(role=Role.ORGANIZER, area_code=area)
            assert queries.station_by_id(uow, actor, station.id) is station
            for permission in (*MANAGED, StationPermission.FURNISH, StationPermission.READ):
                assert allows(uow, actor, permission, station)

    def test_other_organizers_do_not_find_it(self, uow, station):
        actor = Actor(role=Role.ORGANIZER, area_code=FENGHUANG)
        with pytest.raises(NotFound):
            queries.station_by_id(uow, actor, station.id)
        assert not any(
            allows(uow, actor, permission, station)
            for permission in (*MANAGED, StationPermission.FURNISH, StationPermission.READ)
        )
        assert queries.list_stations(uow, actor) == []

    def test_its_officer_runs_it_and_appoints_nobody(self, uow, station):
        actor = Actor(role=Role.OFFICER, station_id=station.id, area_code=SHIBADONG)
        assert queries.station_of(uow, actor) is station
        for permission in (StationPermission.DESK, StationPermission.FURNISH):
            assert allows(uow, actor, permission, station)
        for permission in MANAGED:
            assert not allows(uow, actor, permission, station)

    def test_an_officer_of_the_same_village_does_not_find_another_station(self, uow, station):
        other = make_station(uow)
        actor = Actor(role=Role.OFFICER, station_id=other.id, area_code=SHIBADONG)
        with pytest.raises(NotFound):
            queries.station_by_id(uow, actor, station.id)
        assert not allows(uow, actor, StationPermission.DESK, station)

    def test_only_organizers_list_and_open(self, uow):
        for permission in (StationPermission.LIST, StationPermission.OPEN):
            for role in Role:
                assert allows(uow, Actor(role=role), permission) is (role is Role.ORGANIZER)


class TestPages:
    @pytest.fixture
    def bureau(self, database):
        with database() as uow:
            return make_bureau(uow, area_code=HUAYUAN)

    @pytest.fixture
    def organizer(self, as_, database, bureau):
        with database() as uow:
            account = make_organizer(uow, bureau)
            make_station(uow, bureau, name="先有的站")
        return as_(account)

    def test_a_station_is_opened_with_seat_and_officer(self, organizer, client):
        sent = {"area_code": SHIBADONG, "name": "十八洞村服务站", "address": "村部一楼"}
        answer = organizer.post("/stations", data=sent)
        assert answer.status_code == 302
        page = answer.location
        assert organizer.post(f"{page}/seats", data={"label": "1号机"}).status_code == 302
        officer = {
            "display_name": "杨样例",
            "login_name": "yang",
            "password": "a-long-test-password",
        }
        assert organizer.post(f"{page}/officers", data=officer).status_code == 302
        shown = organizer.get(page).text
        for part in ("1号机", "杨样例", "十八洞村服务站"):
            assert part in shown
        client.post(
            "/sign-in/password", data={"login_name": "yang", "password": "a-long-test-password"}
        )
        assert "1号机" in client.get("/station").text

    def test_a_place_elsewhere_is_refused_with_everything_kept(self, organizer, database):
        from tests.factories.places import known_area

        with database() as uow:
            known_area(uow, DONGGUAN)
        page = organizer.post("/stations", data={"area_code": DONGGUAN, "name": "错放的站"})
        assert page.status_code == 422
        assert "不在本机构的管辖地区内" in page.text
        assert 'value="错放的站"' in page.text

    def test_a_second_seat_of_one_label_is_refused_and_the_entry_stays_filled(
        self, organizer, database, bureau
    ):
        with database() as uow:
            station = make_station(uow, bureau, name="两台的站")
            make_seat(uow, station, label="1号机")
        page = organizer.post(f"/stations/{station.id}/seats", data={"label": "1号机"})
        assert page.status_code == 409
        assert "已有同名席位" in page.text
        assert 'value="两台的站"' in page.text

    def test_another_county_does_not_find_it(self, as_, database, bureau):
        with database() as uow:
            station = make_station(uow, bureau)
            account = make_organizer(uow, make_bureau(uow, area_code=FENGHUANG))
        browser = as_(account)
        assert browser.get(f"/stations/{station.id}").status_code == 404
        answer = browser.post(f"/stations/{station.id}/seats", data={"label": "9号机"})
        assert answer.status_code == 404
        assert station.name not in browser.get("/stations").text
