import subprocess
import sys
from pathlib import Path

import pytest

from tools import import_rules
from tools.import_rules import refusal
from tools.places import ROOT

pytestmark = pytest.mark.any_database


class TestTheRings:
    @pytest.mark.parametrize(
        ("file", "module"),
        [
            ("services", "server.fairs.models"),
            ("services", "server.fairs.queries"),
            ("tasks", "server.fairs.services"),
            ("pages", "server.fairs.schemas"),
            ("events", "server.core.events"),
            ("services", "server.jobs.services"),
            ("pages", "server.jobs.queries"),
            ("pages", "server.jobs.pages"),
            ("models", "server.jobs.events"),
            ("schedule", "datetime"),
            ("schedule", "server.fairs.models"),
        ],
    )
    def test_let_a_file_import_what_is_below_it(self, file, module):
        assert refusal("fairs", file, module) is None

    @pytest.mark.parametrize(
        ("file", "module"),
        [
            ("errors", "server.fairs.models"),
            ("models", "server.fairs.services"),
            ("permissions", "server.fairs.queries"),
            ("queries", "server.fairs.services"),
            ("services", "server.fairs.pages"),
            ("models", "server.jobs.queries"),
            ("services", "server.jobs.pages"),
            ("schedule", "sqlalchemy.orm"),
            ("schedule", "flask.request"),
            ("timestamps", "server.fairs.services"),
        ],
    )
    def test_refuse_what_is_above(self, file, module):
        assert refusal("fairs", file, module)


class TestTheHouse:
    def test_keeps_its_rings(self):
        found = [str(breach) for breach in import_rules.breaches(ROOT / "server")]
        assert found == []

    def test_keeps_the_order_of_its_domains(self):
        lint = Path(sys.executable).with_name("lint-imports")
        done = subprocess.run(
            [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout

    @pytest.mark.parametrize("module", ["webrtc.tokens", "webrtc.control.client"])
    def test_opens_the_media_node_to_the_server_by_two_light_files(self, module):
        heavy = "{'aiortc', 'asyncio', 'aiohttp'}"
        script = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.stdout.strip() == "[]", done.stderr

    def test_lets_no_other_file_of_the_media_node_into_the_server(self):
        allowed = ("webrtc.tokens", "webrtc.control.client", "webrtc.control.signature")
        found = [
            f"{path}:{line}: {module}"
            for path in sorted((ROOT / "server").rglob("*.py"))
            for line, module in import_rules._imports(path)
            if module.split(".")[0] == "webrtc" and not module.startswith(allowed)
        ]
        assert found == []
