"""Sample bureaus: a host on the coast, a partner in the mountains.

Reads from `world`: password. Adds: host_bureau, partner_bureau, organizer_host, organizer_partner.
"""

from collections.abc import MutableMapping
from typing import Any

from server.bureaus import services
from server.core.unit_of_work import UnitOfWork

DONGGUAN = "441900000000"
HUAYUAN = "433124000000"


def load(uow: UnitOfWork, world: MutableMapping[str, Any]) -> None:
    """Open both and appoint their organizers."""
    host = services.open_bureau(
        uow,
        name="东莞市人力资源和社会保障局（样例）",
        area_code=DONGGUAN,
        phone="0769-00000000",
    )
    partner = services.open_bureau(
        uow,
        name="花垣县人力资源和社会保障局（样例）",
        area_code=HUAYUAN,
        phone="0743-0000000",
    )
    world["host_bureau"], world["partner_bureau"] = host, partner
    world["organizer_host"] = services.appoint_organizer(
        uow,
        bureau_id=host.id,
        login_name="organizer",
        password=world["password"],
        display_name="陈样例",
        phone="13900000001",
    )
    world["organizer_partner"] = services.appoint_organizer(
        uow,
        bureau_id=partner.id,
        login_name="partner",
        password=world["password"],
        display_name="龙样例",
        phone="13900000002",
    )
