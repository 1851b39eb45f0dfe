"""What higher domains offer at a booth or at a slot on air: enter, watch, take a number.

    from server.fairs.actions import Action, booth_actions      # foot of server/interviews/pages.py
    booth_actions.add(queue_action)

Fairs knows nothing of who adds, so the import order of the domains holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from server.core.identity import Actor

if TYPE_CHECKING:
    from server.core.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Action:
    """A link or button beside a booth or a slot."""

    label: Any
    url: str
    style: str = "secondary"
    """`accent` for what happens now, `primary`, `secondary` or `quiet`."""
    icon: str = ""
    """A name of static/icons.json."""


Offer = Callable[["UnitOfWork", Actor, Any, Any], list[Action]]
"""`(uow, actor, fair, booth)` or `(uow, actor, fair, air_slot)`: what this actor can do there."""


class Actions:
    """A board on which higher domains hang what they offer."""

    def __init__(self) -> None:
        self._offers: list[tuple[int, Offer]] = []

    def add(self, offer: Offer, *, order: int = 50) -> Offer:
        """Offer something; `order` sorts, small first. Adding twice changes nothing."""
        if offer not in [known for _, known in self._offers]:
            self._offers.append((order, offer))
        return offer

    def at(self, uow: "UnitOfWork", actor: Actor, fair: Any, place: Any) -> list[Action]:
        """What `actor` is offered at a booth or slot of `fair`."""
        ordered = sorted(self._offers, key=lambda entry: entry[0])
        return [action for _, offer in ordered for action in offer(uow, actor, fair, place)]


booth_actions = Actions()
air_actions = Actions()
