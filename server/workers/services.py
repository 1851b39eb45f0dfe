"""What happens to workers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from server.accounts import services as accounts
from server.areas import queries as areas
from server.core import clock, rate_limit
from server.core.errors import TooMany
from server.core.i18n import lazy
from server.core.identity import Role
from server.core.privacy import blind_index
from server.core.unit_of_work import UnitOfWork
from server.workers import errors, id_number, queries
from server.workers.events import WorkerProfileChanged, WorkerRegistered
from server.workers.models import Worker

_WORDS = {
    id_number.Fault.FORM: lazy(
        "An identity number has 18 characters: 17 digits, and a digit or X at the end."
    ),
    id_number.Fault.BIRTH_DATE: lazy("The birth date in this identity number does not exist."),
    id_number.Fault.CHECK: lazy(
        "This identity number is not right: one of its digits was mistyped. Please compare it "
        "with your card."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a worker may change by themselves."""

    residence_area_code: str | None = None
    dialect: str | None = None
    skills: str = ""
    experience: str = ""


def read_id_number(typed: str, today: date) -> tuple[str, id_number.Reading]:
    """The number as it is kept, and what it says.

    :raises IdNumberWrong: with a sentence at the field `id_number`
    :raises TooYoung: below sixteen
    """
    number = id_number.normalized(typed)
    reading = id_number.read(number, today)
    if isinstance(reading, id_number.Fault):
        raise errors.IdNumberWrong(fields={"id_number": _WORDS[reading]})
    if reading.age_on(today) < id_number.MINIMUM_AGE:
        raise errors.TooYoung(fields={"id_number": errors.TooYoung.message})
    return number, reading


def register(
    uow: UnitOfWork,
    *,
    name: str,
    id_number: str,
    phone: str,
    household_area_code: str,
    residence_area_code: str | None = None,
    dialect: str | None = None,
    notice_version: str | None = None,
) -> Worker:
    """Put a person into the registry, with an account that signs in by phone.

    :param id_number: as typed; normalized and checked here
    :param phone: confirmed by a code beforehand
    :param notice_version: the privacy notice they agreed to, when they register themselves
    :raises AlreadyRegistered: when the number is known
    :raises PhoneTaken: when the phone belongs to another worker
    """
    number, reading = read_id_number(id_number, clock.today())
    household = areas.chosen_area(uow, household_area_code, field="household_area_code")
    _refuse_known(uow, number, phone)
    worker = Worker(
        name=name,
        id_number=number,
        id_number_index=blind_index(queries.ID_NUMBER, number),
        phone=phone,
        phone_index=blind_index(queries.PHONE, phone),
        birth_date=reading.birth_date,
        sex=reading.sex,
        household_area_code=household.code,
        notice_version=notice_version,
        notice_agreed_at=uow.now if notice_version else None,
    )
    _write(uow, worker, Profile(residence_area_code=residence_area_code, dialect=dialect))
    try:
        with uow.session.begin_nested():
            uow.add(worker)
    except IntegrityError:
        # The same person twice at the same moment: the second learns what a later one would.
        raise errors.AlreadyRegistered from None
    accounts.create_account(
        uow, role=Role.WORKER, phone=phone, display_name=name, worker_id=worker.id
    )
    uow.publish(WorkerRegistered(worker_id=worker.id))
    return worker


def find(uow: UnitOfWork, typed: str) -> Worker:
    """The worker of an identity number or phone, both whole, within the actor's sight.

    Tries are limited: a look-up of every number of a village would be a search after all.

    :raises NotFoundHere: there is none, or none in the actor's area; nobody is told which
    """
    if not rate_limit.allow(f"workers.find:{uow.actor.account_id}", per_second=0.2, burst=20):
        raise TooMany
    number = id_number.normalized(typed)
    found = queries.find_by_id_number(uow, uow.actor, number)
    found = found or queries.find_by_phone(uow, uow.actor, number)
    if found is None:
        raise errors.NotFoundHere(fields={"number": errors.NotFoundHere.message})
    return found


def edit_profile(uow: UnitOfWork, *, worker_id: UUID, profile: Profile) -> Worker:
    """Change what a worker may change by themselves; name and number come from the card."""
    worker = uow.locked(Worker, worker_id)
    _write(uow, worker, profile)
    uow.flush()
    uow.publish(WorkerProfileChanged(worker_id=worker.id))
    return worker


def _write(uow: UnitOfWork, worker: Worker, profile: Profile) -> None:
    residence = profile.residence_area_code
    if residence:
        residence = areas.chosen_area(uow, residence, field="residence_area_code").code
    worker.residence_area_code = residence or None
    worker.dialect = profile.dialect or None
    worker.skills = profile.skills
    worker.experience = profile.experience


def _refuse_known(uow: UnitOfWork, number: str, phone: str) -> None:
    by_number = Worker.id_number_index == blind_index(queries.ID_NUMBER, number)
    if uow.session.scalar(sa.select(Worker.id).where(by_number)) is not None:
        raise errors.AlreadyRegistered
    by_phone = Worker.phone_index == blind_index(queries.PHONE, phone)
    if uow.session.scalar(sa.select(Worker.id).where(by_phone)) is not None:
        raise errors.PhoneTaken
