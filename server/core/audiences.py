"""Every audience on one page. An audience is a Socket.IO room; "room" itself means a media room.

The client never names an audience freely: it asks to listen to a kind and an id, and the domain's
declaration says which permission that needs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.core.permissions import Needs


def worker(worker_id: UUID) -> str:
    """One worker, on every device."""
    return f"worker:{worker_id}"


def account(account_id: UUID) -> str:
    """One account, on every device."""
    return f"account:{account_id}"


def enterprise(enterprise_id: UUID) -> str:
    """The recruiters of an enterprise."""
    return f"enterprise:{enterprise_id}"


def bureau(bureau_id: UUID) -> str:
    """The staff of a bureau."""
    return f"bureau:{bureau_id}"


def station(station_id: UUID) -> str:
    """The officers of a station."""
    return f"station:{station_id}"


def fair(fair_id: UUID) -> str:
    """Everyone who has a fair open."""
    return f"fair:{fair_id}"


def booth(booth_id: UUID) -> str:
    """Everyone who has a booth's queue open."""
    return f"booth:{booth_id}"


def live_session(live_session_id: UUID) -> str:
    """Everyone who watches a live session."""
    return f"live_session:{live_session_id}"


def interview(interview_id: UUID) -> str:
    """The places of one interview."""
    return f"interview:{interview_id}"


def contract(contract_id: UUID) -> str:
    """The parties of one contract."""
    return f"contract:{contract_id}"


@dataclass(frozen=True)
class Listening:
    """Who may hear an audience: the permission, and how its subject is loaded from the id."""

    kind: str
    needs: Needs
    on: Callable[..., Any]


LISTENINGS: dict[str, Listening] = {}


def listen(kind: str, *, needs: Needs, on: Callable[..., Any]) -> None:
    """Declare who may listen to an audience; `on(uow, actor, id)` loads the subject."""
    LISTENINGS[kind] = Listening(kind, needs, on)
