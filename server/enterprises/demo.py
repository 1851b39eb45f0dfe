"""Sample enterprises: one approved, one that waits for review.

Reads from `world`: password. Adds: enterprise, recruiter, pending_enterprise.
"""

from collections.abc import MutableMapping
from typing import Any

from server.core.unit_of_work import UnitOfWork
from server.enterprises import services, uscc
from server.enterprises.models import EnterpriseKind
from server.enterprises.services import Entry

CHANGPING = "441900110000"
CHANGAN = "441900119000"


def load(uow: UnitOfWork, world: MutableMapping[str, Any]) -> None:
    """Sign both up; approve the first."""
    enterprise = services.register(
        uow,
        uscc=_sample_code("91441900MA5SAMPL1"),
        entry=Entry(
            name="样例电子（东莞）有限公司",
            area_code=CHANGPING,
            address="常平镇样例工业园1号",
            contact_name="李样例",
            contact_phone="0769-00000001",
            description=(
                "样例数据：做电子产品装配，约1200人。四人间宿舍有空调热水，厂区食堂三餐，"
                "有直达湘西的返乡班车，新员工有老乡师傅带教。"
            ),
        ),
    )
    services.approve(uow, enterprise_id=enterprise.id)
    world["enterprise"] = enterprise
    world["recruiter"] = services.admit_recruiter(
        uow,
        enterprise_id=enterprise.id,
        login_name="recruiter",
        password=world["password"],
        display_name="李样例",
        phone="13900000003",
    )
    world["pending_enterprise"] = services.register(
        uow,
        uscc=_sample_code("91441900MA5SAMPL2"),
        entry=Entry(
            name="样例人力资源（东莞）有限公司",
            kind=EnterpriseKind.HR_AGENCY,
            license_number="样例许可0001号",
            area_code=CHANGAN,
            address="长安镇样例路2号",
            contact_name="王样例",
            contact_phone="0769-00000002",
        ),
    )


def _sample_code(body: str) -> str:
    """A code of the right form; S and other letters the standard leaves out become digits."""
    body = body.translate(str.maketrans("IOSVZ", "10522"))
    return body + uscc.check_character(body)
