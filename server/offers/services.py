"""Verbs of offers: make, revise, withdraw, accept, decline, let lapse."""

from uuid import UUID

from server.core import clock
from server.core.errors import NotFound
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.interviews.models import Interview
from server.jobs.models import JobPosting
from server.offers import errors, labor_law, queries
from server.offers.events import (
    DeclineReason,
    OfferAccepted,
    OfferDeclined,
    OfferLapsed,
    OfferMade,
    OfferRevised,
    OfferWithdrawn,
)
from server.offers.models import Offer, OfferTerms
from server.offers.terms import Terms


def make_offer(
    uow: UnitOfWork, *, interview_id: UUID, posting_id: UUID, terms: Terms, by: UUID | None
) -> Offer:
    """Make an offer after an interview that has ended. Locks the interview.

    :param by: the recruiter's account
    :raises InterviewNotOver: while the interview goes on
    :raises AlreadyOffered: when an offer after it is open or accepted
    :raises TermsRefused: when the law does not allow the terms
    """
    interview = uow.locked(Interview, interview_id)
    if interview.is_open:
        raise errors.InterviewNotOver
    if queries.find_standing_offer(uow, interview_id) is not None:
        raise errors.AlreadyOffered
    if not uow.get(Enterprise, interview.enterprise_id).is_approved:
        raise errors.EnterpriseStopped
    posting = uow.get(JobPosting, posting_id)
    if posting.enterprise_id != interview.enterprise_id:
        raise NotFound
    _require_lawful(uow, terms)
    offer = uow.add(
        Offer(
            interview_id=interview.id,
            worker_id=interview.worker_id,
            enterprise_id=interview.enterprise_id,
            posting_id=posting.id,
            made_by=by,
            reply_by=terms.reply_by,
        )
    )
    offer.versions.append(OfferTerms.of(offer.id, offer.version, terms))
    uow.flush()
    uow.publish(
        OfferMade(
            offer_id=offer.id,
            interview_id=offer.interview_id,
            worker_id=offer.worker_id,
            enterprise_id=offer.enterprise_id,
            posting_id=offer.posting_id,
        )
    )
    return offer


def revise(uow: UnitOfWork, *, offer_id: UUID, terms: Terms) -> Offer:
    """Put other terms in place of the current ones. Locks the offer.

    :raises NotOpen: when it was answered, withdrawn or lapsed
    :raises TermsRefused: when the law does not allow the terms
    """
    offer = uow.locked(Offer, offer_id)
    _require_lawful(uow, terms)
    offer.revise(offer.version + 1, terms.reply_by)
    offer.versions.append(OfferTerms.of(offer.id, offer.version, terms))
    uow.flush()
    uow.publish(
        OfferRevised(
            offer_id=offer.id,
            worker_id=offer.worker_id,
            enterprise_id=offer.enterprise_id,
            posting_id=offer.posting_id,
            terms_version=offer.version,
        )
    )
    return offer


def accept(uow: UnitOfWork, *, offer_id: UUID, terms_version: int) -> Offer:
    """Accept the terms that were read. Locks the offer.

    :param terms_version: the version on the worker's screen
    :raises TermsChanged: when other terms are current by now
    :raises NotOpen: when it was answered, withdrawn or lapsed
    """
    offer = uow.locked(Offer, offer_id)
    offer.accept(terms_version, uow.now)
    uow.flush()
    uow.publish(
        OfferAccepted(
            offer_id=offer.id,
            worker_id=offer.worker_id,
            enterprise_id=offer.enterprise_id,
            posting_id=offer.posting_id,
            terms_version=terms_version,
        )
    )
    return offer


def decline(uow: UnitOfWork, *, offer_id: UUID, reason: DeclineReason) -> Offer:
    """Say no, with a reason. Locks the offer; raises `NotOpen`."""
    offer = uow.locked(Offer, offer_id)
    offer.decline(reason, uow.now)
    uow.flush()
    uow.publish(
        OfferDeclined(
            offer_id=offer.id,
            worker_id=offer.worker_id,
            enterprise_id=offer.enterprise_id,
            posting_id=offer.posting_id,
            reason=reason,
        )
    )
    return offer


def withdraw(uow: UnitOfWork, *, offer_id: UUID) -> Offer:
    """Take an unanswered offer back. Locks the offer; raises `NotOpen`."""
    offer = uow.locked(Offer, offer_id)
    offer.withdraw(uow.now)
    uow.flush()
    uow.publish(
        OfferWithdrawn(
            offer_id=offer.id,
            worker_id=offer.worker_id,
            enterprise_id=offer.enterprise_id,
            posting_id=offer.posting_id,
        )
    )
    return offer


def lapse(uow: UnitOfWork, *, offer_id: UUID) -> None:
    """Close an offer whose time to reply is over. Locks the offer; does nothing when answered."""
    offer = uow.locked(Offer, offer_id)
    if not offer.is_open or offer.reply_by > uow.now:
        return
    offer.lapse(uow.now)
    uow.flush()
    uow.publish(
        OfferLapsed(
            offer_id=offer.id,
            worker_id=offer.worker_id,
            enterprise_id=offer.enterprise_id,
            posting_id=offer.posting_id,
        )
    )


def _require_lawful(uow: UnitOfWork, terms: Terms) -> None:
    found = labor_law.faults(terms, now=uow.now, today=clock.today())
    if found:
        raise errors.TermsRefused(fields=found)
