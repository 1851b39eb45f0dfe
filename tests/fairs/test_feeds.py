"""Calendar files: what other programs read."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from server.fairs import services
from server.fairs.models import FeedToken
from tests.factories.areas import make_areas
from tests.factories.fairs import (
    HUAYUAN,
    a_bureau,
    a_seat,
    an_air_plan,
    hours,
    make_booth,
    make_fair,
    make_published_fair,
)


def read(client, path="/calendar.ics"):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/calendar")
    return Calendar.from_ical(answer.data)


def events(calendar):
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


class TestCalendarFile:
    def test_a_fair_keeps_its_wall_clock_and_brings_its_time_zone(self, client, database):
        with database() as uow:
            fair = make_published_fair(uow, hours=hours(opens=9, closes=17))
        calendar = read(client)
        event = events(calendar)[f"fair-{fair.id}@lianpin"]
        assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
        assert (event["DTSTART"].dt.hour, event["DTEND"].dt.hour) == (9, 17)
        assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
        assert str(event["SUMMARY"]) == fair.title

    def test_drafts_are_not_in_it(self, client, database):
        with database() as uow:
            make_fair(uow)
        assert events(read(client)) == {}

    def test_a_moved_fair_keeps_its_uid_and_counts_up(self, client, database):
        with database() as uow:
            fair = make_published_fair(uow)
        (before,) = events(read(client)).values()
        with database() as uow:
            services.move_fair(uow, fair_id=fair.id, hours=hours(days=35))
        (after,) = events(read(client)).values()
        assert after["UID"] == before["UID"]
        assert after["SEQUENCE"] == before["SEQUENCE"] + 1
        assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(days=5)

    def test_a_cancelled_fair_stays_in_it_as_cancelled_with_its_slots(self, client, database):
        with database() as uow:
            fair = make_published_fair(uow, air=(an_air_plan(),))
            services.cancel_fair(uow, fair_id=fair.id, reason="台风")
        found = events(read(client)).values()
        assert [str(event["STATUS"]) for event in found] == ["CANCELLED", "CANCELLED"]
        assert any("台风" in str(event.get("DESCRIPTION", "")) for event in found)

    def test_a_slot_on_air_is_a_part_of_its_fair(self, client, database):
        with database() as uow:
            fair = make_published_fair(uow, air=(an_air_plan(10, 11, "甲厂直播"),))
        slot = next(
            event for uid, event in events(read(client)).items() if uid.startswith("air-slot-")
        )
        assert str(slot["RELATED-TO"]) == f"fair-{fair.id}@lianpin"
        assert "甲厂直播" in str(slot["SUMMARY"])

    def test_an_unchanged_file_is_not_sent_again(self, client, database):
        with database() as uow:
            make_published_fair(uow)
        tag = client.get("/calendar.ics").headers["ETag"]
        assert client.get("/calendar.ics", headers={"If-None-Match": tag}).status_code == 304

    def test_every_line_ends_and_folds_as_the_standard_asks(self, client, database):
        with database() as uow:
            make_published_fair(
                uow, title="长" * 80, description="段落一\n段落二;逗号,反斜线\\" * 20
            )
        raw = client.get("/calendar.ics").data
        lines = raw.split(b"\r\n")
        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert max(len(line) for line in lines) <= 75
        (event,) = events(Calendar.from_ical(raw)).values()
        assert str(event["SUMMARY"]) == "长" * 80


class TestOwnFeeds:
    def test_each_bureau_enterprise_and_station_has_its_own(self, client, database):
        with database() as uow:
            partner = a_bureau(uow, HUAYUAN)
            seat = a_seat(uow, partner)
            fair = make_published_fair(uow)
            make_published_fair(uow, title="别处的")
            services.invite_bureau(uow, fair_id=fair.id, bureau_id=partner.id)
            services.answer_invitation(uow, fair_id=fair.id, bureau_id=partner.id, accept=True)
            services.add_station(uow, fair_id=fair.id, bureau_id=partner.id, seat_id=seat.id)
            booth = make_booth(uow, fair)
            paths = [
                f"/calendar/bureaus/{fair.host_bureau_id}.ics",
                f"/calendar/bureaus/{partner.id}.ics",
                f"/calendar/enterprises/{booth.enterprise_id}.ics",
                f"/calendar/stations/{seat.station_id}.ics",
            ]
        for path in paths:
            assert list(events(read(client, path))) == [f"fair-{fair.id}@lianpin"]

    @pytest.mark.parametrize("kind", ["bureaus", "enterprises", "stations"])
    def test_whose_id_nobody_knows_is_not_there(self, client, kind):
        path = f"/calendar/{kind}/01900000-0000-7000-8000-000000000000.ics"
        assert client.get(path).status_code == 404


class TestWorkerFeed:
    @pytest.fixture
    def worker(self, database):
        from tests.factories.workers import make_worker

        with database() as uow:
            make_areas(uow)
            return make_worker(uow)

    def test_the_address_is_secret_and_says_nothing_of_who_it_is(self, client, database, worker):
        with database() as uow:
            host = a_bureau(uow, worker.household_area_code)
            fair = make_published_fair(uow, host)
            token = services.renew_feed(uow, worker_id=worker.id).token
        assert len(token) >= 43
        answer = client.get(f"/calendar/workers/{token}.ics")
        assert f"fair-{fair.id}" in answer.get_data(as_text=True)
        told = answer.get_data(as_text=True)
        for secret in (worker.name, worker.phone, worker.id_number, str(worker.id), token):
            assert secret not in told
        assert answer.headers["Cache-Control"] == "private, no-cache"

    def test_a_renewed_address_replaces_the_old_one(self, client, database, worker):
        with database() as uow:
            old = services.renew_feed(uow, worker_id=worker.id).token
        with database() as uow:
            new = services.renew_feed(uow, worker_id=worker.id).token
            assert len(uow.scalars(sa.select(FeedToken))) == 1
        assert client.get(f"/calendar/workers/{old}.ics").status_code == 404
        assert client.get(f"/calendar/workers/{new}.ics").status_code == 200

    def test_a_guessed_address_is_not_there(self, client):
        assert client.get("/calendar/workers/guess.ics").status_code == 404
