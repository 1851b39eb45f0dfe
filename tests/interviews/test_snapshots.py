"""For every push: old snapshot + fact = new snapshot, by the very file that runs in browsers."""

import json
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.core import clock, event_log
from server.core.audiences import booth as booth_audience
from server.fairs.models import Booth
from server.interviews import queries, services
from server.interviews.queue_order import expected_wait
from server.interviews.tasks import miss_calls
from tests.factories.interviews import both_come, make_ticket
from tests.interviews.conftest import Scene

Database = Callable[[], Any]
QUEUE = Path(__file__).resolve().parents[2] / "static/js/interviews/_queue.js"


def in_node(body: str, given_values: Any) -> Any:
    """Run `body` over `given` with the exports of `_queue.js` at hand, and return its result."""
    script = f"""
    const {{ apply, ahead, expectedWait }} = await import({json.dumps(QUEUE.as_uri())});
    let text = "";
    for await (const chunk of process.stdin) text += chunk;
    const given = JSON.parse(text);
    process.stdout.write(JSON.stringify((() => {{ {body} }})()));
    """
    ran = subprocess.run(
        ["node", "--no-warnings", "--input-type=module", "--eval", script],
        input=json.dumps(given_values),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def snapshot(database: Database, booth: Booth) -> dict[str, Any]:
    with database() as uow:
        return queries.snapshot_queue(uow, booth.id)


def news(database: Database, booth: Booth, since: str) -> list[dict[str, Any]]:
    with database() as uow:
        return event_log.catch_up(uow, booth_audience(booth.id), after=since)["events"]


Verb = Callable[[Any, Scene], None]


def take_number(uow: Any, scene: Scene) -> None:
    make_ticket(uow, booth=scene.booth, worker=scene.other_worker)


def leave(uow: Any, scene: Scene) -> None:
    (ticket,) = queries.list_tickets_of(uow, scene.other_worker.id)
    services.leave_queue(uow, ticket_id=ticket.id)


def call(uow: Any, scene: Scene) -> None:
    services.call_next(uow, booth_id=scene.booth.id, by=scene.recruiter.id)


def miss(uow: Any, scene: Scene) -> None:
    with clock.fixed(clock.now() + timedelta(minutes=2)):
        miss_calls(uow)


def answer(uow: Any, scene: Scene) -> None:
    (ticket,) = queries.list_tickets_of(uow, scene.worker.id)
    services.answer_call(uow, ticket_id=ticket.id)


def meet(uow: Any, scene: Scene) -> None:
    both_come(uow, queries.find_open_interview_of(uow, scene.worker.id).room_id)


def end(uow: Any, scene: Scene) -> None:
    interview = queries.find_open_interview_of(uow, scene.worker.id)
    with clock.fixed(clock.now() + timedelta(minutes=6)):
        services.end_interview(uow, interview_id=interview.id)


STORIES: dict[str, list[Verb]] = {
    "a number is taken": [take_number],
    "a number is given back": [take_number, leave],
    "a worker is called": [call],
    "a call is missed by one who stays": [take_number, call, miss],
    "a call is missed by one who leaves": [call, miss, call, miss],
    "a call is answered": [take_number, call, answer],
    "an interview starts": [call, answer, meet],
    "an interview ends": [call, answer, meet, end],
    "an interview ends before it started": [call, answer, end],
}


class TestEveryPush:
    @pytest.mark.parametrize("verbs", STORIES.values(), ids=STORIES.keys())
    def test_old_snapshot_and_fact_make_the_new_snapshot(
        self, scene: Scene, database: Database, verbs: list[Verb]
    ) -> None:
        with database() as uow:
            make_ticket(uow, booth=scene.booth, worker=scene.worker)
        for verb in verbs:
            before = snapshot(database, scene.booth)
            with database() as uow:
                verb(uow, scene)
            facts = news(database, scene.booth, before["position"])
            assert facts, "nothing was told"
            after = in_node("return given[1].reduce(apply, given[0]);", [before, facts])
            truth = snapshot(database, scene.booth)
            # Other facts move the log on too; the position only says where listening goes on.
            after["position"] = truth["position"]
            assert after == truth

    def test_the_place_in_the_browser_is_the_place_on_the_server(
        self, scene: Scene, database: Database
    ) -> None:
        with database() as uow:
            tickets = [make_ticket(uow, booth=scene.booth) for _ in range(5)]
            services.call_next(uow, booth_id=scene.booth.id, by=None)
            services.miss_call(uow, ticket_id=tickets[0].id)
            order = [str(ticket.id) for ticket in queries.list_waiting(uow, scene.booth.id)]
        counted = in_node(
            "return given[1].map((id) => ahead(given[0], id));",
            [snapshot(database, scene.booth), order],
        )
        assert counted == list(range(5))


class TestWait:
    @settings(max_examples=5, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 50), st.lists(st.integers(1, 4000), max_size=10))))
    def test_browser_and_server_expect_the_same_wait(
        self, cases: list[tuple[int, list[int]]]
    ) -> None:
        found = in_node("return given.map(([a, r]) => expectedWait(a, r));", cases)
        for (before, recent), wait in zip(cases, found, strict=True):
            expected = expected_wait(before, recent)
            assert wait["meanS"] == pytest.approx(expected.mean_s)
            assert wait["p90S"] == pytest.approx(expected.p90_s)
