"""Facts about enterprises."""

from dataclasses import dataclass
from uuid import UUID

from server.core.events import Event


@dataclass(frozen=True, kw_only=True)
class EnterpriseRegistered(Event, name="enterprises.enterprise.registered"):
    """A recruiter signed an enterprise up; its bureau has to review it."""

    enterprise_id: UUID


@dataclass(frozen=True, kw_only=True)
class EnterpriseApproved(Event, name="enterprises.enterprise.approved"):
    """The bureau found the enterprise real and lawful; it may publish."""

    enterprise_id: UUID


@dataclass(frozen=True, kw_only=True)
class EnterpriseRefused(Event, name="enterprises.enterprise.refused"):
    """The bureau refused the enterprise; the reason stands on the row."""

    enterprise_id: UUID


@dataclass(frozen=True, kw_only=True)
class EnterpriseResubmitted(Event, name="enterprises.enterprise.resubmitted"):
    """A refused enterprise corrected its entry and waits again."""

    enterprise_id: UUID


@dataclass(frozen=True, kw_only=True)
class EnterpriseFrozen(Event, name="enterprises.enterprise.frozen"):
    """The bureau stopped an enterprise: nothing of it is shown any more."""

    enterprise_id: UUID


@dataclass(frozen=True, kw_only=True)
class EnterpriseReleased(Event, name="enterprises.enterprise.released"):
    """A frozen enterprise may publish again."""

    enterprise_id: UUID
