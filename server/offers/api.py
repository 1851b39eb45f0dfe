"""Offers as JSON."""

from typing import Any

from server.core.http import Api
from server.core.identity import Actor
from server.core.unit_of_work import UnitOfWork
from server.interviews.models import Interview
from server.jobs.queries import own_posting
from server.offers import queries, schemas, services
from server.offers.models import Offer
from server.offers.permissions import OfferPermission

api = Api("offers")


def _interview_of(uow: UnitOfWork, actor: Actor, payload: schemas.MakeOffer) -> Interview:
    return queries.interview_for_offer(uow, actor, payload.interview_id)


@api.post("/offers", needs=OfferPermission.MAKE, on=_interview_of, payload=schemas.MakeOffer)
def make(
    uow: UnitOfWork, actor: Actor, interview: Interview, payload: schemas.MakeOffer
) -> tuple[dict[str, Any], int]:
    """Make an offer after an interview."""
    posting = own_posting(uow, actor, payload.posting_id)
    offer = services.make_offer(
        uow,
        interview_id=interview.id,
        posting_id=posting.id,
        terms=payload.as_terms(area_code=posting.area_code),
        by=actor.account_id,
    )
    return _plain(offer), 201


@api.get("/offers/<uuid:offer_id>", needs=OfferPermission.READ, on=queries.offer_by_id)
def show(uow: UnitOfWork, actor: Actor, offer: Offer) -> dict[str, Any]:
    """An offer with its current terms."""
    return _plain(offer)


@api.post(
    "/offers/<uuid:offer_id>/acceptance",
    needs=OfferPermission.ANSWER,
    on=queries.offer_by_id,
    payload=schemas.AcceptOffer,
)
def accept(
    uow: UnitOfWork, actor: Actor, offer: Offer, payload: schemas.AcceptOffer
) -> dict[str, Any]:
    """Accept the terms of the version that was read."""
    return _plain(services.accept(uow, offer_id=offer.id, terms_version=payload.terms_version))


@api.post(
    "/offers/<uuid:offer_id>/refusal",
    needs=OfferPermission.ANSWER,
    on=queries.offer_by_id,
    payload=schemas.DeclineOffer,
)
def decline(
    uow: UnitOfWork, actor: Actor, offer: Offer, payload: schemas.DeclineOffer
) -> dict[str, Any]:
    """Decline, with a reason."""
    return _plain(services.decline(uow, offer_id=offer.id, reason=payload.reason))


def _plain(offer: Offer) -> dict[str, Any]:
    terms = offer.terms
    return {
        "id": str(offer.id),
        "state": offer.state.value,
        "interview_id": str(offer.interview_id),
        "worker_id": str(offer.worker_id),
        "enterprise_id": str(offer.enterprise_id),
        "posting_id": str(offer.posting_id),
        "terms_version": offer.version,
        "reply_by": offer.reply_by.isoformat(),
        "terms": {
            "post": terms.post,
            "duties": terms.duties,
            "place": terms.place,
            "base_pay_fen": terms.base_pay_fen,
            "pay_parts": {part.value: fen for part, fen in terms.pay_parts.items()},
            "probation_pay_fen": terms.probation_pay_fen,
            "pay_day": terms.pay_day,
            "shift_pattern": terms.shift_pattern.value,
            "hours_system": terms.hours_system.value,
            "term_months": terms.term_months,
            "probation_months": terms.probation_months,
            "starts_on": terms.starts_on.isoformat(),
            "meals_lodging": terms.meals_lodging.value,
            "transport": terms.transport.value,
            "note": terms.note,
        },
    }
