"""Live sessions of a booth."""

from server.core.unit_of_work import UnitOfWork
from server.fairs.models import Booth
from server.livestreams import services
from server.livestreams.models import LiveSession
from server.media.grants import Place
from tests.factories.interviews import make_open_booth
from tests.factories.media import state


def make_session(
    uow: UnitOfWork, *, booth: Booth | None = None, on_air: bool = False
) -> LiveSession:
    """A booth's session, prepared; with `on_air` the node has stated that the stage sends."""
    booth = booth or make_open_booth(uow)
    session = services.open_session(uow, booth_id=booth.id)
    if on_air:
        assert session.room_id is not None
        state(uow, session.room_id, "participant_joined", Place.STAGE)
        state(uow, session.room_id, "publication_started", Place.STAGE)
    return session
