"""Who hears of offers."""

from server.core import audiences
from server.core.sockets import push
from server.offers.events import (
    OfferAccepted,
    OfferDeclined,
    OfferLapsed,
    OfferMade,
    OfferRevised,
    OfferWithdrawn,
)

AnyOfferFact = (
    OfferMade | OfferRevised | OfferAccepted | OfferDeclined | OfferWithdrawn | OfferLapsed
)


def _both_sides(event: AnyOfferFact) -> list[str]:
    return [audiences.worker(event.worker_id), audiences.enterprise(event.enterprise_id)]


push(OfferMade, to=_both_sides)
push(OfferRevised, to=_both_sides)
push(OfferAccepted, to=_both_sides)
push(OfferDeclined, to=_both_sides)
push(OfferWithdrawn, to=_both_sides)
push(OfferLapsed, to=_both_sides)
