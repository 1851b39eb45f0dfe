"""The blueprint that the pages of fairs share, and the words their templates need."""

from typing import Any

from server.core.http import Pages
from server.core.http import render as core_render
from server.fairs import wording

pages = Pages("fairs")


def render(template: str, **values: Any) -> str:
    """A template of this domain, with the names of kinds and states."""
    return core_render(f"fairs/{template}", words=wording, **values)
