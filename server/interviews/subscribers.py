"""What follows from facts of rooms and fairs."""

from server.core.events import in_transaction
from server.core.unit_of_work import UnitOfWork
from server.fairs.events import FairCancelled, FairEnded
from server.interviews import services
from server.interviews.models import Interview
from server.media.events import ParticipantJoined
from server.media.grants import Place, RoomPurpose


@in_transaction(ParticipantJoined)
def someone_came(uow: UnitOfWork, event: ParticipantJoined) -> None:
    """When both sides are there, the interview starts; an officer's coming is noted."""
    if event.purpose is not RoomPurpose.INTERVIEW or not uow.find(Interview, event.subject_id):
        return
    if event.place is Place.OFFICER:
        services.note_officer(uow, interview_id=event.subject_id)
    else:
        services.start_interview(uow, interview_id=event.subject_id)


@in_transaction(FairEnded, FairCancelled)
def fair_is_over(uow: UnitOfWork, event: FairEnded | FairCancelled) -> None:
    """Nobody waits at a fair that is over."""
    services.close_queues(uow, fair_id=event.fair_id)
