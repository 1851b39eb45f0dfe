"""Hashed assets: every page says keys, the manifest knows the files."""

import json
from pathlib import Path

import pytest
from flask import Flask

from server.core.assets import Assets, AssetsMissing, is_immutable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A built folder with one style sheet, two scripts and one icon."""
    manifest = {
        "files": {
            "css/app": "css/app-0123456789.css",
            "js/core/socket": "js/core/socket-ABCDEFGH.js",
            "js/interviews/queue": "js/interviews/queue-ABCDEFGH.js",
            "img/icons.svg": "img/icons-0123456789.svg",
        },
        "needs": {"js/interviews/queue": ["js/core/socket"]},
        "icons": ["camera"],
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return tmp_path


class TestUrl:
    def test_a_key_becomes_the_hashed_address(self, folder: Path) -> None:
        assert Assets(folder).url("css/app") == "/static/dist/css/app-0123456789.css"

    def test_an_unknown_key_is_named(self, folder: Path) -> None:
        with pytest.raises(AssetsMissing, match="css/other"):
            Assets(folder).url("css/other")

    def test_a_missing_build_says_what_to_run(self, tmp_path: Path) -> None:
        with pytest.raises(AssetsMissing, match="npm run build"):
            Assets(tmp_path).url("css/app")


class TestScript:
    def test_what_a_script_needs_is_loaded_before_it_and_only_once(self, folder: Path) -> None:
        assets = Assets(folder)
        with Flask("test").app_context():
            first = assets.script("interviews/queue")
            again = assets.script("interviews/queue")

        assert first.index("socket") < first.index("queue")
        assert first.count("<script") == 2
        assert again == ""


class TestIcon:
    def test_an_icon_alone_is_hidden_from_screen_readers(self, folder: Path) -> None:
        assert 'aria-hidden="true"' in Assets(folder).icon("camera")

    def test_a_label_is_escaped(self, folder: Path) -> None:
        assert 'aria-label="&lt;b&gt;"' in Assets(folder).icon("camera", "<b>")

    def test_an_icon_that_was_not_built_is_named(self, folder: Path) -> None:
        with pytest.raises(AssetsMissing, match="anchor"):
            Assets(folder).icon("anchor")


class TestImmutable:
    def test_a_hashed_name_may_be_kept_for_ever(self) -> None:
        assert is_immutable("", "/static/dist/css/app-0123456789.css")
        assert is_immutable("", "/static/dist/js/core/base-ABCDEFGH.js.map")

    def test_the_manifest_may_not(self) -> None:
        assert not is_immutable("", "/static/dist/manifest.json")
