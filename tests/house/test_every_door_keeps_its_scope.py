"""Walks through every door as everybody: none fails, and none lets a stranger see what is there.

What a stranger is told of a row that is not theirs is what they are told of a row that does not
exist. The walk is made from the table of doors, so a new door is in it by being declared.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from server.core import audiences, sockets, unit_of_work
from server.core.doors import DOORS, Door
from server.core.errors import LianpinError, NotFound, Unauthenticated
from server.core.http import SESSION_COOKIE
from server.core.identity import Actor
from server.core.ids import new_id
from server.core.permissions import allows, is_open_to_visitors
from server.core.sockets import Listen
from tests.house import country
from tests.house.country import STRANGERS, Country

Database = Callable[[], Any]
PATH_VALUE = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
PUBLIC_BY_DESIGN = {
    "fairs.enterprise_feed",
    "fairs.station_feed",
    "fairs.bureau_feed",
}
"""Calendar programs carry no session: these feeds hold what the public calendar shows."""


@pytest.fixture
def land(app: Flask, database: Database) -> Iterator[Country]:
    """The country, committed, and a request in which doors can be entered directly."""
    app.config["WTF_CSRF_ENABLED"] = False
    with database() as uow:
        made = country.found(uow)
    with app.test_request_context():
        yield made


def names_in(door: Door) -> list[str]:
    """The values of the door's path."""
    return [match["name"] for match in PATH_VALUE.finditer(door.name)]


def ids_of(door: Door) -> set[str]:
    """Every id the door takes, in its path or its payload."""
    sent = door.payload.model_fields if door.payload is not None else {}
    by_payload = {name for name in sent if name.endswith("_id")} if door.loads_by_payload else set()
    return set(names_in(door)) | by_payload


def address(door: Door, **values: Any) -> str:
    """The path of an HTTP door."""
    rule = door.name.split(" ", 1)[1]
    filled = PATH_VALUE.sub(lambda match: str(values.get(match["name"], "x")), rule)
    return f"/api/v1{filled}" if door.kind == "api" else filled


def enter(door: Door, actor: Actor, ids: dict[str, Any]) -> str:
    """What the door's loader and rule say; nothing that happens is kept."""
    with unit_of_work.reading(actor) as uow:
        path = {name: ids[name] for name in names_in(door)}
        fields = door.payload.model_fields if door.payload is not None else {}
        sent = {name: ids.get(name) for name in fields}
        try:
            door.enter(uow, path=path, sent=lambda model: model.model_construct(**sent))
        except LianpinError as refusal:
            return type(refusal).__name__ if refusal.status in (401, 403, 404) else "in"
        except Exception:  # noqa: BLE001 -- loader and rule let them in; the payload is nonsense
            return "in"
    return "in"


def of_http() -> list[Door]:
    """Doors with an address; those that end the walker's own session are left out."""
    ending = {"accounts.sign_out", "accounts_api.end_session"}
    return [door for door in DOORS if door.kind != "socket" and door.endpoint not in ending]


class TestNoDoorFails:
    def test_for_anyone_on_any_page_without_a_row(self, app: Flask, land: Country) -> None:
        failed = []
        for who in (None, *land.tokens):
            browser = app.test_client()
            if who:
                browser.set_cookie(SESSION_COOKIE, land.tokens[who])
            for door in of_http():
                if door.writes or names_in(door) or (who in STRANGERS and is_dull(door)):
                    continue
                status = browser.get(address(door)).status_code
                if status >= 500 or (status == 401 and who):
                    failed.append((who, door.name, status))
        assert failed == []

    def test_for_a_row_that_is_not_there(self, app: Flask, land: Country) -> None:
        wrong = []
        people = [None, *land.tokens]
        for number, door in enumerate(door for door in of_http() if names_in(door)):
            # A visitor and one of the others at each door, all of them at all the doors together.
            for who in (None, people[1 + number % (len(people) - 1)]):
                browser = app.test_client()
                if who:
                    browser.set_cookie(SESSION_COOKIE, land.tokens[who])
                path = address(door, **dict.fromkeys(names_in(door), new_id()))
                status = browser.open(path, method=door.name.split(" ")[0]).status_code
                asked = () if who or is_open_to_visitors(door.needs) else (302, 401)
                if status not in (404, *asked):
                    wrong.append((who, door.name, status))
        assert wrong == []


def is_dull(door: Door) -> bool:
    """Pages that are the same for everybody need not be drawn for each stranger."""
    return is_open_to_visitors(door.needs)


class TestARowOfOthers:
    def test_is_not_there_for_a_stranger(self, land: Country) -> None:
        seen = []
        for door in DOORS:
            if not ids_of(door) or not ids_of(door) <= set(land.private):
                continue
            if door.endpoint in PUBLIC_BY_DESIGN:
                continue
            for who in STRANGERS:
                said = enter(door, land.actors[who], land.private)
                if said != NotFound.__name__:
                    seen.append((who, door.name, said))
        assert seen == []

    def test_is_nothing_a_visitor_hears_of(self, land: Country) -> None:
        seen = []
        for door in DOORS:
            if not ids_of(door) or not ids_of(door) <= set(land.private):
                continue
            if door.endpoint in PUBLIC_BY_DESIGN:
                continue
            there = enter(door, Actor.nobody(), land.private)
            not_there = enter(door, Actor.nobody(), dict.fromkeys(land.private, new_id()))
            if there != not_there or there not in (NotFound.__name__, Unauthenticated.__name__):
                seen.append((door.name, there, not_there))
        assert seen == []

    def test_is_there_for_those_it_belongs_to(self, land: Country) -> None:
        """Otherwise the walks above would prove nothing."""
        owners = [land.actors[who] for who in country.OURS]
        reached = set()
        for door in DOORS:
            ids = ids_of(door)
            if not ids or not ids <= set(land.private) or door.endpoint in PUBLIC_BY_DESIGN:
                continue
            if any(enter(door, owner, land.private) == "in" for owner in owners):
                reached |= ids
        assert set(land.private) - reached == set()

    def test_is_not_heard_by_a_stranger(self, land: Country) -> None:
        heard = []
        rows = {"account": land.actors["worker"].account_id, "fair": land.private["fair_id"]}
        for kind, listening in audiences.LISTENINGS.items():
            row = rows.get(kind) or land.private.get(f"{kind}_id")
            if row is None:
                continue
            for who in (*STRANGERS, None):
                actor = land.actors[who] if who else Actor.nobody()
                with unit_of_work.reading(actor) as uow:
                    try:
                        sockets._audience_of(uow, actor, Listen(audience=kind, id=row))
                    except LianpinError:
                        continue
                    heard.append((who, kind, listening.needs))
        assert heard == []


class TestARole:
    def test_has_nothing_that_is_anothers(self, land: Country) -> None:
        held = []
        for who, needs in (
            ("auditor", "workers:worker:list"),
            ("administrator", "workers:worker:list"),
            ("administrator", "enterprises:enterprise:list"),
            ("officer", "enterprises:enterprise:list"),
            ("recruiter", "workers:worker:list"),
        ):
            (permission,) = {door.needs for door in DOORS if door.needs == needs}
            with unit_of_work.reading(land.actors[who]) as uow:
                if allows(uow, land.actors[who], permission):
                    held.append((who, needs))
        assert held == []
