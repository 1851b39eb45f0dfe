"""Planning, publishing, moving, cloning, calling off."""

from datetime import time

import pytest

from server.core.errors import Conflict, Invalid
from server.fairs import queries, services
from server.fairs.errors import InThePast, OutsideHours, ScheduleClash, WrongState
from server.fairs.models import FairState
from server.fairs.schedule import Resource
from tests.factories.fairs import (
    HUAYUAN,
    a_bureau,
    a_plan,
    a_recruiter,
    a_seat,
    an_air_plan,
    an_enterprise,
    hours,
    make_booth,
    make_fair,
    make_published_fair,
    some_day,
)


def published_names(uow):
    return [row.name for row in uow.published]


class TestPlan:
    def test_a_planned_fair_is_a_draft_that_keeps_its_wall_clock(self, uow):
        fair = make_fair(uow, hours=hours(opens=9, closes=17))
        assert fair.state is FairState.DRAFT
        assert (fair.opens_at, fair.timezone) == (time(9), "Asia/Shanghai")
        assert (fair.starts_at.hour, fair.ends_at.hour) == (1, 9)
        assert "fairs.fair.planned" in published_names(uow)

    def test_its_slots_on_air_are_planned_with_it(self, uow):
        fair = make_fair(uow, air=(an_air_plan(10, 11), an_air_plan(11, 12)))
        assert [slot.starts_at.hour for slot in queries.list_air_slots(uow, fair.id)] == [2, 3]

    def test_a_fair_that_closes_before_it_opens_is_refused(self, uow):
        with pytest.raises(Invalid) as refusal:
            make_fair(uow, hours=hours(opens=17, closes=9))
        assert "closes_at" in refusal.value.fields

    def test_a_day_that_has_passed_is_refused(self, uow):
        with pytest.raises(InThePast):
            make_fair(uow, hours=hours(days=-1))

    def test_a_slot_outside_the_hours_is_refused(self, uow):
        with pytest.raises(OutsideHours):
            make_fair(uow, air=(an_air_plan(7, 8),))

    def test_two_slots_at_one_hour_clash(self, uow):
        with pytest.raises(ScheduleClash) as refusal:
            make_fair(uow, air=(an_air_plan(10, 12, "甲厂直播"), an_air_plan(11, 13)))
        assert refusal.value.clashes[0].taken.resource is Resource.STAGE
        assert "甲厂直播" in refusal.value.text

    def test_another_fair_of_the_bureau_at_that_hour_is_named(self, uow):
        host = a_bureau(uow)
        make_fair(uow, host, title="先定的招聘会", hours=hours(opens=9, closes=12))
        with pytest.raises(ScheduleClash) as refusal:
            services.plan_fair(
                uow, bureau_id=host.id, plan=a_plan(hours=hours(opens=11, closes=15))
            )
        assert "先定的招聘会" in refusal.value.text
        assert refusal.value.code == "fairs.schedule.clash"

    def test_a_bureau_may_say_that_it_has_the_people_for_both(self, uow):
        host = a_bureau(uow)
        make_fair(uow, host)
        services.plan_fair(uow, bureau_id=host.id, plan=a_plan(), accept_overlap=True)

    def test_a_cancelled_fair_takes_no_hour(self, uow):
        host = a_bureau(uow)
        first = make_fair(uow, host)
        services.cancel_fair(uow, fair_id=first.id, reason="停电")
        services.plan_fair(uow, bureau_id=host.id, plan=a_plan())


class TestStates:
    def test_a_published_fair_is_on_the_calendar_of_everybody(self, uow):
        fair = make_published_fair(uow)
        assert fair.is_public
        assert fair.revision == 1

    def test_it_is_published_once(self, uow):
        fair = make_published_fair(uow)
        with pytest.raises(WrongState):
            services.publish(uow, fair_id=fair.id)

    def test_a_cancelled_fair_says_why_and_cannot_be_changed(self, uow):
        fair = make_published_fair(uow)
        services.cancel_fair(uow, fair_id=fair.id, reason="台风")
        assert (fair.state, fair.cancel_reason) == (FairState.CANCELLED, "台风")
        with pytest.raises(Conflict):
            services.cancel_fair(uow, fair_id=fair.id, reason="again")

    def test_a_fair_ends_when_its_hours_are_over_and_only_once(self, uow):
        from server.core import clock

        fair = make_published_fair(uow)
        services.end_fair(uow, fair_id=fair.id)
        assert fair.state is FairState.PUBLISHED
        with clock.fixed(fair.ends_at):
            services.end_fair(uow, fair_id=fair.id)
            services.end_fair(uow, fair_id=fair.id)
        assert fair.state is FairState.ENDED
        assert published_names(uow).count("fairs.fair.ended") == 1

    def test_it_is_open_from_its_opening_up_to_its_closing(self, uow):
        fair = make_published_fair(uow)
        assert queries.is_open(fair, fair.starts_at)
        assert not queries.is_open(fair, fair.ends_at)
        assert not make_fair(uow).is_open(fair.starts_at)


