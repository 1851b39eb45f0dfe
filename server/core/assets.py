"""Scripts, styles, drawings and icons that `npm run build` made, under their hashed names.

Templates say `{{ asset("css/app") }}`, `{{ script("interviews/queue") }}`, `{{ icon("camera") }}`.
Everything but the manifest carries a hash of its content in its name, so a browser may keep it
for ever.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, g
from markupsafe import Markup, escape

FOLDER = Path(__file__).resolve().parents[2] / "static" / "dist"
"""What is served, and nothing else of static/ is."""
URL_PREFIX = "/static/dist"

_HASHED = re.compile(r"-[0-9A-Za-z]{8,10}\.(css|js|svg|png|webp|map|js\.map)$")


class AssetsMissing(RuntimeError):
    """The front end was not built, or a page asks for something that was not built."""


@dataclass(frozen=True)
class Manifest:
    """What the last build made."""

    files: dict[str, str]
    """Key (`js/interviews/queue`) to hashed file name."""
    needs: dict[str, list[str]]
    """Script key to the shared bundles that must run before it."""
    icons: frozenset[str]
    """The names in the icon sprite."""
    made_at: int
    """The manifest's modification time in nanoseconds: a rebuild is noticed by it."""


class Assets:
    """Reads the manifest once, and again when a rebuild has replaced it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._manifest: Manifest | None = None

    def manifest(self) -> Manifest:
        """The current manifest.

        :raises AssetsMissing: when there is none
        """
        path = self._folder / "manifest.json"
        try:
            made_at = path.stat().st_mtime_ns
            if self._manifest is None or self._manifest.made_at != made_at:
                read: dict[str, Any] = json.loads(path.read_text("utf-8"))
                self._manifest = Manifest(
                    read["files"], read["needs"], frozenset(read["icons"]), made_at
                )
        except FileNotFoundError:
            raise AssetsMissing(
                "The front end is not built: run `npm ci && npm run build` (`make setup` does it)."
            ) from None
        return self._manifest

    def url(self, key: str) -> str:
        """The address of what `key` names: `css/app`, `img/logo.svg`, `js/core/base`."""
        try:
            return f"{URL_PREFIX}/{self.manifest().files[key]}"
        except KeyError:
            raise AssetsMissing(
                f"“{key}” is not among the built assets: is the file under static/ named so, "
                "and was `npm run build` run since?"
            ) from None

    def script(self, name: str) -> Markup:
        """Script tags for a page's script and what it needs; each file at most once a page."""
        key = f"js/{name}"
        shown: set[str] = g.setdefault("scripts_shown", set()) if g else set()
        tags = []
        for wanted in [*self.manifest().needs.get(key, []), key]:
            if wanted not in shown:
                shown.add(wanted)
                tags.append(f'<script src="{self.url(wanted)}" defer></script>')
        return Markup("\n".join(tags))  # noqa: S704 -- names come from our own build

    def icon(self, name: str, label: str = "") -> Markup:
        """An icon of static/icons.json; without a label it is hidden from screen readers."""
        if name not in self.manifest().icons:
            raise AssetsMissing(f"“{name}” is not in static/icons.json.")
        told = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
        return Markup(  # noqa: S704 -- the label is escaped above, the rest is ours
            f'<svg class="icon" {told}><use href="{self.url("img/icons.svg")}#{name}"></use></svg>'
        )


def is_immutable(path: str, url: str) -> bool:
    """Whether a file of `FOLDER` may be kept for ever (WhiteNoise's `immutable_file_test`)."""
    return _HASHED.search(url) is not None


def init_assets(app: Flask) -> Assets:
    """Give templates `asset`, `script` and `icon`."""
    assets = Assets()
    app.jinja_env.globals.update(asset=assets.url, script=assets.script, icon=assets.icon)
    return assets
