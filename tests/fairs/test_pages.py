"""The pages of fairs, through the real doors."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from server.core import clock
from server.fairs import queries, services
from server.fairs.models import Booth, Fair
from tests.factories.areas import make_areas
from tests.factories.fairs import (
    HUAYUAN,
    a_bureau,
    a_posting,
    a_recruiter,
    a_seat,
    an_enterprise,
    an_organizer,
    make_booth,
    make_fair,
    make_open_fair,
    make_published_fair,
    some_day,
)


@pytest.fixture
def world(database):
    """Two bureaus with their organizers, an enterprise with a recruiter, a seat."""
    with database() as uow:
        make_areas(uow)
        host, partner = a_bureau(uow), a_bureau(uow, HUAYUAN, "花垣县人社局")
        enterprise = an_enterprise(uow)
        return {
            "host": host,
            "partner": partner,
            "organizer": an_organizer(uow, host),
            "guest": an_organizer(uow, partner),
            "enterprise": enterprise,
            "recruiter": a_recruiter(uow, enterprise),
            "posting": a_posting(uow, enterprise),
            "seat": a_seat(uow, partner),
        }


def typed(**what_matters):
    return {
        "title": "湘粤视频招聘会",
        "kind": "video",
        "held_on": str(some_day()),
        "opens_at": "09:00",
        "closes_at": "17:00",
        "timezone": "Asia/Shanghai",
        "booth_count": "12",
    } | what_matters


def text_of(answer):
    return answer.get_data(as_text=True)


class TestFrontPage:
    def test_it_names_the_fairs_to_come_and_no_drafts(self, client, database):
        with database() as uow:
            fair = make_published_fair(uow, title="公开的招聘会")
            make_fair(uow, title="还没公布的")
            address = f"/fairs/{fair.id}"
        page = text_of(client.get("/"))
        assert "公开的招聘会" in page
        assert address in page
        assert "还没公布的" not in page


class TestCalendar:
    def test_a_visitor_sees_published_fairs_and_no_drafts(self, client, database):
        with database() as uow:
            make_published_fair(uow, title="公开的招聘会")
            make_fair(uow, title="还没公布的")
        page = text_of(client.get(f"/calendar?month={some_day():%Y-%m}"))
        assert "公开的招聘会" in page
        assert "还没公布的" not in page

    def test_an_empty_month_says_so_and_leads_to_the_next_fair(self, client, database):
        with database() as uow:
            make_published_fair(uow)
        page = text_of(client.get("/calendar?month=2020-02&lang=en"))
        assert "No fair in this month" in page
        assert f"month={some_day():%Y-%m}" in page

    @pytest.mark.parametrize("month", ["nonsense", "2026-13", "9999-01", ""])
    def test_a_month_that_is_none_shows_todays(self, client, month):
        answer = client.get(f"/calendar?month={month}")
        assert answer.status_code == 200
        assert f'data-month="{clock.today():%Y-%m}"' in text_of(answer)

    def test_the_filters_leave_out_other_areas_and_kinds(self, client, world, database):
        with database() as uow:
            make_published_fair(uow, world["host"], title="东莞的")
        month = f"{some_day():%Y-%m}"
        assert "东莞的" in text_of(client.get(f"/calendar?month={month}&area=440000000000"))
        assert "东莞的" not in text_of(client.get(f"/calendar?month={month}&area=430000000000"))
        assert "东莞的" not in text_of(client.get(f"/calendar?month={month}&kind=on_site"))

    def test_a_fair_held_together_is_found_by_the_partners_area(self, client, world, database):
        with database() as uow:
            fair = make_published_fair(uow, world["host"], title="两地合办")
            services.invite_bureau(uow, fair_id=fair.id, bureau_id=world["partner"].id)
            services.answer_invitation(
                uow, fair_id=fair.id, bureau_id=world["partner"].id, accept=True
            )
        month = f"{some_day():%Y-%m}"
        assert "两地合办" in text_of(client.get(f"/calendar?month={month}&area={HUAYUAN}"))


class TestPlanning:
    def test_the_first_two_steps_of_the_walk(self, as_, world, database, client):
        organizer, guest, recruiter = (
            as_(world[who]) for who in ("organizer", "guest", "recruiter")
        )
        answer = organizer.post(
            "/fairs", data=typed(air_title="开场", air_starts="10:00", air_ends="11:00")
        )
        assert answer.status_code == 302, text_of(answer)
        fair_id = re.search(r"/fairs/([0-9a-f-]{36})/manage", answer.location)[1]
        base = f"/fairs/{fair_id}"
        assert guest.get(base).status_code == 404
        assert organizer.post(
            f"{base}/partners", data={"bureau_id": str(world["partner"].id)}
        ).location.endswith("/manage")
        assert "湘粤视频招聘会" in text_of(guest.get("/fairs/desk"))
        answer = guest.post(f"{base}/invitation", data={"accept": "yes"})
        assert answer.location.endswith("/stations")
        answer = guest.post(f"{base}/stations", data={"seat_ids": str(world["seat"].id)})
        assert answer.status_code == 302, text_of(answer)
        organizer.post(f"{base}/publish")
        assert "湘粤视频招聘会" in text_of(client.get(f"/calendar?month={some_day():%Y-%m}"))
        answer = recruiter.post(
            f"{base}/apply",
            data={
                "posting_ids": str(world["posting"].id),
                "recruiter_account_id": str(world["recruiter"].id),
            },
        )
        booth_id = answer.location.rsplit("/", 1)[1]
        assert client.get(f"/booths/{booth_id}").status_code == 404
        assert organizer.post(f"/booths/{booth_id}/approve").status_code == 302
        page = text_of(client.get(base))
        assert world["enterprise"].name in page
        assert "装配工" in page
        with database() as uow:
            assert uow.get(Booth, UUID(booth_id)).number == 1

    def test_a_clash_is_named_before_saving_and_on_saving(self, as_, world, database):
        with database() as uow:
            make_fair(uow, world["host"], title="先定的招聘会")
        organizer = as_(world["organizer"])
        early = organizer.get(
            "/fairs/check",
            query_string={
                "held_on": str(some_day()),
                "opens_at": "10:00",
                "closes_at": "12:00",
            },
        )
        assert "先定的招聘会" in text_of(early)
        assert "data-may-be-accepted" in text_of(early)
        answer = organizer.post("/fairs", data=typed())
        assert answer.status_code == 409
        assert "先定的招聘会" in text_of(answer)
        assert "湘粤视频招聘会" in text_of(answer)
        with database() as uow:
            assert len(uow.scalars(sa.select(Fair))) == 1

    def test_free_hours_are_said_to_be_free(self, as_, world):
        page = text_of(
            as_(world["organizer"]).get(
                "/fairs/check",
                query_string={
                    "held_on": str(some_day()),
                    "opens_at": "10:00",
                    "closes_at": "12:00",
                    "lang": "en",
                },
            )
        )
        assert "Nothing else is planned in these hours." in page

    def test_a_wrong_field_keeps_what_was_typed(self, as_, world):
        answer = as_(world["organizer"]).post("/fairs", data=typed(closes_at="08:00"))
        assert answer.status_code == 422
        assert "湘粤视频招聘会" in text_of(answer)

    def test_a_taken_seat_is_named_while_it_is_chosen(self, as_, world, database):
        with database() as uow:
            for title in ("先到的", "后到的"):
                fair = make_fair(uow, world["host"], title=title)
                services.invite_bureau(uow, fair_id=fair.id, bureau_id=world["partner"].id)
                services.answer_invitation(
                    uow, fair_id=fair.id, bureau_id=world["partner"].id, accept=True
                )
                if title == "先到的":
                    services.add_station(
                        uow,
                        fair_id=fair.id,
                        bureau_id=world["partner"].id,
                        seat_id=world["seat"].id,
                    )
        guest = as_(world["guest"])
        page = text_of(guest.get(f"/fairs/{fair.id}/stations/check?seat_ids={world['seat'].id}"))
        assert "先到的" in page
        answer = guest.post(f"/fairs/{fair.id}/stations", data={"seat_ids": str(world["seat"].id)})
        assert answer.status_code == 409
        assert "先到的" in text_of(answer)

    def test_a_taken_recruiter_is_named_while_chosen(self, as_, world, database):
        with database() as uow:
            taken = make_published_fair(uow, title="先到的")
            make_booth(uow, taken, world["enterprise"], recruiter=world["recruiter"])
            fair = make_published_fair(uow, title="后到的")
        page = text_of(
            as_(world["recruiter"]).get(
                f"/fairs/{fair.id}/apply/check?recruiter_account_id={world['recruiter'].id}"
            )
        )
        assert "先到的" in page


class TestPermissions:
    @pytest.mark.parametrize("who", ["guest", "recruiter"])
    @pytest.mark.parametrize("what", ["publish", "cancel", "move", "clone", "partners", "edit"])
    def test_only_the_host_manages(self, as_, world, database, who, what):
        with database() as uow:
            fair = make_published_fair(uow, world["host"])
        sent = {
            "cancel": {"reason": "不办了"},
            "move": {"held_on": str(some_day()), "opens_at": "09:00", "closes_at": "10:00"},
            "clone": {"clone_on": str(some_day(50))},
            "partners": {"bureau_id": str(world["partner"].id)},
            "edit": {"title": "别人的", "kind": "video", "booth_count": "3"},
        }.get(what, {})
        assert as_(world[who]).post(f"/fairs/{fair.id}/{what}", data=sent).status_code == 403

    def test_a_visitor_is_sent_to_the_sign_in(self, client):
        assert client.get("/fairs/new").status_code == 302

    def test_who_is_not_a_partner_adds_no_seats(self, as_, world, database):
        with database() as uow:
            fair = make_published_fair(uow, world["host"])
        answer = as_(world["guest"]).post(
            f"/fairs/{fair.id}/stations", data={"seat_ids": str(world["seat"].id)}
        )
        assert answer.status_code == 403

    def test_a_booth_of_another_enterprise_is_not_staffed(self, as_, world, database):
        with database() as uow:
            booth = make_booth(uow)
        answer = as_(world["recruiter"]).post(
            f"/booths/{booth.id}",
            data={
                "recruiter_account_id": str(world["recruiter"].id),
                "posting_ids": str(world["posting"].id),
            },
        )
        assert answer.status_code == 403


class TestOwnPages:
    @pytest.mark.parametrize("path", ["", "/manage", "/edit", "/move", "/stations"])
    def test_the_hosts_pages_open(self, as_, world, database, path):
        with database() as uow:
            fair = make_open_fair(uow, world["host"])
            make_booth(uow, fair)
            make_booth(uow, fair, approved=False)
        assert as_(world["organizer"]).get(f"/fairs/{fair.id}{path}").status_code == 200

    def test_moving_cloning_and_calling_off_through_the_pages(self, as_, world, database):
        with database() as uow:
            fair = make_published_fair(uow, world["host"])
        organizer = as_(world["organizer"])
        later = str(clock.today() + timedelta(days=50))
        organizer.post(
            f"/fairs/{fair.id}/move",
            data={"held_on": later, "opens_at": "08:00", "closes_at": "12:00"},
        )
        answer = organizer.post(f"/fairs/{fair.id}/clone", data={"clone_on": str(some_day(70))})
        assert "/manage" in answer.location
        organizer.post(f"/fairs/{fair.id}/cancel", data={"reason": "场地停电"})
        with database() as uow:
            row = uow.get(Fair, fair.id)
            assert (str(row.held_on), row.state) == (later, "cancelled")
            assert len(queries.list_fairs_of(uow, world["host"].id)) == 2
        assert "场地停电" in text_of(organizer.get(f"/fairs/{fair.id}"))

    def test_a_refused_enterprise_reads_why(self, as_, world, database):
        with database() as uow:
            fair = make_published_fair(uow, world["host"])
            booth = make_booth(uow, fair, world["enterprise"], approved=False)
        as_(world["organizer"]).post(f"/booths/{booth.id}/refuse", data={"reason": "岗位已满"})
        assert "岗位已满" in text_of(as_(world["recruiter"]).get(f"/booths/{booth.id}"))
