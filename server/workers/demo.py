"""Sample workers, with names that many fonts and systems cannot show.

Reads from `world`: nothing. Adds: worker, worker_account, second_worker, third_worker, workers.
"""

from collections.abc import MutableMapping
from typing import Any

from server.accounts import queries as accounts
from server.core.unit_of_work import UnitOfWork
from server.workers import services
from server.workers.id_number import check_character

SHIBADONG = "433124110226"
SHUANGLONG = "433124110000"
HUAYUAN_TOWN = "433124109000"

# Name, phone, birth date with sequence, household, dialect, skills.
SAMPLES = (
    ("石㛃", "13800000001", "19950312002", SHIBADONG, "苗语（湘西）", "缝纫，电子装配两年"),
    ("龙䶮", "13800000002", "19880725001", SHUANGLONG, "苗语（湘西）", "叉车证，仓库管理"),
    ("麻𬎆", "13800000003", "20021108004", HUAYUAN_TOWN, "西南官话", ""),
)


def load(uow: UnitOfWork, world: MutableMapping[str, Any]) -> None:
    """Register them; each signs in with the phone and a code from the demo outbox."""
    made = []
    for name, phone, born, household, dialect, skills in SAMPLES:
        body = f"433124{born}"
        worker = services.register(
            uow,
            name=name,
            id_number=body + check_character(body),
            phone=phone,
            household_area_code=household,
        )
        profile = services.Profile(dialect=dialect, skills=skills)
        services.edit_profile(uow, worker_id=worker.id, profile=profile)
        made.append(worker)
    world["workers"] = made
    world["worker"], world["second_worker"], world["third_worker"] = made
    world["worker_account"] = accounts.list_accounts(uow, worker_id=made[0].id)[0]
