"""Facts of the fairs domain; every one carries `fair_id`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.core.events import Event


@dataclass(frozen=True, kw_only=True)
class FairPlanned(Event, name="fairs.fair.planned"):
    """A bureau planned a fair; it is a draft."""

    fair_id: UUID
    bureau_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class FairRevised(Event, name="fairs.fair.revised"):
    """Title, kind, description or the number of booths changed."""

    fair_id: UUID


@dataclass(frozen=True, kw_only=True)
class FairMoved(Event, name="fairs.fair.moved"):
    """A fair takes place at another time; booths, seats and slots moved with it."""

    fair_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class FairPublished(Event, name="fairs.fair.published"):
    """A fair is on the public calendar."""

    fair_id: UUID
    bureau_id: UUID


@dataclass(frozen=True, kw_only=True)
class FairCancelled(Event, name="fairs.fair.cancelled"):
    """A fair will not take place; its reason is on its page."""

    fair_id: UUID
    bureau_id: UUID


@dataclass(frozen=True, kw_only=True)
class FairEnded(Event, name="fairs.fair.ended"):
    """A fair's hours are over."""

    fair_id: UUID
    bureau_id: UUID


@dataclass(frozen=True, kw_only=True)
class BureauInvited(Event, name="fairs.bureau.invited"):
    """A bureau was asked to hold the fair together with the host."""

    fair_id: UUID
    bureau_id: UUID
    host_bureau_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event, name="fairs.invitation.accepted"):
    """The invited bureau takes part."""

    fair_id: UUID
    bureau_id: UUID
    host_bureau_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationDeclined(Event, name="fairs.invitation.declined"):
    """The invited bureau does not take part."""

    fair_id: UUID
    bureau_id: UUID
    host_bureau_id: UUID


@dataclass(frozen=True, kw_only=True)
class StationAdded(Event, name="fairs.station.added"):
    """A village station's seat takes part for some hours."""

    fair_id: UUID
    station_id: UUID
    seat_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class StationRemoved(Event, name="fairs.station.removed"):
    """A seat no longer takes part."""

    fair_id: UUID
    station_id: UUID
    seat_id: UUID


@dataclass(frozen=True, kw_only=True)
class BoothApplied(Event, name="fairs.booth.applied"):
    """An enterprise asked for a booth."""

    fair_id: UUID
    booth_id: UUID
    enterprise_id: UUID
    host_bureau_id: UUID
    """Who decides about it."""


@dataclass(frozen=True, kw_only=True)
class BoothApproved(Event, name="fairs.booth.approved"):
    """A booth was given; it has a number now."""

    fair_id: UUID
    booth_id: UUID
    enterprise_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class BoothRefused(Event, name="fairs.booth.refused"):
    """A booth was refused; the reason is on the enterprise's page."""

    fair_id: UUID
    booth_id: UUID
    enterprise_id: UUID


@dataclass(frozen=True, kw_only=True)
class RecruiterAssigned(Event, name="fairs.booth.recruiter_assigned"):
    """Who staffs a booth."""

    fair_id: UUID
    booth_id: UUID
    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class AirSlotPlanned(Event, name="fairs.air_slot.planned"):
    """A stretch of the program on air."""

    fair_id: UUID
    air_slot_id: UUID
    booth_id: UUID | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class AirSlotRemoved(Event, name="fairs.air_slot.removed"):
    """A stretch of the program was taken out."""

    fair_id: UUID
    air_slot_id: UUID
