from datetime import timedelta

import pytest
import sqlalchemy as sa

from server.core import clock
from server.core.events import EventRow
from server.enterprises import services as enterprises
from server.enterprises.errors import NotApproved
from server.jobs import errors, queries, services, tasks
from server.jobs.models import ApplicationState, PostingStatus
from server.jobs.terms import CloseReason
from tests.factories.enterprises import make_enterprise
from tests.factories.interviews import make_open_booth
from tests.factories.jobs import make_application, make_posting, make_terms
from tests.factories.workers import make_worker


def facts(uow, name):
    return list(uow.session.scalars(sa.select(EventRow.payload).where(EventRow.name == name)))


class TestCreatePosting:
    def test_an_enterprise_that_waits_may_prepare_a_draft(self, uow):
        waiting = make_enterprise(uow, approved=False)
        assert make_posting(uow, waiting, published=False).status is PostingStatus.DRAFT

    def test_a_range_that_ends_below_its_beginning_is_refused_at_its_field(self, uow):
        with pytest.raises(errors.PayOrder) as refused:
            make_posting(uow, pay_from_fen=600_000, pay_to_fen=500_000)
        assert list(refused.value.fields) == ["pay_to_fen"]

    @pytest.mark.parametrize("days", [-1, 181])
    def test_a_last_day_that_is_over_or_too_far_is_refused(self, uow, days):
        with pytest.raises(errors.ValidUntilPast):
            make_posting(uow, valid_until=clock.today() + timedelta(days=days))

    def test_the_table_itself_holds_no_posting_without_pay(self, uow):
        posting = make_posting(uow, published=False)
        posting.pay_from_fen = 0
        with pytest.raises(sa.exc.IntegrityError):
            uow.flush()


class TestPublishPosting:
    def test_nothing_of_an_unapproved_enterprise_is_published(self, uow):
        draft = make_posting(uow, make_enterprise(uow, approved=False), published=False)
        with pytest.raises(NotApproved):
            services.publish_posting(uow, posting_id=draft.id)
        assert draft.status is PostingStatus.DRAFT

    def test_a_draft_whose_last_day_went_by_is_not_published(self, uow):
        draft = make_posting(uow, published=False)
        draft.valid_until = clock.today() - timedelta(days=1)
        with pytest.raises(errors.ValidUntilPast):
            services.publish_posting(uow, posting_id=draft.id)

    def test_what_workers_have_seen_is_not_changed(self, uow):
        posting = make_posting(uow)
        with pytest.raises(errors.NotDraft):
            services.edit_posting(uow, posting_id=posting.id, terms=make_terms(title="另一个"))
        with pytest.raises(errors.NotDraft):
            services.publish_posting(uow, posting_id=posting.id)

    def test_a_copy_is_a_draft_with_the_same_words(self, uow):
        posting = make_posting(uow)
        copy = services.copy_posting(uow, posting_id=posting.id)
        assert (copy.status, copy.title, copy.id != posting.id) == (
            PostingStatus.DRAFT,
            posting.title,
            True,
        )


class TestApply:
    def test_the_fact_says_who_where_and_at_which_fair(self, uow):
        posting, worker = make_posting(uow), make_worker(uow)
        place = make_open_booth(uow, postings=[posting])
        fair, booth = place.fair_id, place.id
        application = services.apply_to(
            uow, posting_id=posting.id, worker_id=worker.id, fair_id=fair, booth_id=booth
        )
        (payload,) = facts(uow, "jobs.application.made")
        assert payload == {
            "application_id": str(application.id),
            "worker_id": str(worker.id),
            "posting_id": str(posting.id),
            "enterprise_id": str(posting.enterprise_id),
            "fair_id": str(fair),
            "booth_id": str(booth),
            "live_session_id": None,
        }

    def test_a_second_application_is_refused_and_states_nothing(self, uow):
        application = make_application(uow)
        with pytest.raises(errors.AlreadyApplied) as refused:
            services.apply_to(
                uow, posting_id=application.posting_id, worker_id=application.worker_id
            )
        assert refused.value.code == "jobs.application.already_applied"
        assert len(facts(uow, "jobs.application.made")) == 1

    def test_what_was_taken_back_can_be_made_again(self, uow):
        application = make_application(uow)
        services.withdraw(uow, application_id=application.id)
        again = services.apply_to(
            uow, posting_id=application.posting_id, worker_id=application.worker_id
        )
        assert (again.id, again.state) == (application.id, ApplicationState.APPLIED)

    def test_what_was_declined_is_not_made_again(self, uow):
        application = make_application(uow)
        services.decline(uow, application_id=application.id)
        with pytest.raises(errors.AlreadyApplied):
            services.apply_to(
                uow, posting_id=application.posting_id, worker_id=application.worker_id
            )

    def test_a_closed_posting_takes_none(self, uow):
        posting = make_posting(uow)
        services.close_posting(uow, posting_id=posting.id, reason=CloseReason.FILLED)
        with pytest.raises(errors.NotOpen):
            make_application(uow, posting=posting)

    def test_a_posting_whose_last_day_is_over_takes_none_even_before_the_clock_closes_it(self, uow):
        posting = make_posting(uow)
        later = clock.now() + timedelta(days=31)
        with clock.fixed(later), pytest.raises(errors.NotOpen):
            make_application(uow, posting=posting)

    def test_nothing_of_a_frozen_enterprise_takes_any(self, uow):
        posting = make_posting(uow)
        enterprises.freeze(uow, enterprise_id=posting.enterprise_id, reason="收到投诉")
        with pytest.raises(errors.NotOpen):
            make_application(uow, posting=posting)

    def test_one_is_ended_once(self, uow):
        application = make_application(uow)
        services.withdraw(uow, application_id=application.id)
        for again in (services.withdraw, services.decline):
            with pytest.raises(errors.NotApplied):
                again(uow, application_id=application.id)


class TestCloseExpired:
    def test_the_clock_closes_what_is_over_and_nothing_else(self, uow):
        over = make_posting(uow, valid_until=clock.today() + timedelta(days=5))
        running = make_posting(uow)
        with clock.fixed(clock.now() + timedelta(days=6)):
            tasks.close_expired(uow)
            tasks.close_expired(uow)
        assert (over.status, over.closed_because) == (PostingStatus.CLOSED, CloseReason.EXPIRED)
        assert running.is_open
        assert len(facts(uow, "jobs.posting.closed")) == 1


class TestShelf:
    def test_postings_come_in_the_order_that_was_asked_for(self, uow):
        postings = [make_posting(uow) for _ in range(3)]
        wanted = [postings[2].id, postings[0].id]
        assert [shown.id for shown in queries.list_shown(uow, wanted)] == wanted

    def test_what_one_has_applied_for_is_known(self, uow):
        application = make_application(uow)
        other = make_posting(uow)
        ids = [application.posting_id, other.id]
        assert queries.applied_postings(uow, application.worker_id, ids) == {ids[0]}
        assert queries.applied_postings(uow, None, ids) == set()
