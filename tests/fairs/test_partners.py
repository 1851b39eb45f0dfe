"""Inviting a bureau; its answer; its stations."""

from datetime import time

import pytest

from server.core.errors import NotFound
from server.fairs import queries, services
from server.fairs.errors import InvitationAnswered, InvitedTwice, OutsideHours, ScheduleClash
from server.fairs.models import FairState, PartnerState
from tests.factories.fairs import HUAYUAN, a_bureau, a_seat, hours, make_fair


@pytest.fixture
def partner(uow):
    return a_bureau(uow, HUAYUAN, "花垣县人社局")


@pytest.fixture
def fair(uow, partner):
    """A fair to which the partner was invited."""
    made = make_fair(uow, title="湘粤招聘会")
    services.invite_bureau(uow, fair_id=made.id, bureau_id=partner.id)
    return made


@pytest.fixture
def accepted(uow, fair, partner):
    services.answer_invitation(uow, fair_id=fair.id, bureau_id=partner.id, accept=True)
    return fair


class TestInvite:
    def test_an_invited_bureau_sees_the_draft(self, uow, fair, partner):
        assert fair.state is FairState.INVITING
        assert [one.fair.id for one in queries.list_invitations(uow, partner.id)] == [fair.id]

    def test_nobody_is_invited_twice_nor_the_host(self, uow, fair, partner):
        for bureau_id in (partner.id, fair.host_bureau_id):
            with pytest.raises(InvitedTwice):
                services.invite_bureau(uow, fair_id=fair.id, bureau_id=bureau_id)


class TestAnswer:
    def test_who_accepts_takes_part(self, uow, accepted, partner):
        assert queries.takes_part(uow, accepted, partner.id)

    def test_who_declines_does_not_and_says_why(self, uow, fair, partner):
        part = services.answer_invitation(
            uow, fair_id=fair.id, bureau_id=partner.id, accept=False, answer="农忙"
        )
        assert (part.state, part.answer) == (PartnerState.DECLINED, "农忙")
        assert not queries.takes_part(uow, fair, partner.id)

    def test_an_invitation_is_answered_once(self, uow, accepted, partner):
        with pytest.raises(InvitationAnswered):
            services.answer_invitation(uow, fair_id=accepted.id, bureau_id=partner.id, accept=False)

    def test_who_was_not_invited_cannot_answer(self, uow, fair):
        with pytest.raises(NotFound):
            services.answer_invitation(
                uow, fair_id=fair.id, bureau_id=a_bureau(uow).id, accept=True
            )


class TestStations:
    def add(self, uow, fair, partner, seat, **hours):
        return services.add_station(
            uow, fair_id=fair.id, bureau_id=partner.id, seat_id=seat.id, **hours
        )

    def test_a_seat_takes_part_for_the_whole_fair_unless_hours_are_said(
        self, uow, accepted, partner
    ):
        part = self.add(uow, accepted, partner, a_seat(uow, partner))
        assert (part.starts_at, part.ends_at) == (accepted.starts_at, accepted.ends_at)

    def test_hours_outside_the_fair_are_refused(self, uow, accepted, partner):
        with pytest.raises(OutsideHours):
            self.add(uow, accepted, partner, a_seat(uow, partner), starts=time(7))

    def test_a_seat_of_another_area_is_not_theirs(self, uow, accepted, partner):
        with pytest.raises(NotFound):
            self.add(uow, accepted, partner, a_seat(uow, a_bureau(uow)))

    def test_who_has_not_accepted_adds_nothing(self, uow, fair, partner):
        with pytest.raises(NotFound):
            self.add(uow, fair, partner, a_seat(uow, partner))

    def test_a_taken_seat_is_named_with_the_fair_that_has_it(self, uow, accepted, partner):
        seat = a_seat(uow, partner)
        self.add(uow, accepted, partner, seat)
        other = make_fair(uow, partner, hours=hours(opens=16, closes=20))
        with pytest.raises(ScheduleClash) as refusal:
            self.add(uow, other, partner, seat)
        assert "湘粤招聘会" in refusal.value.text
        assert seat.label in refusal.value.text

    def test_a_seat_can_serve_two_fairs_one_after_the_other(self, uow, accepted, partner):
        seat = a_seat(uow, partner)
        self.add(uow, accepted, partner, seat, ends=time(12))
        other = make_fair(uow, partner, hours=hours(opens=12, closes=17))
        self.add(uow, other, partner, seat)

    def test_a_seat_that_was_taken_out_is_free_again(self, uow, accepted, partner):
        seat = a_seat(uow, partner)
        part = self.add(uow, accepted, partner, seat)
        services.remove_station(uow, fair_station_id=part.id)
        self.add(uow, accepted, partner, seat)
