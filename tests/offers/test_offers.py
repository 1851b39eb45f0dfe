"""An offer follows an interview; the answer names the terms that were read."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from server.core import clock
from server.core.errors import NotFound
from server.core.events import EventRow
from server.enterprises.models import Enterprise, EnterpriseStatus
from server.offers import errors, queries, services
from server.offers.events import DeclineReason, OfferAccepted, OfferLapsed, OfferMade
from server.offers.models import OfferState
from server.offers.tasks import lapse_offers
from tests.factories.interviews import make_interview, worker_actor
from tests.factories.jobs import make_posting
from tests.factories.offers import make_finished_interview, make_offer, make_offer_terms
from tests.factories.workers import make_worker


def facts(uow) -> list[str]:
    ours = sa.select(EventRow.name).where(EventRow.name.like("offers.%"))
    return uow.scalars(ours.order_by(EventRow.sequence))


class TestMakeOffer:
    def test_the_worker_gets_an_offer_with_terms(self, uow):
        offer = make_offer(uow)
        assert offer.state is OfferState.OPEN
        assert offer.terms.total_pay_fen == 495_000
        assert facts(uow) == [OfferMade.NAME]

    def test_during_the_interview_no_offer_is_made(self, uow):
        interview = make_interview(uow, started=True)
        posting = make_posting(uow, uow.get(Enterprise, interview.enterprise_id))
        with pytest.raises(errors.InterviewNotOver):
            services.make_offer(
                uow,
                interview_id=interview.id,
                posting_id=posting.id,
                terms=make_offer_terms(),
                by=None,
            )

    def test_one_interview_leads_to_one_offer_at_a_time(self, uow):
        offer = make_offer(uow)
        with pytest.raises(errors.AlreadyOffered):
            services.make_offer(
                uow,
                interview_id=offer.interview_id,
                posting_id=offer.posting_id,
                terms=make_offer_terms(),
                by=None,
            )

    def test_after_a_no_another_offer_may_follow(self, uow):
        first = make_offer(uow)
        services.decline(uow, offer_id=first.id, reason=DeclineReason.PAY)
        second = services.make_offer(
            uow,
            interview_id=first.interview_id,
            posting_id=first.posting_id,
            terms=make_offer_terms(base_pay_fen=450_000),
            by=None,
        )
        assert second.is_open

    def test_a_posting_of_another_enterprise_cannot_be_offered(self, uow):
        interview, _ = make_finished_interview(uow)
        with pytest.raises(NotFound):
            services.make_offer(
                uow,
                interview_id=interview.id,
                posting_id=make_posting(uow).id,
                terms=make_offer_terms(),
                by=None,
            )

    def test_an_enterprise_that_was_stopped_makes_no_offer(self, uow):
        interview, posting = make_finished_interview(uow)
        uow.get(Enterprise, interview.enterprise_id).status = EnterpriseStatus.PENDING
        with pytest.raises(errors.EnterpriseStopped):
            services.make_offer(
                uow,
                interview_id=interview.id,
                posting_id=posting.id,
                terms=make_offer_terms(),
                by=None,
            )

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"base_pay_fen": 0}, "base_pay_fen"),
            ({"term_months": 6, "probation_months": 2}, "probation_months"),
            ({"probation_pay_fen": 100_000}, "probation_pay_fen"),
            ({"starts_on": clock.today() - timedelta(days=1)}, "starts_on"),
            ({"reply_by": clock.now() - timedelta(minutes=1)}, "reply_by"),
        ],
    )
    def test_unlawful_terms_are_refused_at_their_field(self, uow, changed, field):
        interview, posting = make_finished_interview(uow)
        with pytest.raises(errors.TermsRefused) as refused:
            services.make_offer(
                uow,
                interview_id=interview.id,
                posting_id=posting.id,
                terms=make_offer_terms(**changed),
                by=None,
            )
        assert field in refused.value.fields


class TestAccept:
    def test_the_acceptance_names_the_terms(self, uow):
        offer = services.accept(uow, offer_id=make_offer(uow).id, terms_version=1)
        assert (offer.state, offer.accepted_version) == (OfferState.ACCEPTED, 1)
        assert OfferAccepted.NAME in facts(uow)

    def test_terms_that_changed_meanwhile_are_not_accepted(self, uow):
        offer = make_offer(uow)
        services.revise(uow, offer_id=offer.id, terms=replace(offer.terms, base_pay_fen=400_000))
        with pytest.raises(errors.TermsChanged) as refused:
            services.accept(uow, offer_id=offer.id, terms_version=1)
        assert refused.value.code == "offers.terms.changed"
        assert offer.is_open

    def test_an_offer_is_answered_once(self, uow):
        offer = make_offer(uow)
        services.decline(uow, offer_id=offer.id, reason=DeclineReason.DISTANCE)
        with pytest.raises(errors.NotOpen):
            services.accept(uow, offer_id=offer.id, terms_version=1)

    def test_a_withdrawn_offer_is_not_accepted(self, uow):
        offer = make_offer(uow)
        services.withdraw(uow, offer_id=offer.id)
        with pytest.raises(errors.NotOpen):
            services.accept(uow, offer_id=offer.id, terms_version=1)


class TestLapse:
    def test_an_offer_nobody_answered_lapses(self, uow):
        offer = make_offer(uow)
        with clock.fixed(offer.reply_by + timedelta(seconds=1)):
            lapse_offers(uow)
        assert offer.state is OfferState.LAPSED
        assert facts(uow)[-1] == OfferLapsed.NAME

    def test_an_offer_in_time_does_not_lapse(self, uow):
        offer = make_offer(uow)
        lapse_offers(uow)
        assert offer.is_open

    def test_after_its_time_it_is_not_accepted_even_before_the_clock_came_by(self, uow):
        offer = make_offer(uow)
        late = offer.reply_by + timedelta(seconds=1)
        with clock.fixed(late), pytest.raises(errors.NotOpen):
            services.accept(uow, offer_id=offer.id, terms_version=1)


class TestSight:
    def test_the_worker_sees_their_own_offer(self, uow):
        worker = make_worker(uow)
        offer = make_offer(uow, worker=worker)
        assert queries.offer_by_id(uow, worker_actor(worker), offer.id) is offer

    def test_another_worker_does_not(self, uow):
        offer = make_offer(uow)
        with pytest.raises(NotFound):
            queries.offer_by_id(uow, worker_actor(make_worker(uow)), offer.id)
