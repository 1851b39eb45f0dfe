"""A page costs as many queries with many rows as with few; the busiest are held to it here."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from server.core import unit_of_work
from server.core.unit_of_work import UnitOfWork
from server.fairs.models import Booth, Fair
from tests.factories.interviews import make_open_booth, make_ticket, recruiter_of
from tests.factories.jobs import make_posting

Database = Callable[[], Any]
Count = Callable[[FlaskClient, str], int]


@pytest.fixture
def queries_of(client: FlaskClient) -> Iterator[Count]:
    """`queries_of(browser, path)`: how many statements the page takes."""
    counted: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        counted.append(statement)

    engine = unit_of_work.engine()
    sa.event.listen(engine, "before_cursor_execute", hear)

    def count(browser: FlaskClient, path: str) -> int:
        counted.clear()
        assert browser.get(path).status_code == 200
        return len(counted)

    yield count
    sa.event.remove(engine, "before_cursor_execute", hear)


def more_booths(uow: UnitOfWork, fair_id: Any, number: int) -> None:
    for _ in range(number):
        fair = uow.get(Fair, fair_id)
        booth = make_open_booth(uow, fair=fair, postings=[make_posting(uow)])
        make_ticket(uow, booth=booth)


def test_a_fair_with_many_booths(
    client: FlaskClient, database: Database, queries_of: Count
) -> None:
    with database() as uow:
        fair_id = make_open_booth(uow).fair_id
        more_booths(uow, fair_id, 2)
    few = queries_of(client, f"/fairs/{fair_id}")
    with database() as uow:
        more_booths(uow, fair_id, 6)
    assert queries_of(client, f"/fairs/{fair_id}") == few


def test_a_desk_with_many_who_wait(
    database: Database, as_: Callable[[Any], FlaskClient], queries_of: Count
) -> None:
    with database() as uow:
        booth = make_open_booth(uow)
        recruiter = recruiter_of(uow, booth)
        make_ticket(uow, booth=booth)
    browser = as_(recruiter)
    path = f"/booths/{booth.id}/desk"
    queries_of(browser, path)
    few = queries_of(browser, path)
    with database() as uow:
        for _ in range(6):
            make_ticket(uow, booth=uow.get(Booth, booth.id))
    assert queries_of(browser, path) == few
