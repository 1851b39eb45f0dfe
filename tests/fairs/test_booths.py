"""Asking for a booth, giving it, staffing it."""

import pytest

from server.core.errors import Invalid, NotFound
from server.core.identity import Actor
from server.fairs import queries, services
from server.fairs.errors import (
    AlreadyApplied,
    BoothDecided,
    EnterpriseNotApproved,
    NoBoothLeft,
    ScheduleClash,
    WrongState,
)
from server.fairs.models import BoothState
from tests.factories.fairs import (
    a_posting,
    a_recruiter,
    acting,
    an_enterprise,
    an_organizer,
    hours,
    make_booth,
    make_fair,
    make_published_fair,
)


@pytest.fixture
def fair(uow):
    return make_published_fair(uow, booth_count=2)


class TestApply:
    def test_an_application_waits_for_the_host_and_shows_its_postings(self, uow, fair):
        booth = make_booth(uow, fair, approved=False)
        assert (booth.state, booth.number) == (BoothState.APPLIED, None)
        assert len(queries.list_postings(uow, booth.id)) == 1

    def test_one_booth_for_an_enterprise(self, uow, fair):
        enterprise = an_enterprise(uow)
        make_booth(uow, fair, enterprise, approved=False)
        with pytest.raises(AlreadyApplied):
            make_booth(uow, fair, enterprise)

    def test_an_enterprise_that_waits_for_review_cannot_apply(self, uow, fair):
        with pytest.raises(EnterpriseNotApproved):
            make_booth(uow, fair, an_enterprise(uow, approved=False))

    def test_a_draft_takes_no_applications(self, uow):
        with pytest.raises(WrongState):
            make_booth(uow, make_fair(uow))

    def test_postings_of_others_are_refused(self, uow, fair):
        with pytest.raises(Invalid) as refusal:
            services.apply_for_booth(
                uow,
                fair_id=fair.id,
                enterprise_id=an_enterprise(uow).id,
                posting_ids=[a_posting(uow, an_enterprise(uow)).id],
            )
        assert "posting_ids" in refusal.value.fields

    def test_a_recruiter_who_is_at_another_fair_then_is_named(self, uow, fair):
        enterprise = an_enterprise(uow)
        recruiter = a_recruiter(uow, enterprise)
        make_booth(uow, fair, enterprise, recruiter=recruiter)
        other = make_published_fair(uow, hours=hours(opens=16, closes=19))
        with pytest.raises(ScheduleClash) as refusal:
            make_booth(uow, other, enterprise, recruiter=recruiter)
        assert fair.title in refusal.value.text
        assert enterprise.name in refusal.value.text
        assert refusal.value.details["clashes"][0]["resource"] == "recruiter"

    def test_a_recruiter_of_another_enterprise_cannot_be_named(self, uow, fair):
        with pytest.raises(NotFound):
            make_booth(uow, fair, recruiter=a_recruiter(uow, an_enterprise(uow)))


class TestDecide:
    def test_booths_are_numbered_from_one_and_run_out(self, uow, fair):
        assert [make_booth(uow, fair).number for _ in range(2)] == [1, 2]
        with pytest.raises(NoBoothLeft):
            make_booth(uow, fair)

    def test_a_refused_enterprise_reads_why_and_may_ask_again(self, uow, fair):
        enterprise = an_enterprise(uow)
        booth = make_booth(uow, fair, enterprise, approved=False)
        services.refuse_booth(uow, booth_id=booth.id, reason="岗位与主题不符")
        assert booth.refusal_reason == "岗位与主题不符"
        again = make_booth(uow, fair, enterprise)
        assert (again.id, again.number) == (booth.id, 1)

    def test_it_is_decided_once(self, uow, fair):
        booth = make_booth(uow, fair)
        with pytest.raises(BoothDecided):
            services.refuse_booth(uow, booth_id=booth.id, reason="too late")


class TestScope:
    def test_a_visitor_sees_given_booths_and_no_applications(self, uow, fair):
        given, asked = make_booth(uow, fair), make_booth(uow, fair, approved=False)
        assert queries.booth_by_id(uow, Actor.nobody(), given.id) is given
        with pytest.raises(NotFound):
            queries.booth_by_id(uow, Actor.nobody(), asked.id)

    def test_a_draft_is_seen_by_its_host_and_nobody_else(self, uow):
        from server.bureaus.models import Bureau

        draft = make_fair(uow)
        host = acting(an_organizer(uow, uow.get(Bureau, draft.host_bureau_id)))
        assert queries.fair_by_id(uow, host, draft.id) is draft
        with pytest.raises(NotFound):
            queries.fair_by_id(uow, Actor.nobody(), draft.id)

    def test_a_booth_is_staffed_by_its_recruiter_or_by_anyone_of_theirs_while_none_is_named(
        self, uow, fair
    ):
        enterprise = an_enterprise(uow)
        one, other = a_recruiter(uow, enterprise), a_recruiter(uow, enterprise)
        booth = make_booth(uow, fair, enterprise)
        assert queries.staffs_booth(acting(other), booth)
        services.assign_recruiter(uow, booth_id=booth.id, account_id=one.id)
        assert queries.staffs_booth(acting(one), booth)
        assert not queries.staffs_booth(acting(other), booth)
        assert not queries.staffs_booth(acting(a_recruiter(uow, an_enterprise(uow))), booth)
