"""First pages are put together from below: higher domains hang their cards on a lower one's board.

    home = Cards()                               # server/workers/home.py
    home.add(load_tickets, order=20)             # foot of server/interviews/pages.py

The board knows nothing of who hangs there, so the import order of the domains holds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from server.core.identity import Actor

if TYPE_CHECKING:
    from server.core.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Card:
    """One part of somebody's first page; the template reads its `data` as `card.data`."""

    template: str
    """A partial such as `interviews/_home_card.html`."""
    data: Mapping[str, Any] = field(default_factory=dict)


Loader = Callable[["UnitOfWork", Actor], Card | None]
"""Loads the card for this actor; None when there is nothing to show."""


class Cards:
    """A board of cards, in order."""

    def __init__(self) -> None:
        self._loaders: list[tuple[int, Loader]] = []

    def add(self, loader: Loader, *, order: int = 50) -> Loader:
        """Hang a card on this board, once; `order` sorts, small first."""
        if loader not in [known for _, known in self._loaders]:
            self._loaders.append((order, loader))
        return loader

    def load(self, uow: "UnitOfWork", actor: Actor) -> list[Card]:
        """The cards that have something to show to `actor`."""
        in_order = sorted(self._loaders, key=lambda entry: entry[0])
        found = [loader(uow, actor) for _, loader in in_order]
        return [card for card in found if card is not None]
