"""Tables of the fairs domain."""

from server.fairs.models.booth import Booth, BoothPosting, BoothState
from server.fairs.models.fair import Fair, FairKind, FairState
from server.fairs.models.feed import FeedToken
from server.fairs.models.partner import FairPartner, FairStation, PartnerState
from server.fairs.models.program import AirSlot

__all__ = [
    "AirSlot",
    "Booth",
    "BoothPosting",
    "BoothState",
    "Fair",
    "FairKind",
    "FairPartner",
    "FairState",
    "FairStation",
    "FeedToken",
    "PartnerState",
]
