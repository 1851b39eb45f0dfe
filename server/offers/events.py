"""Facts of offers. Each carries the worker, the enterprise and the posting."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from server.core.events import Event


class DeclineReason(StrEnum):
    """Why a worker says no; counted, so that recruiters and bureaus learn from it."""

    PAY = "pay"
    """The pay is too low."""
    DISTANCE = "distance"
    """The place is too far."""
    HOURS = "hours"
    """The hours or shifts do not fit."""
    LIVING = "living"
    """Meals or lodging do not fit."""
    OTHER_JOB = "other_job"
    """They took another job."""
    FAMILY = "family"
    """Family needs them at home."""
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class OfferMade(Event, name="offers.offer.made"):
    """The worker can read the terms and answer."""

    offer_id: UUID
    interview_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    posting_id: UUID


@dataclass(frozen=True, kw_only=True)
class OfferRevised(Event, name="offers.offer.revised"):
    """The terms are others now; an acceptance of the old ones is refused."""

    offer_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    posting_id: UUID
    terms_version: int


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(Event, name="offers.offer.accepted"):
    """The worker accepted the terms of this version."""

    offer_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    posting_id: UUID
    terms_version: int


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(Event, name="offers.offer.declined"):
    """The worker said no."""

    offer_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    posting_id: UUID
    reason: DeclineReason


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(Event, name="offers.offer.withdrawn"):
    """The enterprise took the offer back before it was answered."""

    offer_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    posting_id: UUID


@dataclass(frozen=True, kw_only=True)
class OfferLapsed(Event, name="offers.offer.lapsed"):
    """Nobody answered in time."""

    offer_id: UUID
    worker_id: UUID
    enterprise_id: UUID
    posting_id: UUID
