"""What higher domains offer at a booth or at a slot on air: enter, watch, take a number.

    from server.fairs.actions import Action, booth_actions      # foot of server/interviews/pages.py
    booth_actions.add(queue_action)

Fairs knows nothing of who adds, so the import order of the domains holds. A fair's page asks for
all its booths at once, so that it costs as many queries with two hundred as with two.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

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


Offer = Callable[["UnitOfWork", Actor, Any, Sequence[Any]], Mapping[UUID, list[Action]]]
"""`(uow, actor, fair, booths)` or `(uow, actor, fair, air_slots)`: what this actor can do at each,
by its id; where there is nothing to do, its id may be missing."""


class Actions:
    """A board on which higher domains hang what they offer."""

    def __init__(self) -> None:
        self._offers: list[tuple[int, Offer]] = []

    def add(self, offer: Offer, *, order: int = 50) -> Offer:
        """Offer something; `order` sorts, small first. Adding twice changes nothing."""
        if offer not in [known for _, known in self._offers]:
            self._offers.append((order, offer))
        return offer

    def at_each(
        self, uow: "UnitOfWork", actor: Actor, fair: Any, places: Iterable[Any]
    ) -> dict[UUID, list[Action]]:
        """What `actor` is offered at each booth or slot of `fair`, by its id."""
        places = list(places)
        found: dict[UUID, list[Action]] = {place.id: [] for place in places}
        for _, offer in sorted(self._offers, key=lambda entry: entry[0]):
            for place_id, actions in offer(uow, actor, fair, places).items():
                found[place_id] += actions
        return found

    def at(self, uow: "UnitOfWork", actor: Actor, fair: Any, place: Any) -> list[Action]:
        """What `actor` is offered at one booth or slot of `fair`."""
        return self.at_each(uow, actor, fair, [place])[place.id]


booth_actions = Actions()
air_actions = Actions()
