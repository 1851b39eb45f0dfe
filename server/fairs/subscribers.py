"""What the fair says to facts of the domains below it."""

import sqlalchemy as sa

from server.core.events import in_transaction
from server.core.unit_of_work import UnitOfWork
from server.fairs import errors
from server.fairs.models import Booth, BoothPosting
from server.jobs.events import ApplicationMade


@in_transaction(ApplicationMade)
def belongs_to_the_booth(uow: UnitOfWork, event: ApplicationMade) -> None:
    """Refuse an application that names a booth which does not show the posting.

    The ids come from the browser, and jobs cannot look up here; what is counted for a fair and told
    on the trail must have happened there.
    """
    if event.booth_id is None and event.fair_id is None:
        return
    shows = sa.select(BoothPosting.id).join(Booth, Booth.id == BoothPosting.booth_id)
    shows = shows.where(BoothPosting.posting_id == event.posting_id)
    if event.booth_id is not None:
        shows = shows.where(Booth.id == event.booth_id)
    if event.fair_id is not None:
        shows = shows.where(Booth.fair_id == event.fair_id)
    if uow.session.scalar(shows.limit(1)) is None:
        raise errors.NotOnThisShelf
