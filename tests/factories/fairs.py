"""Fairs and what they need: make only what a test does not bring."""

from datetime import date, time, timedelta
from itertools import count
from typing import Any

from server.accounts.models import Account
from server.bureaus.models import Bureau
from server.core import clock
from server.core.identity import Actor, Role
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise, EnterpriseStatus
from server.fairs import services
from server.fairs.models import Booth, Fair, FairKind
from server.fairs.services import AirPlan, FairPlan
from server.fairs.timezones import Hours
from server.jobs.models import JobPosting, PostingStatus
from server.jobs.terms import Insurance, MealsLodging, PayPeriod, ShiftPattern
from server.stations.models import Seat, Station
from tests.factories.accounts import make_account

_numbers = count(1)
HUAYUAN, DONGGUAN, SHIBADONG = "433124000000", "441900000000", "433124110226"


def a_bureau(uow: UnitOfWork, area_code: str = DONGGUAN, name: str = "样例人社局") -> Bureau:
    return uow.add(Bureau(name=f"{name}{next(_numbers)}", area_code=area_code))


def an_enterprise(uow: UnitOfWork, *, approved: bool = True, name: str = "样例电子") -> Enterprise:
    number = next(_numbers)
    return uow.add(
        Enterprise(
            name=f"{name}{number}",
            uscc=f"SAMPLE{number:012d}",
            area_code=DONGGUAN,
            address="样例路1号",
            contact_name="样例",
            contact_phone="13900000000",
            status=EnterpriseStatus.APPROVED if approved else EnterpriseStatus.PENDING,
        )
    )


def a_posting(uow: UnitOfWork, enterprise: Enterprise, title: str = "装配工") -> JobPosting:
    return uow.add(
        JobPosting(
            enterprise_id=enterprise.id,
            title=title,
            occupation="电子装配工",
            place="样例路1号",
            area_code=DONGGUAN,
            pay_from_fen=550000,
            pay_period=PayPeriod.MONTH,
            shift_pattern=ShiftPattern.DAY,
            meals_lodging=MealsLodging.BOTH,
            insurance=Insurance.FIVE,
            headcount=20,
            valid_until=clock.today() + timedelta(days=60),
            description="样例",
            status=PostingStatus.OPEN,
            published_at=uow.now,
        )
    )


def a_seat(uow: UnitOfWork, bureau: Bureau, label: str = "1号机") -> Seat:
    station = uow.add(
        Station(
            name=f"样例村服务站{next(_numbers)}",
            area_code=SHIBADONG if bureau.area_code == HUAYUAN else bureau.area_code,
            bureau_id=bureau.id,
        )
    )
    return uow.add(Seat(station_id=station.id, label=label))


def a_recruiter(uow: UnitOfWork, enterprise: Enterprise) -> Account:
    return make_account(uow, Role.RECRUITER, enterprise_id=enterprise.id)


def an_organizer(uow: UnitOfWork, bureau: Bureau) -> Account:
    return make_account(uow, Role.ORGANIZER, bureau_id=bureau.id, area_code=bureau.area_code)


def acting(account: Account) -> Actor:
    return Actor(
        account_id=account.id,
        role=account.role,
        enterprise_id=account.enterprise_id,
        bureau_id=account.bureau_id,
        station_id=account.station_id,
        worker_id=account.worker_id,
        area_code=account.area_code,
    )


def some_day(days: int = 30) -> date:
    """A day to come, on the calendar of Shanghai."""
    return clock.today() + timedelta(days=days)


def hours(days: int = 30, opens: int = 9, closes: int = 17) -> Hours:
    return Hours(some_day(days), time(opens), time(closes))


def a_plan(**what_matters: Any) -> FairPlan:
    given: dict[str, Any] = {
        "title": "样例视频招聘会",
        "kind": FairKind.VIDEO,
        "hours": hours(),
        "booth_count": 10,
    }
    return FairPlan(**(given | what_matters))


def make_fair(uow: UnitOfWork, host: Bureau | None = None, **plan: Any) -> Fair:
    """A draft."""
    host = host or a_bureau(uow)
    return services.plan_fair(uow, bureau_id=host.id, plan=a_plan(**plan), accept_overlap=True)


def make_published_fair(uow: UnitOfWork, host: Bureau | None = None, **plan: Any) -> Fair:
    return services.publish(uow, fair_id=make_fair(uow, host, **plan).id)


def make_open_fair(uow: UnitOfWork, host: Bureau | None = None) -> Fair:
    """A fair that is open all day today."""
    today = Hours(clock.today(), time(0), time(23, 59))
    return make_published_fair(uow, host, hours=today)


def make_booth(
    uow: UnitOfWork,
    fair: Fair | None = None,
    enterprise: Enterprise | None = None,
    *,
    approved: bool = True,
    recruiter: Account | None = None,
) -> Booth:
    """A booth with one posting; given unless `approved` is False."""
    fair = fair or make_open_fair(uow)
    enterprise = enterprise or an_enterprise(uow)
    booth = services.apply_for_booth(
        uow,
        fair_id=fair.id,
        enterprise_id=enterprise.id,
        posting_ids=[a_posting(uow, enterprise).id],
        recruiter_account_id=recruiter.id if recruiter else None,
    )
    return services.approve_booth(uow, booth_id=booth.id) if approved else booth


def an_air_plan(starts: int = 10, ends: int = 11, title: str = "样例直播") -> AirPlan:
    return AirPlan(title=title, starts=time(starts), ends=time(ends))
