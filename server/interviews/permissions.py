"""Who may do what in queues and rooms. Row scope (whose ticket, whose room) is in `queries`."""

from server.core.identity import Actor, Role
from server.core.permissions import RULES, Permission, has_role
from server.core.unit_of_work import UnitOfWork
from server.fairs.permissions import staffs_the_booth
from server.interviews.models import Interview, Ticket


class InterviewPermission(Permission):
    """What can be done in queues and rooms."""

    JOIN_QUEUE = "interviews:queue:join"
    """Take a number at a booth."""
    READ_QUEUE = "interviews:queue:read"
    """See and hear how a queue moves: numbers only, no names."""
    CALL_NEXT = "interviews:queue:call_next"
    """Call the next worker; open the booth's desk."""
    HOLD_TICKET = "interviews:ticket:hold"
    """Answer, refuse or give back one's own number."""
    ENTER_ROOM = "interviews:room:enter"
    """Take one's place in an interview."""
    END = "interviews:interview:end"
    """End an interview one takes part in."""
    LET_IN = "interviews:officer:let_in"
    """Ask the officer of one's station to sit in, or no longer."""
    SIT_IN = "interviews:officer:sit_in"
    """See the interviews of one's station in which the worker asked for an officer."""
    SCORE = "interviews:scorecard:give"
    """Give marks after an interview of one's enterprise, and read them."""


is_worker = has_role(Role.WORKER)
is_recruiter = has_role(Role.RECRUITER)
is_officer = has_role(Role.OFFICER)


def holds_the_ticket(uow: UnitOfWork, actor: Actor, ticket: Ticket) -> bool:
    """The worker whose number it is."""
    return actor.worker_id is not None and ticket.worker_id == actor.worker_id


def is_interviewed(uow: UnitOfWork, actor: Actor, interview: Interview) -> bool:
    """The worker of the interview."""
    return actor.worker_id is not None and interview.worker_id == actor.worker_id


def interviews(uow: UnitOfWork, actor: Actor, interview: Interview) -> bool:
    """The recruiter who called; a colleague does not drop in."""
    return (
        actor.role is Role.RECRUITER
        and interview.enterprise_id == actor.enterprise_id
        and interview.recruiter_account_id == actor.account_id
    )


def is_enterprise_of(uow: UnitOfWork, actor: Actor, interview: Interview) -> bool:
    """Any recruiter of the enterprise."""
    return actor.role is Role.RECRUITER and interview.enterprise_id == actor.enterprise_id


def is_let_in(uow: UnitOfWork, actor: Actor, interview: Interview) -> bool:
    """An officer of the worker's station, while the worker asks for one."""
    return (
        actor.role is Role.OFFICER
        and actor.station_id is not None
        and interview.station_id == actor.station_id
        and interview.officer_may_sit_in
    )


RULES |= {
    InterviewPermission.JOIN_QUEUE: [[is_worker]],
    InterviewPermission.READ_QUEUE: [[is_worker], [staffs_the_booth]],
    InterviewPermission.CALL_NEXT: [[staffs_the_booth]],
    InterviewPermission.HOLD_TICKET: [[holds_the_ticket]],
    InterviewPermission.ENTER_ROOM: [[is_interviewed], [interviews], [is_let_in]],
    InterviewPermission.END: [[is_interviewed], [interviews]],
    InterviewPermission.LET_IN: [[is_interviewed]],
    InterviewPermission.SIT_IN: [[is_officer]],
    InterviewPermission.SCORE: [[is_enterprise_of]],
}
