"""What other domains ask of accounts."""

from server.accounts.services.accounts import (
    choose_language,
    create_account,
    disable_account,
    set_password,
)
from server.accounts.services.codes import confirm_code, send_code
from server.accounts.services.sessions import (
    end_other_sessions,
    end_session,
    open_session,
)

__all__ = [
    "choose_language",
    "confirm_code",
    "create_account",
    "disable_account",
    "end_other_sessions",
    "end_session",
    "open_session",
    "send_code",
    "set_password",
]
