"""A small country for the walks through every door: each role, each kind of row, and strangers."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from server.accounts import services as accounts
from server.accounts.models import AuthSession
from server.core import identity
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.fairs.models import AirSlot, FairPartner, PartnerState
from server.notifications.models import Notification
from server.offers import services as offers
from tests.factories.accounts import make_account
from tests.factories.bureaus import make_bureau, make_organizer
from tests.factories.contracts import make_sent
from tests.factories.enterprises import make_enterprise, make_recruiter
from tests.factories.fairs import make_booth, make_fair
from tests.factories.interviews import make_interview, make_open_booth, make_ticket, put_station_in
from tests.factories.jobs import make_application, make_posting
from tests.factories.livestreams import make_session
from tests.factories.offers import make_offer_terms
from tests.factories.places import FENGHUANG, HUAYUAN
from tests.factories.stations import make_officer, make_seat, make_station
from tests.factories.workers import account_of_worker, make_worker


@dataclass(frozen=True)
class Country:
    """Committed rows."""

    tokens: dict[str, str]
    """Session token by the one who acts; a visitor has none."""
    actors: dict[str, Actor]
    """The same people as doors know them."""
    private: dict[str, UUID]
    """A row that is none of the strangers' business, by the name of the path's value."""
    public: dict[str, UUID]
    """A row that everybody may know of."""


OURS = ("recruiter", "worker", "officer", "organizer_of_dongguan", "organizer_of_huayuan")
"""Those with a part in the rows."""
STRANGERS = (
    "other_recruiter",
    "pending_recruiter",
    "other_worker",
    "other_officer",
    "organizer_of_fenghuang",
    "auditor",
    "administrator",
)
"""Those with none."""


def found(uow: UnitOfWork) -> Country:
    """Make it all."""
    home, coast = make_bureau(uow, area_code=HUAYUAN), make_bureau(uow)
    far = make_bureau(uow, area_code=FENGHUANG)
    enterprise, other_enterprise = make_enterprise(uow), make_enterprise(uow)
    posting = make_posting(uow, enterprise)
    station = make_station(uow, home)
    seat = make_seat(uow, station)
    worker, other_worker = make_worker(uow), make_worker(uow, household_area_code=FENGHUANG)
    people = {
        "recruiter": make_recruiter(uow, enterprise),
        "worker": account_of_worker(uow, worker),
        "officer": make_officer(uow, station),
        "organizer_of_dongguan": make_organizer(uow, coast),
        "organizer_of_huayuan": make_organizer(uow, home),
        "other_recruiter": make_recruiter(uow, other_enterprise),
        "pending_recruiter": make_recruiter(uow, make_enterprise(uow, approved=False)),
        "other_worker": account_of_worker(uow, other_worker),
        "other_officer": make_officer(uow, make_station(uow, far, area_code=FENGHUANG)),
        "organizer_of_fenghuang": make_organizer(uow, far),
        "auditor": make_account(uow, Role.AUDITOR),
        "administrator": make_account(uow, Role.ADMINISTRATOR),
    }
    draft = make_fair(uow, coast)
    uow.add(FairPartner(fair_id=draft.id, bureau_id=home.id, state=PartnerState.ACCEPTED))
    booth = make_open_booth(uow, enterprise=enterprise, postings=[posting])
    ticket = make_ticket(uow, booth=booth, worker=worker)
    interview = make_interview(uow, ticket=ticket, ended=True)
    offer = offers.make_offer(
        uow,
        interview_id=interview.id,
        posting_id=posting.id,
        terms=make_offer_terms(),
        by=interview.recruiter_account_id,
    )
    contract = make_sent(uow, worker=worker)
    asked_for = make_booth(uow, enterprise=enterprise, approved=False)
    slot = uow.add(
        AirSlot(fair_id=draft.id, title="样例", starts_at=draft.starts_at, ends_at=draft.ends_at)
    )
    note = Notification(account_id=people["worker"].id, kind="interviews.ticket.called", fields={})
    tokens = {name: accounts.open_session(uow, account) for name, account in people.items()}
    actors = {name: identity.actor_of(uow, token) for name, token in tokens.items()}
    own_session = sa.select(AuthSession.id).where(AuthSession.account_id == people["worker"].id)
    private = {
        "application_id": make_application(uow, posting=posting, worker=worker).id,
        "air_slot_id": slot.id,
        "booth_id": asked_for.id,
        "contract_id": contract.id,
        "enterprise_id": enterprise.id,
        "fair_id": draft.id,
        "fair_station_id": put_station_in(uow, draft, station, seat).id,
        "interview_id": interview.id,
        "notification_id": uow.add(note).id,
        "offer_id": offer.id,
        "posting_id": make_posting(uow, enterprise, published=False).id,
        "seat_id": seat.id,
        "session_id": uow.scalars(own_session)[0],
        "station_id": station.id,
        "ticket_id": interview.ticket_id,
        "worker_id": worker.id,
    }
    public = {
        "booth_id": booth.id,
        "bureau_id": coast.id,
        "enterprise_id": enterprise.id,
        "fair_id": booth.fair_id,
        "live_session_id": make_session(uow, booth=booth).id,
        "posting_id": posting.id,
    }
    return Country(tokens=tokens, actors=actors, private=private, public=public)
