"""An open fair with a staffed booth, numbers in its queue, conversations in its room."""

from datetime import time, timedelta
from uuid import UUID

from server.accounts.models import Account
from server.core import clock
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.fairs.models import (
    Booth,
    BoothPosting,
    BoothState,
    Fair,
    FairKind,
    FairState,
    FairStation,
)
from server.interviews import services
from server.interviews.models import Interview, Ticket
from server.jobs.models import JobPosting
from server.media.grants import Place
from server.stations.models import Seat, Station
from server.workers.models import Worker
from tests.factories.bureaus import make_bureau
from tests.factories.enterprises import make_enterprise, make_recruiter
from tests.factories.media import state
from tests.factories.workers import make_worker


def make_open_fair(uow: UnitOfWork, *, opened_ago: timedelta = timedelta(hours=1)) -> Fair:
    """A published fair that is open now and for eight hours."""
    starts_at = clock.now() - opened_ago
    return uow.add(
        Fair(
            title="样例湘粤劳务协作视频招聘会",
            kind=FairKind.VIDEO,
            host_bureau_id=make_bureau(uow).id,
            held_on=starts_at.date(),
            opens_at=time(9),
            closes_at=time(17),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=8),
            booth_count=20,
            state=FairState.PUBLISHED,
            published_at=starts_at - timedelta(days=7),
        )
    )


def make_open_booth(
    uow: UnitOfWork,
    *,
    fair: Fair | None = None,
    enterprise: Enterprise | None = None,
    postings: list[JobPosting] | None = None,
) -> Booth:
    """An approved booth of an open fair, with a recruiter."""
    fair = fair or make_open_fair(uow)
    enterprise = enterprise or make_enterprise(uow)
    recruiter = make_recruiter(uow, enterprise)
    booth = uow.add(
        Booth(
            fair_id=fair.id,
            enterprise_id=enterprise.id,
            number=uow.session.query(Booth).filter_by(fair_id=fair.id).count() + 1,
            state=BoothState.APPROVED,
            recruiter_account_id=recruiter.id,
            decided_at=clock.now(),
        )
    )
    for posting in postings or []:
        uow.add(BoothPosting(booth_id=booth.id, posting_id=posting.id))
    return booth


def recruiter_of(uow: UnitOfWork, booth: Booth) -> Account:
    """Who staffs the booth."""
    return uow.get(Account, booth.recruiter_account_id)


def actor_of(account: Account) -> Actor:
    """The account as it acts."""
    return Actor(
        account_id=account.id,
        role=account.role,
        worker_id=account.worker_id,
        enterprise_id=account.enterprise_id,
        bureau_id=account.bureau_id,
        station_id=account.station_id,
        area_code=account.area_code,
    )


def worker_actor(worker: Worker) -> Actor:
    """The worker as they act."""
    return Actor(account_id=worker.id, role=Role.WORKER, worker_id=worker.id)


def put_station_in(uow: UnitOfWork, fair: Fair, station: Station, seat: Seat) -> FairStation:
    """The station's seat takes part in the fair all day."""
    return uow.add(
        FairStation(
            fair_id=fair.id,
            station_id=station.id,
            seat_id=seat.id,
            starts_at=fair.starts_at,
            ends_at=fair.ends_at,
        )
    )


def make_ticket(
    uow: UnitOfWork,
    *,
    booth: Booth | None = None,
    worker: Worker | None = None,
    officer_may_sit_in: bool = False,
) -> Ticket:
    """A number in the queue."""
    booth = booth or make_open_booth(uow)
    worker = worker or make_worker(uow)
    return services.join_queue(
        uow, booth_id=booth.id, worker_id=worker.id, officer_may_sit_in=officer_may_sit_in
    )


def make_interview(
    uow: UnitOfWork, *, ticket: Ticket | None = None, started: bool = False, ended: bool = False
) -> Interview:
    """A worker who answered; with `started` both sides are in the room, with `ended` it is over."""
    ticket = ticket or make_ticket(uow)
    booth = uow.get(Booth, ticket.booth_id)
    called = services.call_next(uow, booth_id=booth.id, by=booth.recruiter_account_id)
    assert called is ticket, "make the interview of the first in the queue"
    interview, _ = services.answer_call(uow, ticket_id=ticket.id)
    if started or ended:
        both_come(uow, interview.room_id)
    if ended:
        services.end_interview(uow, interview_id=interview.id)
    return interview


def both_come(uow: UnitOfWork, room_id: UUID | None) -> None:
    """Have the node state that worker and recruiter are in the room."""
    assert room_id is not None
    state(uow, room_id, "participant_joined", Place.WORKER)
    state(uow, room_id, "participant_joined", Place.RECRUITER)
