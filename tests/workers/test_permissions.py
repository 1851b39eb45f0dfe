from dataclasses import replace

import pytest

from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.permissions import allows
from server.workers import queries
from server.workers.permissions import WorkerPermission
from tests.factories.places import DONGGUAN, FENGHUANG, HUAYUAN, HUAYUAN_TOWN, SHIBADONG
from tests.factories.workers import make_worker


def organizer(area):
    return Actor(role=Role.ORGANIZER, area_code=area)


def officer(area):
    return Actor(role=Role.OFFICER, area_code=area)


@pytest.fixture
def worker(uow):
    return make_worker(uow, household_area_code=SHIBADONG, residence_area_code=DONGGUAN)


class TestWhoFindsAWorker:
    @pytest.mark.parametrize(
        "actor",
        [
            organizer(HUAYUAN),
            organizer("433100000000"),
            organizer(DONGGUAN),
            officer(SHIBADONG),
        ],
    )
    def test_those_whose_area_holds_household_or_residence(self, uow, worker, actor):
        assert queries.worker_by_id(uow, actor, worker.id) is worker
        assert allows(uow, actor, WorkerPermission.READ, worker)

    @pytest.mark.parametrize(
        "actor",
        [
            organizer(FENGHUANG),
            organizer(None),
            officer(HUAYUAN_TOWN),
            Actor(role=Role.RECRUITER),
            Actor(role=Role.ADMINISTRATOR, area_code=HUAYUAN),
            Actor(role=Role.AUDITOR, area_code=HUAYUAN),
            Actor.nobody(),
        ],
    )
    def test_nobody_else(self, uow, worker, actor):
        with pytest.raises(NotFound):
            queries.worker_by_id(uow, actor, worker.id)
        assert not allows(uow, actor, WorkerPermission.READ, worker)

    def test_oneself_but_no_other_worker(self, uow, worker):
        other = make_worker(uow)
        me = Actor(role=Role.WORKER, worker_id=worker.id)
        assert queries.worker_by_id(uow, me, worker.id) is worker
        with pytest.raises(NotFound):
            queries.worker_by_id(uow, me, other.id)

    def test_a_number_of_another_area_finds_nobody(self, uow, worker):
        for actor, found in ((organizer(HUAYUAN), worker), (organizer(FENGHUANG), None)):
            assert queries.find_by_id_number(uow, actor, worker.id_number) is found
            assert queries.find_by_phone(uow, actor, worker.phone) is found

    def test_part_of_a_number_finds_nobody(self, uow, worker):
        for part in (worker.id_number[:-1], worker.id_number[:6], "%", worker.phone[:-1] + "%"):
            assert queries.find_by_id_number(uow, organizer(HUAYUAN), part) is None
            assert queries.find_by_phone(uow, organizer(HUAYUAN), part) is None


class TestRules:
    def test_only_the_worker_opens_the_first_page_and_changes_the_profile(self, uow, worker):
        me = Actor(role=Role.WORKER, worker_id=worker.id)
        for permission in (WorkerPermission.HOME, WorkerPermission.EDIT):
            assert allows(uow, me, permission, worker)
            assert not allows(uow, organizer(HUAYUAN), permission, worker)
            assert not allows(uow, replace(me, worker_id=None), permission, worker)

    def test_bureaus_and_stations_list_workers_and_nobody_else(self, uow):
        listing = {Role.ORGANIZER, Role.OFFICER}
        for role in Role:
            assert allows(uow, Actor(role=role), WorkerPermission.LIST) is (role in listing)
