"""Who may watch, who may stand on the stage."""

from server.core.identity import Actor, Role
from server.core.permissions import RULES, Permission, anyone, has_role
from server.core.unit_of_work import UnitOfWork
from server.fairs.models import Booth, Fair
from server.fairs.permissions import staffs_the_booth
from server.livestreams.models import LiveSession


class LivePermission(Permission):
    """What can be done with live sessions."""

    WATCH = "livestreams:session:watch"
    """Watch a live session of a public fair; visitors too."""
    OPEN = "livestreams:session:open"
    """Open a studio for one's own booth."""
    HOST = "livestreams:session:host"
    """Stand on the stage of one's own booth."""
    END = "livestreams:session:end"
    """Take a session off the air: its recruiter, and the bureau that answers for the fair."""
    APPLY = "livestreams:session:apply"
    """Apply from the job shelf."""


def hosts_the_session(uow: UnitOfWork, actor: Actor, session: LiveSession) -> bool:
    """The recruiter of the session's booth."""
    return staffs_the_booth(uow, actor, uow.get(Booth, session.booth_id))


def holds_the_fair(uow: UnitOfWork, actor: Actor, session: LiveSession) -> bool:
    """Staff of the bureau that holds the fair."""
    fair = uow.get(Fair, session.fair_id)
    return actor.role is Role.ORGANIZER and actor.bureau_id == fair.host_bureau_id


RULES |= {
    LivePermission.WATCH: [[anyone]],
    LivePermission.OPEN: [[staffs_the_booth]],
    LivePermission.HOST: [[hosts_the_session]],
    LivePermission.END: [[hosts_the_session], [holds_the_fair]],
    LivePermission.APPLY: [[has_role(Role.WORKER)]],
}
