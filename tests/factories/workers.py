"""Workers and their accounts."""

from itertools import count

from server.accounts import queries as accounts
from server.accounts.models import Account
from server.core.unit_of_work import UnitOfWork
from server.workers import services
from server.workers.id_number import check_character
from server.workers.models import Worker
from tests.factories.places import HUAYUAN, known_area

_numbers = count(1)


def make_id_number(
    *, area: str = "433124", birth: str = "19900101", number: int | None = None
) -> str:
    """A sound identity number; each call gives another."""
    sequence = next(_numbers) % 1000 if number is None else number
    body = f"{area}{birth}{sequence:03d}"
    return body + check_character(body)


def make_worker(
    uow: UnitOfWork,
    *,
    name: str = "石㛃",
    phone: str = "",
    id_number: str = "",
    household_area_code: str = HUAYUAN,
    residence_area_code: str | None = None,
) -> Worker:
    """A registered worker of 花垣 with an account."""
    known_area(uow, household_area_code)
    if residence_area_code:
        known_area(uow, residence_area_code)
    return services.register(
        uow,
        name=name,
        id_number=id_number or make_id_number(),
        phone=phone or f"137{next(_numbers):08d}",
        household_area_code=household_area_code,
        residence_area_code=residence_area_code,
    )


def account_of_worker(uow: UnitOfWork, worker: Worker) -> Account:
    """The account with which a worker signs in."""
    (account,) = accounts.list_accounts(uow, worker_id=worker.id)
    return account
