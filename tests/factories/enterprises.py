"""Enterprises and their recruiters."""

from itertools import count

from server.accounts.models import Account
from server.core.unit_of_work import UnitOfWork
from server.enterprises import services, uscc
from server.enterprises.models import Enterprise, EnterpriseKind
from tests.factories.bureaus import PASSWORD
from tests.factories.places import DONGGUAN_CHANGPING, known_area

_numbers = count(1)


def make_uscc(number: int | None = None) -> str:
    """A sound credit code; each call gives another."""
    body = f"91441900MA5{next(_numbers) if number is None else number:06d}"
    return body + uscc.check_character(body)


def make_enterprise(
    uow: UnitOfWork,
    *,
    name: str = "",
    area_code: str = DONGGUAN_CHANGPING,
    approved: bool = True,
    kind: EnterpriseKind = EnterpriseKind.EMPLOYER,
) -> Enterprise:
    """An enterprise of 东莞常平, approved unless told."""
    known_area(uow, area_code)
    code = make_uscc()
    enterprise = services.register(
        uow,
        uscc=code,
        entry=services.Entry(
            name=name or f"样例电子{code[-6:]}(东莞)有限公司",
            kind=kind,
            license_number=None if kind is EnterpriseKind.EMPLOYER else "样例许可0001号",
            area_code=area_code,
            address="样例路1号",
            contact_name="样例联系人",
            contact_phone="13900000000",
        ),
    )
    if approved:
        services.approve(uow, enterprise_id=enterprise.id)
    return enterprise


def make_recruiter(uow: UnitOfWork, enterprise: Enterprise | None = None) -> Account:
    """Somebody who acts for an enterprise."""
    enterprise = enterprise or make_enterprise(uow)
    return services.admit_recruiter(
        uow,
        enterprise_id=enterprise.id,
        login_name=f"recruiter{next(_numbers)}",
        password=PASSWORD,
        display_name="样例招聘专员",
        phone=f"138{next(_numbers):08d}",
    )
