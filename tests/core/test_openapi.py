"""The description of the API is one that a generator can use."""

import json
import re

import pytest
from flask.testing import FlaskClient
from pydantic import Field

from server.core import openapi
from server.core.doors import Door
from server.core.permissions import PUBLIC
from server.core.schemas import Payload


def _described(client: FlaskClient) -> dict:
    return client.get("/api/v1/openapi.json").get_json()


class TestTheDescription:
    def test_every_reference_leads_somewhere(self, client: FlaskClient) -> None:
        text = json.dumps(_described(client))
        known = _described(client)["components"]["schemas"]
        named = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
        assert named - set(known) == set()
        assert "#/$defs/" not in text

    def test_every_blank_of_a_path_is_described(self, client: FlaskClient) -> None:
        for path, operations in _described(client)["paths"].items():
            assert "<" not in path
            for operation in operations.values():
                described = {
                    parameter["name"]
                    for parameter in operation.get("parameters", [])
                    if parameter["in"] == "path"
                }
                assert described == set(re.findall(r"{(\w+)}", path))

    def test_payloads_of_one_name_are_told_apart(self, monkeypatch: pytest.MonkeyPatch) -> None:
        one = type("Same", (Payload,), {"__annotations__": {"a": int}, "__module__": "one"})
        two = type("Same", (Payload,), {"__annotations__": {"b": int}, "__module__": "two"})
        doors = [_door(f"POST /{name}", model) for name, model in (("one", one), ("two", two))]
        monkeypatch.setattr(openapi, "DOORS", doors)
        described = openapi.describe()
        for path, field in (("/api/v1/one", "a"), ("/api/v1/two", "b")):
            body = described["paths"][path]["post"]["requestBody"]
            name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            assert set(described["components"]["schemas"][name]["properties"]) == {field}

    def test_a_query_says_what_it_must_have(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Wanted(Payload):
            q: str
            limit: int = Field(default=5, le=9)

        monkeypatch.setattr(openapi, "DOORS", [_door("GET /things/<int:number>", Wanted)])
        parameters = openapi.describe()["paths"]["/api/v1/things/{number}"]["get"]["parameters"]
        assert [(each["name"], each["required"]) for each in parameters] == [
            ("number", True),
            ("q", True),
            ("limit", False),
        ]
        assert parameters[0]["schema"]["type"] == "integer"


def _door(name: str, payload: type[Payload]) -> Door:
    return Door(
        kind="api",
        name=name,
        handler=_door,
        needs=PUBLIC,
        on=None,
        payload=payload,
        writes=name.startswith("POST"),
        endpoint=name,
    )
