"""Bureaus and their people."""

from itertools import count

from server.accounts.models import Account
from server.bureaus import services
from server.bureaus.models import Bureau
from server.core.unit_of_work import UnitOfWork
from tests.factories.places import DONGGUAN, known_area

PASSWORD = "a-long-test-password"
_numbers = count(1)


def make_bureau(uow: UnitOfWork, *, area_code: str = DONGGUAN, name: str = "") -> Bureau:
    """A bureau of an area, 东莞 unless told."""
    area = known_area(uow, area_code)
    name = name or f"{area.name}人力资源和社会保障局{next(_numbers)}"
    return services.open_bureau(uow, name=name, area_code=area.code, phone="0769-00000000")


def make_organizer(uow: UnitOfWork, bureau: Bureau | None = None) -> Account:
    """Somebody who acts for a bureau."""
    bureau = bureau or make_bureau(uow)
    return services.appoint_organizer(
        uow,
        bureau_id=bureau.id,
        login_name=f"organizer{next(_numbers)}",
        password=PASSWORD,
        display_name="样例组织员",
    )
