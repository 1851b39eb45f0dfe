"""What happens with fairs on the clock."""

from datetime import timedelta

from server.core import clock
from server.fairs import demo, queries
from server.fairs.tasks import end_fairs, hold_sample_again
from tests.factories.fairs import (
    HUAYUAN,
    a_bureau,
    a_posting,
    a_recruiter,
    a_seat,
    an_enterprise,
    make_published_fair,
)


class TestEnding:
    def test_fairs_whose_hours_are_over_are_ended(self, uow):
        fair = make_published_fair(uow)
        end_fairs(uow)
        assert fair.state == "published"
        with clock.fixed(fair.ends_at):
            end_fairs(uow)
        assert fair.state == "ended"


class TestSampleFair:
    def world(self, uow):
        enterprise, partner = an_enterprise(uow), a_bureau(uow, HUAYUAN)
        return {
            "host_bureau": a_bureau(uow),
            "partner_bureau": partner,
            "enterprise": enterprise,
            "recruiter": a_recruiter(uow, enterprise),
            "postings": [a_posting(uow, enterprise)],
            "seat": a_seat(uow, partner),
        }

    def test_the_sample_fair_is_open_with_a_booth_a_seat_and_somebody_on_air(self, uow):
        world = self.world(uow)
        demo.load(uow, world)
        assert world["fair"].held_on == clock.today()
        assert (world["booth"].number, world["next_fair"].state) == (1, "published")
        assert len(queries.list_stations(uow, world["fair"].id)) == 1

    def test_it_is_held_again_tomorrow_once_and_not_twice_today(self, uow):
        world = self.world(uow)
        demo.load(uow, world)
        host = world["host_bureau"].id
        hold_sample_again(uow)
        assert len(queries.list_fairs_of(uow, host)) == 2
        with clock.fixed(clock.now() + timedelta(days=1)):
            hold_sample_again(uow)
            hold_sample_again(uow)
            fairs = queries.list_fairs_of(uow, host)
            assert len(fairs) == 3
            assert any(fair.held_on == clock.today() for fair in fairs)

    def test_where_there_is_no_sample_nothing_is_planned(self, uow):
        hold_sample_again(uow)
