"""What fairs hang on the first pages of others, and on the public front page."""

from server.bureaus import desk as bureau_desk
from server.core import front
from server.core.cards import Card
from server.core.identity import Actor
from server.core.unit_of_work import UnitOfWork
from server.enterprises import desk as enterprise_desk
from server.fairs import queries, wording
from server.fairs.models import Fair
from server.fairs.pages.blueprint import render
from server.stations import desk as station_desk
from server.workers import home as worker_home

SHOWN = 5
"""A card names so many fairs; the calendar has them all."""


@front.part(order=10)
def coming_fairs(uow: UnitOfWork, actor: Actor) -> str:
    """The fairs that are open now or come next, for whoever opens the front page."""
    entries = queries.list_coming(uow, SHOWN)
    return render("_front.html", entries=entries, now=uow.now) if entries else ""


def invitations_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    """Invitations that wait for the bureau's answer, and its next fairs."""
    if actor.bureau_id is None:
        return None
    waiting = [one for one in queries.list_invitations(uow, actor.bureau_id) if one.part.is_waiting]
    hosted = [fair for fair in queries.list_fairs_of(uow, actor.bureau_id) if fair.is_living]
    return Card(
        "fairs/_bureau_card.html",
        {"waiting": waiting[:SHOWN], "hosted": hosted[:SHOWN], "words": wording},
    )


def booths_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    """The enterprise's booths, the latest fair first."""
    if actor.enterprise_id is None:
        return None
    booths = queries.list_booths_of_enterprise(uow, actor.enterprise_id, limit=SHOWN)
    return Card("fairs/_booths_card.html", {"booths": booths, "words": wording, "now": uow.now})


def station_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    """The fairs in which the station has a seat."""
    if actor.station_id is None:
        return None
    fairs = queries.station_fairs(uow, actor.station_id)
    return Card("fairs/_fairs_card.html", {"fairs": _to_come(uow, fairs), "now": uow.now})


def worker_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    """The fairs that concern the worker."""
    if actor.worker_id is None:
        return None
    fairs = queries.worker_fairs(uow, actor.worker_id)
    return Card("fairs/_fairs_card.html", {"fairs": _to_come(uow, fairs), "now": uow.now})


def _to_come(uow: UnitOfWork, fairs: list[Fair]) -> list[Fair]:
    return [fair for fair in fairs if fair.is_living and fair.ends_at > uow.now][:SHOWN]


bureau_desk.add_card(invitations_card, order=20)
enterprise_desk.add_card(booths_card, order=20)
station_desk.add_card(station_card, order=30)
worker_home.add_card(worker_card, order=30)
