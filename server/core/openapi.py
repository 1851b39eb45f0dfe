"""`/api/v1/openapi.json`, generated from the doors: what they take is declared there already."""

import re
from typing import Any

from flask import Blueprint, Response, jsonify
from pydantic.json_schema import models_json_schema

from server.core.doors import DOORS, Door
from server.core.http import MAX_KEY

blueprint = Blueprint("openapi", __name__)
_PATH_VALUE = re.compile(r"<(?:(?P<kind>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")
_REF = "#/components/schemas/{model}"


@blueprint.get("/api/v1/openapi.json")
def show() -> Response:
    """The description of the JSON API (OpenAPI 3.1)."""
    return jsonify(describe())


def describe() -> dict[str, Any]:
    """The description as a dictionary."""
    doors = [door for door in DOORS if door.kind == "api"]
    models = {door.payload for door in doors if door.payload is not None}
    references, schemas = models_json_schema(
        [(model, "validation") for model in sorted(models, key=lambda m: m.__name__)],
        ref_template=_REF,
    )
    # Two domains may name a payload alike; the references say under which name each is kept.
    schema_of = {model: references[model, "validation"] for model in models}
    definitions = schemas.get("$defs", {})
    definitions["Problem"] = _PROBLEM
    paths: dict[str, dict[str, Any]] = {}
    for door in doors:
        method, rule = door.name.split(" ", 1)
        path = "/api/v1" + _PATH_VALUE.sub(r"{\g<name>}", rule)
        taken = schema_of[door.payload] if door.payload else None
        paths.setdefault(path, {})[method.lower()] = _operation(door, rule, taken)
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
        "details": {"type": "object"},
    },
}


_PATH_SCHEMAS = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0},
    "float": {"type": "number"},
}
"""What Flask's converters let through; the others take text."""

_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same command has one effect and gives the same answer.",
    "schema": {"type": "string", "maxLength": MAX_KEY},
}


def _operation(door: Door, rule: str, taken: Any) -> dict[str, Any]:
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
            "schema": _PATH_SCHEMAS.get(match["kind"] or "", {"type": "string"}),
        }
        for match in _PATH_VALUE.finditer(rule)
    ]
    if door.payload is not None and not door.writes:
        schema = door.payload.model_json_schema(ref_template=_REF)
        required = schema.get("required", [])
        parameters += [
            {"name": name, "in": "query", "required": name in required, "schema": field}
            for name, field in schema.get("properties", {}).items()
        ]
    if door.writes and door.idempotent:
        parameters.append(_IDEMPOTENCY_KEY)
    if parameters:
        operation["parameters"] = parameters
    if door.payload is not None and door.writes:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": taken}},
        }
    return operation
