"""Facts about postings and applications."""

from dataclasses import dataclass
from uuid import UUID

from server.core.events import Event
from server.jobs.terms import CloseReason


@dataclass(frozen=True, kw_only=True)
class PostingPublished(Event, name="jobs.posting.published"):
    """Workers can see a posting and apply."""

    posting_id: UUID
    enterprise_id: UUID


@dataclass(frozen=True, kw_only=True)
class PostingClosed(Event, name="jobs.posting.closed"):
    """A posting takes no applications any more."""

    posting_id: UUID
    enterprise_id: UUID
    reason: CloseReason


@dataclass(frozen=True, kw_only=True)
class ApplicationMade(Event, name="jobs.application.made"):
    """A worker applied; `fair_id`, `booth_id` and `live_session_id` say where it happened."""

    application_id: UUID
    worker_id: UUID
    posting_id: UUID
    enterprise_id: UUID
    fair_id: UUID | None
    booth_id: UUID | None = None
    live_session_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event, name="jobs.application.withdrawn"):
    """A worker took an application back."""

    application_id: UUID
    worker_id: UUID
    posting_id: UUID
    enterprise_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicantHired(Event, name="jobs.application.hired"):
    """An application led to a labor contract that both sides have signed."""

    application_id: UUID
    worker_id: UUID
    posting_id: UUID
    enterprise_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationDeclined(Event, name="jobs.application.declined"):
    """The enterprise will not go on with an application."""

    application_id: UUID
    worker_id: UUID
    posting_id: UUID
    enterprise_id: UUID
