"""Who hears an account, and what it hears: that a session of its own has ended."""

from uuid import UUID

from server.accounts.events import SignedOut
from server.accounts.models import Account
from server.accounts.permissions import AccountPermission
from server.core import audiences
from server.core.identity import Actor
from server.core.sockets import disconnect_session, in_every_process, listen, push
from server.core.unit_of_work import UnitOfWork


def account_by_id(uow: UnitOfWork, actor: Actor, account_id: UUID) -> Account:
    """The account; raises `NotFound`."""
    return uow.get(Account, account_id)


@in_every_process(SignedOut)
def hang_up(event: SignedOut) -> None:
    """End the sockets of a session that has ended: it hears nothing more, wherever it ended."""
    disconnect_session(event.session_id)


listen("account", needs=AccountPermission.LISTEN, on=account_by_id)
push(SignedOut, to=lambda event: [audiences.account(event.account_id)])