class TestMove:
    def test_booths_stay_given_and_slots_and_seats_move_with_the_opening(self, uow):
        host = a_bureau(uow, HUAYUAN)
        fair = make_published_fair(uow, host, air=(an_air_plan(10, 11),))
        booth = make_booth(uow, fair)
        services.add_station(uow, fair_id=fair.id, bureau_id=host.id, seat_id=a_seat(uow, host).id)
        services.move_fair(uow, fair_id=fair.id, hours=hours(days=40, opens=13, closes=20))
        (slot,) = queries.list_air_slots(uow, fair.id)
        (seat,) = queries.list_stations(uow, fair.id)
        assert fair.held_on == some_day(40)
        assert slot.starts_at - fair.starts_at == (slot.ends_at - slot.starts_at)
        assert (seat.part.starts_at, seat.part.ends_at) == (fair.starts_at, fair.ends_at)
        assert booth.number == 1

    def test_a_seat_that_is_taken_on_the_new_day_is_named(self, uow):
        host = a_bureau(uow, HUAYUAN)
        seat = a_seat(uow, host)
        first = make_published_fair(uow, host, title="先到的", hours=hours(days=40))
        second = make_published_fair(uow, host, hours=hours(days=41))
        for fair in (first, second):
            services.add_station(uow, fair_id=fair.id, bureau_id=host.id, seat_id=seat.id)
        with pytest.raises(ScheduleClash) as refusal:
            services.move_fair(uow, fair_id=second.id, hours=hours(days=40), accept_overlap=True)
        assert [clash.taken.resource for clash in refusal.value.clashes] == [Resource.SEAT]
        assert "先到的" in refusal.value.text

    def test_a_recruiter_who_is_taken_on_the_new_day_is_named(self, uow):
        enterprise = an_enterprise(uow)
        recruiter = a_recruiter(uow, enterprise)
        first = make_published_fair(uow, hours=hours(days=40))
        second = make_published_fair(uow, hours=hours(days=41))
        for fair in (first, second):
            make_booth(uow, fair, enterprise, recruiter=recruiter)
        with pytest.raises(ScheduleClash) as refusal:
            services.move_fair(uow, fair_id=second.id, hours=hours(days=40))
        assert refusal.value.clashes[0].taken.resource is Resource.RECRUITER
        assert recruiter.display_name not in str(refusal.value.args)

    def test_a_slot_that_no_longer_fits_is_named(self, uow):
        fair = make_fair(uow, air=(an_air_plan(15, 16),))
        with pytest.raises(OutsideHours) as refusal:
            services.move_fair(uow, fair_id=fair.id, hours=hours(opens=9, closes=12))
        assert "样例直播" in refusal.value.text

    def test_calendars_hear_of_it(self, uow):
        fair = make_published_fair(uow)
        before = fair.revision
        services.move_fair(uow, fair_id=fair.id, hours=hours(days=33))
        assert fair.revision == before + 1


class TestClone:
    def test_the_plan_is_repeated_and_the_partners_are_asked_again(self, uow):
        fair = make_published_fair(uow, air=(an_air_plan(10, 11),))
        partner = a_bureau(uow, HUAYUAN)
        services.invite_bureau(uow, fair_id=fair.id, bureau_id=partner.id)
        services.answer_invitation(uow, fair_id=fair.id, bureau_id=partner.id, accept=True)
        make_booth(uow, fair)
        copy = services.clone_fair(uow, fair_id=fair.id, held_on=some_day(60))
        assert (copy.state, copy.opens_at) == (FairState.INVITING, fair.opens_at)
        assert len(queries.list_air_slots(uow, copy.id)) == 1
        assert [one.part.is_waiting for one in queries.list_partners(uow, copy.id)] == [True]
        assert queries.list_booths(uow, copy.id) == []
