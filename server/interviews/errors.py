"""Refusals of the interviews domain.

    Conflict
    ├── interviews.queue.already_waiting    one number per booth and worker
    ├── interviews.queue.nobody_waiting     there is no one to call
    ├── interviews.queue.not_waiting        the ticket is no longer in the queue
    ├── interviews.recruiter.busy           one conversation at a time
    ├── interviews.worker.busy              the worker is called or interviewed elsewhere
    ├── interviews.call.over                nobody is ringing any more
    ├── interviews.interview.over           it has ended
    ├── interviews.interview.not_over       marks are given after the conversation
    └── interviews.scorecard.already_given  a card is filled in once
    Forbidden
    └── interviews.room.not_let_in          the worker has not let the officer in

`fairs.fair.not_open` and `workers.profile.incomplete` come from the domains below.
"""

from server.core.errors import Conflict, Forbidden
from server.core.i18n import lazy


class AlreadyWaiting(Conflict):
    """One number per booth and worker."""

    code = "interviews.queue.already_waiting"
    message = lazy("You already have a number at this booth.")


class NobodyWaiting(Conflict):
    """There is no one to call."""

    code = "interviews.queue.nobody_waiting"
    message = lazy("Nobody is waiting at the moment.")


class NotWaiting(Conflict):
    """The ticket is no longer in the queue."""

    code = "interviews.queue.not_waiting"
    message = lazy("This number is no longer in the queue.")


class RecruiterBusy(Conflict):
    """One conversation at a time."""

    code = "interviews.recruiter.busy"
    message = lazy("You are already calling or interviewing someone. End that first.")


class WorkerBusy(Conflict):
    """The worker is called or interviewed elsewhere."""

    code = "interviews.worker.busy"
    message = lazy("You are already being called or interviewed at another booth.")


class CallOver(Conflict):
    """Nobody is ringing any more."""

    code = "interviews.call.over"
    message = lazy("This call is over. If you are still in the queue, you will be called again.")


class InterviewOver(Conflict):
    """The interview has ended."""

    code = "interviews.interview.over"
    message = lazy("This interview is over.")


class InterviewNotOver(Conflict):
    """Marks are given after the conversation."""

    code = "interviews.interview.not_over"
    message = lazy("End the interview first, then give the marks.")


class AlreadyScored(Conflict):
    """A card is filled in once."""

    code = "interviews.scorecard.already_given"
    message = lazy("The marks for this interview were already given.")


class NotLetIn(Forbidden):
    """The worker has not let the officer in."""

    code = "interviews.room.not_let_in"
    message = lazy("The worker has not asked you to sit in.")
