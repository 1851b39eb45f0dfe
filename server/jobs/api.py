"""Postings and applications as JSON."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel

from server.core import clock
from server.core.http import Api
from server.core.identity import Actor
from server.core.paging import paged
from server.core.permissions import PUBLIC
from server.core.unit_of_work import UnitOfWork
from server.jobs import queries, schemas, services
from server.jobs.models import JobPosting
from server.jobs.permissions import JobPermission
from server.jobs.terms import Terms

api = Api("jobs")


class PostingOut(BaseModel):
    """A posting as programs read it."""

    id: UUID
    enterprise: str
    uscc: str
    terms: Terms
    status: str
    takes_applications: bool

    @classmethod
    def of(cls, shown: queries.Shown) -> "PostingOut":
        """What a posting says, with who says it."""
        posting = shown.posting
        values = {name: getattr(posting, name) for name in Terms.__dataclass_fields__}
        return cls(
            id=posting.id,
            enterprise=shown.enterprise.name,
            uscc=shown.enterprise.uscc,
            terms=Terms(**values),
            status=posting.status,
            takes_applications=shown.takes_applications,
        )


class PostingsOut(BaseModel):
    """One page of postings."""

    postings: list[PostingOut]
    page: int
    has_next: bool


@api.get("/postings", needs=PUBLIC, payload=schemas.PostingList)
def list_postings(uow: UnitOfWork, actor: Actor, asked: schemas.PostingList) -> Any:
    """Every posting that takes applications, newest first; the same filters as the page."""
    statement = queries.open_postings(
        clock.today(),
        text=asked.text,
        area_code=asked.area_code,
        pay_from_fen=asked.pay_from * 100 if asked.pay_from else None,
        pay_period=asked.pay_period,
        couple_room=asked.couple_room,
    )
    page = paged(uow, statement, asked, read=lambda row: queries.Shown(row[0], row[1], True))
    return PostingsOut(
        postings=[PostingOut.of(shown) for shown in page.items],
        page=page.number,
        has_next=page.has_next,
    )


@api.get("/postings/<uuid:posting_id>", needs=JobPermission.READ, on=queries.posting_by_id)
def show_posting(uow: UnitOfWork, actor: Actor, posting: JobPosting) -> Any:
    """One posting."""
    return PostingOut.of(queries.shown(uow, posting))


def posting_named(uow: UnitOfWork, actor: Actor, payload: schemas.ApplyByProgram) -> JobPosting:
    """The posting that the payload names, in the actor's sight."""
    return queries.posting_by_id(uow, actor, payload.posting_id)


@api.post(
    "/applications",
    needs=JobPermission.APPLY,
    on=posting_named,
    payload=schemas.ApplyByProgram,
)
def apply(
    uow: UnitOfWork, actor: Actor, posting: JobPosting, payload: schemas.ApplyByProgram
) -> Any:
    """One tap without leaving the page: the job shelf beside a running picture uses it."""
    assert actor.worker_id is not None  # noqa: S101 -- the permission asks for a worker
    application = services.apply_to(uow, worker_id=actor.worker_id, **payload.model_dump())
    return {"application_id": str(application.id)}, 201
