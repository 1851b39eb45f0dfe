"""Facts about workers."""

from dataclasses import dataclass
from uuid import UUID

from server.core.events import Event


@dataclass(frozen=True, kw_only=True)
class WorkerRegistered(Event, name="workers.worker.registered"):
    """A person is in the registry under their real name."""

    worker_id: UUID


@dataclass(frozen=True, kw_only=True)
class WorkerProfileChanged(Event, name="workers.profile.changed"):
    """A worker changed what the registry says of them."""

    worker_id: UUID
