"""Several people at the same moment, each in a transaction of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask

from server.core.errors import Conflict
from server.core.identity import Actor
from server.core.unit_of_work import writing
from server.interviews import queries, services
from server.interviews.models import Ticket, TicketState
from tests.factories.interviews import make_open_booth, make_ticket
from tests.factories.workers import make_worker
from tests.interviews.conftest import Scene

Database = Callable[[], Any]


def at_once(app: Flask, count: int, act: Callable[[Any], Any]) -> list[Any]:
    """Run `act` in `count` transactions at once; what each returned, or its refusal's code."""

    def one(_number: int) -> Any:
        try:
            with app.app_context(), writing(Actor.system()) as uow:
                return act(uow)
        except Conflict as refusal:
            return refusal.code

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


class TestAtOnce:
    def test_two_recruiters_calling_at_once_get_two_workers(
        self, app: Flask, scene: Scene, database: Database
    ) -> None:
        with database() as uow:
            for worker in (scene.worker, scene.other_worker):
                make_ticket(uow, booth=scene.booth, worker=worker)
        called = at_once(
            app, 2, lambda uow: services.call_next(uow, booth_id=scene.booth.id, by=None).id
        )
        assert len(set(called)) == 2
        with database() as uow:
            assert {uow.get(Ticket, one).state for one in called} == {TicketState.CALLED}

    def test_one_worker_is_never_called_twice_at_once(
        self, app: Flask, scene: Scene, database: Database
    ) -> None:
        with database() as uow:
            booths = [make_open_booth(uow, fair=scene.fair).id for _ in range(4)]
            for booth_id in booths:
                services.join_queue(uow, booth_id=booth_id, worker_id=scene.worker.id)
        waiting = iter(booths)
        found = at_once(
            app, 4, lambda uow: services.call_next(uow, booth_id=next(waiting), by=None).id
        )
        assert sum(one == "interviews.queue.nobody_waiting" for one in found) == 3

    def test_one_worker_tapping_eight_times_gets_one_number(
        self, app: Flask, scene: Scene, database: Database
    ) -> None:
        found = at_once(
            app,
            8,
            lambda uow: (
                services.join_queue(uow, booth_id=scene.booth.id, worker_id=scene.worker.id).number
            ),
        )
        assert sorted(map(str, found)) == ["1", *["interviews.queue.already_waiting"] * 7]

    def test_numbers_have_no_gaps_and_no_doubles(
        self, app: Flask, scene: Scene, database: Database
    ) -> None:
        with database() as uow:
            workers = iter([make_worker(uow).id for _ in range(8)])
        numbers = at_once(
            app,
            8,
            lambda uow: (
                services.join_queue(uow, booth_id=scene.booth.id, worker_id=next(workers)).number
            ),
        )
        assert sorted(numbers) == list(range(1, 9))
        with database() as uow:
            order = [ticket.number for ticket in queries.list_waiting(uow, scene.booth.id)]
            assert order == list(range(1, 9))
