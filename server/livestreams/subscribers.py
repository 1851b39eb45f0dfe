"""What follows from facts of rooms and of the fair's program."""

from server.core.events import in_transaction
from server.core.unit_of_work import UnitOfWork
from server.fairs.events import AirSlotPlanned, AirSlotRemoved, FairCancelled, FairEnded
from server.livestreams import queries, services
from server.livestreams.models import LiveSession, LiveState
from server.media.events import PublicationStarted
from server.media.grants import Place, RoomPurpose


@in_transaction(AirSlotPlanned)
def prepare(uow: UnitOfWork, event: AirSlotPlanned) -> None:
    """A stretch of the program has a page from the start, so that it can be linked to."""
    services.prepare_slot(uow, air_slot_id=event.air_slot_id)


@in_transaction(AirSlotRemoved)
def forget(uow: UnitOfWork, event: AirSlotRemoved) -> None:
    """What was taken out of the program does not go on air."""
    session = queries.find_for_slot(uow, event.air_slot_id)
    if session is not None:
        if not session.is_over:
            services.end_session(uow, live_session_id=session.id)
        session.air_slot_id = None
        uow.flush()


@in_transaction(PublicationStarted)
def stage_sends(uow: UnitOfWork, event: PublicationStarted) -> None:
    """The stage sends: the session is on air."""
    if event.purpose is not RoomPurpose.LIVE_SESSION or event.place is not Place.STAGE:
        return
    if uow.find(LiveSession, event.subject_id) is not None:
        services.go_on_air(uow, live_session_id=event.subject_id)


@in_transaction(FairEnded, FairCancelled)
def fair_is_over(uow: UnitOfWork, event: FairEnded | FairCancelled) -> None:
    """Nothing is on air after the fair; what is being said is not cut off, it ends by itself."""
    for listed in queries.list_of_fair(uow, event.fair_id, LiveState.SCHEDULED):
        services.end_session(uow, live_session_id=listed.id)
