"""The public front page, put together from parts that the domains bring.

    @front.part(order=10)
    def upcoming(uow, actor):
        return render("fairs/_upcoming.html", fairs=queries.list_upcoming(uow))

Core knows no fairs; whoever has something for the front page declares it, at the foot of its
`pages.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from server.core.identity import Actor
from server.core.unit_of_work import UnitOfWork

Draw = Callable[[UnitOfWork, Actor], str]
"""Draws a part as HTML from a template; an empty text shows nothing."""


@dataclass(frozen=True)
class _Part:
    order: int
    draw: Draw


_parts: list[_Part] = []


def part(*, order: int = 50) -> Callable[[Draw], Draw]:
    """Declare a part of the front page; small orders come first."""

    def declare(draw: Draw) -> Draw:
        _parts.append(_Part(order, draw))
        return draw

    return declare


def draw_parts(uow: UnitOfWork, actor: Actor) -> list[Markup]:
    """The parts that have something to show now, in order."""
    drawn = (known.draw(uow, actor) for known in sorted(_parts, key=lambda known: known.order))
    return [Markup(html) for html in drawn if html.strip()]  # noqa: S704 -- rendered by templates
