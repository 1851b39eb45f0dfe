"""Marks after the conversation."""

from uuid import UUID

from server.core.unit_of_work import UnitOfWork
from server.interviews import queries
from server.interviews.errors import AlreadyScored, InterviewNotOver
from server.interviews.events import CandidateScored, ScoreResult
from server.interviews.models import Interview, Scorecard


def score(
    uow: UnitOfWork,
    *,
    interview_id: UUID,
    experience: int,
    communication: int,
    readiness: int,
    result: ScoreResult,
    note: str = "",
) -> Scorecard:
    """Give the marks of an interview that has ended, once. Locks the interview.

    :param experience: and the two others: 1 to 5
    :raises InterviewNotOver: it still goes on
    :raises AlreadyScored: the marks were given before
    """
    interview = uow.locked(Interview, interview_id)
    if interview.is_open:
        raise InterviewNotOver
    if queries.find_scorecard(uow, interview.id) is not None:
        raise AlreadyScored
    card = uow.add(
        Scorecard(
            interview_id=interview.id,
            experience=experience,
            communication=communication,
            readiness=readiness,
            note=note,
            result=result,
            scored_by=uow.actor.account_id,
        )
    )
    uow.publish(
        CandidateScored(
            interview_id=interview.id,
            worker_id=interview.worker_id,
            enterprise_id=interview.enterprise_id,
            booth_id=interview.booth_id,
            fair_id=interview.fair_id,
            result=result,
        )
    )
    return card
