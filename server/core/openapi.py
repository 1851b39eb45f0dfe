"""`/api/v1/openapi.json`, generated from the doors: what they take is declared there already."""

import re
from typing import Any

from flask import Blueprint, Response, jsonify
from pydantic.json_schema import models_json_schema

from server.core.doors import DOORS, Door

blueprint = Blueprint("openapi", __name__)
_PATH_VALUE = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_REF = "#/components/schemas/{model}"


@blueprint.get("/api/v1/openapi.json")
def show() -> Response:
    """The description of the JSON API (OpenAPI 3.1)."""
    return jsonify(describe())


def describe() -> dict[str, Any]:
    """The description as a dictionary."""
    doors = [door for door in DOORS if door.kind == "api"]
    models = {door.payload for door in doors if door.payload is not None}
    _, schemas = models_json_schema(
        [(model, "validation") for model in sorted(models, key=lambda m: m.__name__)],
        ref_template=_REF,
    )
    definitions = schemas.get("$defs", {})
    definitions["Problem"] = _PROBLEM
    paths: dict[str, dict[str, Any]] = {}
    for door in doors:
        method, rule = door.name.split(" ", 1)
        path = "/api/v1" + _PATH_VALUE.sub(r"{\g<name>}", rule)
        paths.setdefault(path, {})[method.lower()] = _operation(door, rule)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lianpin", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": definitions,
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "lianpin_session"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def _operation(door: Door, rule: str) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": door.endpoint,
        "summary": (door.handler.__doc__ or door.endpoint).strip().splitlines()[0],
        "x-permission": str(door.needs),
        "responses": {
            "default": {
                "description": "A refusal as problem details",
                "content": {
                    "application/problem+json": {"schema": {"$ref": _REF.format(model="Problem")}}
                },
            },
            "200": {"description": "Done", "content": {"application/json": {"schema": {}}}},
        },
    }
    if door.needs != "public":
        operation["security"] = [{"session": []}, {"bearer": []}]
    parameters = [
        {
            "name": match["name"],
            "in": "path",
            "required": True,
            "schema": {"type": "string", "format": "uuid"}
            if match["kind"] == "uuid"
            else {"type": "string"},
        }
        for match in _PATH_VALUE.finditer(rule)
    ]
    if door.payload is not None and not door.writes:
        properties = door.payload.model_json_schema(ref_template=_REF).get("properties", {})
        parameters += [
            {"name": name, "in": "query", "required": False, "schema": schema}
            for name, schema in properties.items()
        ]
    if parameters:
        operation["parameters"] = parameters
    if door.payload is not None and door.writes:
        schema = {"$ref": _REF.format(model=door.payload.__name__)}
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return operation
