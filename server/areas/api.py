"""Areas as JSON; the picker asks here. They are public knowledge and change once a year."""

from typing import Any

from flask import Response, make_response

from server.areas import queries
from server.areas.errors import AreaUnknown
from server.areas.models import Area
from server.areas.schemas import AreaOut, AreasOut, PathOut, Wanted
from server.core.http import Api
from server.core.identity import Actor
from server.core.permissions import PUBLIC
from server.core.unit_of_work import UnitOfWork

api = Api("areas")
KEPT_S = 3600
"""A browser may keep an answer this long."""


@api.get("/areas", needs=PUBLIC, payload=Wanted)
def list_areas(uow: UnitOfWork, actor: Actor, wanted: Wanted) -> Any:
    """What was typed, or what lies directly below an area, or the provinces."""
    if wanted.q:
        found = queries.search(
            uow, wanted.q, level=wanted.level, within=wanted.within, limit=wanted.limit
        )
    else:
        found = queries.list_children(uow, wanted.within)
        found = [area for area in found if wanted.level in (None, area.level)]
    return _kept(AreasOut(areas=_out(uow, found)))


def area_path(uow: UnitOfWork, actor: Actor, code: str) -> list[Area]:
    """The areas down to `code`; raises `AreaUnknown`."""
    path = queries.path_of(uow, code)
    if not path:
        raise AreaUnknown
    return path


@api.get("/areas/<code>", needs=PUBLIC, on=area_path)
def show_area(uow: UnitOfWork, actor: Actor, path: list[Area]) -> Any:
    """One area with everything above it."""
    return _kept(PathOut(path=_out(uow, path)))


def _out(uow: UnitOfWork, areas: list[Area]) -> list[AreaOut]:
    parents = queries.with_children(uow, areas)
    return [AreaOut.of(area, has_children=area.code in parents) for area in areas]


def _kept(body: AreasOut | PathOut) -> Response:
    response = make_response(body.model_dump(mode="json"))
    response.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
    return response
