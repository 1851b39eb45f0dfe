"""Postings and applications."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from server.core import clock
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.jobs import services
from server.jobs.models import Application, JobPosting
from server.jobs.terms import Insurance, MealsLodging, PayPeriod, ShiftPattern, Terms
from server.workers.models import Worker
from tests.factories.enterprises import make_enterprise
from tests.factories.places import DONGGUAN_CHANGPING, known_area
from tests.factories.workers import make_worker


def make_terms(**what_matters: Any) -> Terms:
    """What an ordinary posting says."""
    ordinary = Terms(
        title="电子装配工",
        occupation="电子设备装配人员",
        place="东莞市常平镇样例路1号",
        area_code=DONGGUAN_CHANGPING,
        pay_from_fen=550_000,
        pay_to_fen=700_000,
        pay_period=PayPeriod.MONTH,
        shift_pattern=ShiftPattern.TWO_SHIFT,
        meals_lodging=MealsLodging.BOTH,
        couple_room=True,
        insurance=Insurance.FIVE,
        headcount=60,
        valid_until=clock.today() + timedelta(days=30),
        description="在流水线上装配和检验电路板, 坐班, 有师傅带。",
    )
    return replace(ordinary, **what_matters)


def make_posting(
    uow: UnitOfWork,
    enterprise: Enterprise | None = None,
    *,
    published: bool = True,
    **what_matters: Any,
) -> JobPosting:
    """A posting, published unless told."""
    enterprise = enterprise or make_enterprise(uow)
    terms = make_terms(**what_matters)
    known_area(uow, terms.area_code)
    posting = services.create_posting(uow, enterprise_id=enterprise.id, terms=terms)
    if published:
        services.publish_posting(uow, posting_id=posting.id)
    return posting


def make_application(
    uow: UnitOfWork, *, posting: JobPosting | None = None, worker: Worker | None = None
) -> Application:
    """A worker's application."""
    posting = posting or make_posting(uow)
    worker = worker or make_worker(uow)
    return services.apply_to(uow, posting_id=posting.id, worker_id=worker.id)
