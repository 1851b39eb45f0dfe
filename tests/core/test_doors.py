"""Every door declares what it needs; the app is walked through as it is."""

import inspect

import pytest
from flask import Flask

from server.core.doors import DOORS
from server.core.permissions import RULES, Open, Permission

UNDECLARED = {"static", "health.healthz", "health.readyz", "health.show_metrics", "openapi.show"}
"""Routes for machines that are no doors: no data of a person stands behind them."""


class TestEveryDoor:
    def test_every_route_is_a_door(self, app: Flask) -> None:
        doors = {door.endpoint for door in DOORS if door.kind != "socket"}
        stray = set(app.view_functions) - doors - UNDECLARED
        assert stray == set()

    def test_every_door_names_a_permission_that_has_a_rule(self, app: Flask) -> None:
        lawless = [
            door.name
            for door in DOORS
            if not isinstance(door.needs, Open) and door.needs not in RULES
        ]
        assert lawless == []

    def test_every_permission_that_is_declared_has_a_rule(self, app: Flask) -> None:
        declared = {member for kind in Permission.__subclasses__() for member in kind}
        assert declared - set(RULES) == set()

    def test_every_handler_takes_what_its_door_hands_over(self, app: Flask) -> None:
        wrong = []
        for door in DOORS:
            handed = 2 + (door.on is not None) + (door.payload is not None)
            offered = inspect.signature(door.handler).parameters.values()
            # A form that is shown again is called without what the page itself was asked with.
            needed = [one for one in offered if one.default is inspect.Parameter.empty]
            if not len(needed) <= handed <= len(offered):
                wrong.append(door.name)
        assert wrong == []

    def test_two_doors_never_share_a_name(self, app: Flask) -> None:
        names = [(door.kind, door.endpoint or door.name) for door in DOORS]
        assert len(names) == len(set(names))


class TestAForgedForm:
    @pytest.mark.parametrize("path", ["/sign-out"])
    def test_a_form_without_its_token_is_refused_in_words(self, app: Flask, path: str) -> None:
        app.config["WTF_CSRF_ENABLED"] = True
        answer = app.test_client().post(path)
        app.config["WTF_CSRF_ENABLED"] = False
        assert answer.status_code == 400
        assert "请再提交一次" in answer.text or "send it again" in answer.text
