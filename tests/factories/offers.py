"""Offers, and the finished interviews they follow."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from server.core import clock
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.interviews.models import Interview
from server.jobs.models import JobPosting
from server.jobs.terms import MealsLodging, ShiftPattern
from server.offers import services
from server.offers.models import Offer
from server.offers.terms import HoursSystem, PayPart, Terms, Transport
from server.workers.models import Worker
from tests.factories.interviews import make_interview, make_open_booth, make_ticket
from tests.factories.jobs import make_posting
from tests.factories.places import DONGGUAN_CHANGPING
from tests.factories.workers import make_worker


def make_offer_terms(**what_matters: Any) -> Terms:
    """What an ordinary offer says."""
    ordinary = Terms(
        post="电子装配工",
        duties="贴片、插件、外观检查",
        place="东莞市常平镇样例路1号",
        area_code=DONGGUAN_CHANGPING,
        base_pay_fen=420_000,
        pay_parts={PayPart.ATTENDANCE: 30_000, PayPart.NIGHT: 45_000},
        probation_pay_fen=380_000,
        pay_day=15,
        shift_pattern=ShiftPattern.TWO_SHIFT,
        hours_system=HoursSystem.COMPREHENSIVE,
        term_months=24,
        probation_months=2,
        starts_on=clock.today() + timedelta(days=10),
        meals_lodging=MealsLodging.BOTH,
        transport=Transport.ARRANGED,
        note="夫妻可住夫妻间。",
        reply_by=clock.now() + timedelta(days=3),
    )
    return replace(ordinary, **what_matters)


def make_finished_interview(
    uow: UnitOfWork, *, worker: Worker | None = None
) -> tuple[Interview, JobPosting]:
    """An interview that is over, and a published posting of its enterprise."""
    booth = make_open_booth(uow)
    ticket = make_ticket(uow, booth=booth, worker=worker or make_worker(uow))
    interview = make_interview(uow, ticket=ticket, ended=True)
    posting = make_posting(uow, uow.get(Enterprise, interview.enterprise_id))
    return interview, posting


def make_offer(uow: UnitOfWork, *, worker: Worker | None = None, **what_matters: Any) -> Offer:
    """An open offer after a finished interview."""
    interview, posting = make_finished_interview(uow, worker=worker)
    return services.make_offer(
        uow,
        interview_id=interview.id,
        posting_id=posting.id,
        terms=make_offer_terms(**what_matters),
        by=interview.recruiter_account_id,
    )
