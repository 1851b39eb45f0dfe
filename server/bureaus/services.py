"""What happens to bureaus."""

from uuid import UUID

import sqlalchemy as sa

from server.accounts import services as accounts
from server.accounts.models import Account
from server.areas import queries as areas
from server.bureaus import errors
from server.bureaus.events import BureauOpened, OrganizerAppointed
from server.bureaus.models import Bureau
from server.core.identity import Role
from server.core.unit_of_work import UnitOfWork


def open_bureau(uow: UnitOfWork, *, name: str, area_code: str, phone: str | None = None) -> Bureau:
    """Add an office to the platform.

    :param area_code: 12 digits, an area that exists
    :raises NameTaken: when another office has this name
    """
    area = areas.chosen_area(uow, area_code)
    _refuse_taken(uow, name)
    bureau = uow.add(Bureau(name=name, area_code=area.code, phone=phone))
    uow.publish(BureauOpened(bureau_id=bureau.id))
    return bureau


def edit_bureau(uow: UnitOfWork, *, bureau_id: UUID, name: str, phone: str | None) -> Bureau:
    """Correct an office's entry; its area never changes, since its people's sight depends on it."""
    bureau = uow.locked(Bureau, bureau_id)
    if name != bureau.name:
        _refuse_taken(uow, name)
    bureau.name, bureau.phone = name, phone
    uow.flush()
    return bureau


def appoint_organizer(
    uow: UnitOfWork,
    *,
    bureau_id: UUID,
    login_name: str,
    password: str,
    display_name: str,
    phone: str | None = None,
) -> Account:
    """Give a person an account that acts for the office and sees its area and below."""
    bureau = uow.get(Bureau, bureau_id)
    account = accounts.create_account(
        uow,
        role=Role.ORGANIZER,
        login_name=login_name,
        password=password,
        display_name=display_name,
        phone=phone,
        bureau_id=bureau.id,
        area_code=bureau.area_code,
    )
    uow.publish(OrganizerAppointed(bureau_id=bureau.id, account_id=account.id))
    return account


def _refuse_taken(uow: UnitOfWork, name: str) -> None:
    if uow.session.scalar(sa.select(Bureau.id).where(Bureau.name == name)) is not None:
        raise errors.NameTaken
