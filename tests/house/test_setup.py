import json

import pytest

from tools import environment, places, stamps, steps
from tools.commands.requirements import FILES
from tools.environment import Ports
from tools.places import ROOT
from tools.say import Refusal
from tools.stamps import Step, bring_up_to_date

pytestmark = pytest.mark.any_database


@pytest.fixture
def somewhere(tmp_path, monkeypatch):
    """A repository of its own, with one input."""
    monkeypatch.setattr(places, "ROOT", tmp_path)
    monkeypatch.setattr(places, "SETUP", tmp_path / ".setup")
    (tmp_path / "input.txt").write_text("one")
    return tmp_path


def a_step(somewhere, done: list[str], **changes) -> Step:
    def action():
        done.append("made")
        (somewhere / "output").write_text("made")

    wanted = {
        "name": "thing",
        "doing": "Making a thing",
        "inputs": ["*.txt"],
        "outputs": [somewhere / "output"],
        "action": action,
    }
    return Step(**(wanted | changes))


class TestAStep:
    def test_is_done_once(self, somewhere):
        done: list[str] = []
        bring_up_to_date([a_step(somewhere, done)])
        bring_up_to_date([a_step(somewhere, done)])
        assert done == ["made"]

    def test_is_done_again_when_an_input_changes(self, somewhere):
        done: list[str] = []
        bring_up_to_date([a_step(somewhere, done)])
        (somewhere / "input.txt").write_text("two")
        bring_up_to_date([a_step(somewhere, done)])
        assert len(done) == 2

    def test_is_done_again_when_an_input_is_added(self, somewhere):
        done: list[str] = []
        bring_up_to_date([a_step(somewhere, done)])
        (somewhere / "second.txt").write_text("")
        bring_up_to_date([a_step(somewhere, done)])
        assert len(done) == 2

    def test_is_done_again_when_its_result_is_gone(self, somewhere):
        done: list[str] = []
        bring_up_to_date([a_step(somewhere, done)])
        (somewhere / "output").unlink()
        bring_up_to_date([a_step(somewhere, done)])
        assert len(done) == 2

    def test_is_done_again_with_another_version_of_a_tool(self, somewhere):
        done: list[str] = []
        bring_up_to_date([a_step(somewhere, done, versions=["v20"])])
        bring_up_to_date([a_step(somewhere, done, versions=["v22"])])
        assert len(done) == 2

    def test_that_failed_is_tried_again(self, somewhere):
        def fail():
            raise Refusal("no network")

        with pytest.raises(Refusal):
            bring_up_to_date([a_step(somewhere, [], action=fail)])
        done: list[str] = []
        bring_up_to_date([a_step(somewhere, done)])
        assert done == ["made"]


class TestTheEnvironmentOfMakeRun:
    def test_comes_from_the_environment_then_from_dot_env(self, tmp_path, monkeypatch):
        monkeypatch.setattr(places, "ROOT", tmp_path)
        monkeypatch.setenv("LIANPIN_SMS", "aliyun")
        (tmp_path / ".env").write_text("LIANPIN_SMS=demo\nLIANPIN_LOG_FORMAT=json  # for us\n")
        found = environment.load()
        assert found["LIANPIN_SMS"] == "aliyun"
        assert found["LIANPIN_LOG_FORMAT"] == "json"

    def test_is_demo_mode_on_a_first_start(self, tmp_path, monkeypatch):
        monkeypatch.setattr(places, "ROOT", tmp_path)
        monkeypatch.delenv("LIANPIN_DEMO", raising=False)
        assert environment.load()["LIANPIN_DEMO"] == "true"
        assert "LIANPIN_DEMO=true" in (tmp_path / ".env").read_text()

    def test_makes_the_three_programs_agree(self):
        where = Ports(host="127.0.0.1", web=9000, media=9100, media_udp=9101)
        found = environment.complete({}, where)
        assert found["LIANPIN_PUBLIC_URL"] == "http://127.0.0.1:9000"
        assert found["LIANPIN_MEDIA_URL"] == "http://127.0.0.1:9100"
        assert found["LIANPIN_MEDIA_WEBHOOK_URL"].startswith("http://127.0.0.1:9000/")
        assert "http://127.0.0.1:9000" in found["LIANPIN_WEB_ORIGINS"].split(",")

    def test_gives_the_media_node_the_key_that_the_server_made(self, tmp_path):
        (tmp_path / "secrets.json").write_text(json.dumps({"media_key": "k" * 40}))
        given = {"LIANPIN_DATA_DIR": str(tmp_path)}
        assert environment.with_media_key(given)["LIANPIN_MEDIA_KEY"] == "k" * 40

    def test_refuses_a_line_that_is_no_setting(self):
        with pytest.raises(Refusal, match=r"^Line 2 of \.env is not NAME=value"):
            environment.parse("LIANPIN_DEMO=true\nexport it\n")


class TestRequirements:
    @pytest.mark.parametrize("name", FILES.values())
    def test_are_pinned_hashed_and_name_no_address(self, name):
        text = (ROOT / name).read_text()
        pins = [line for line in text.splitlines() if line and line[0] not in "# "]
        assert pins
        assert all("==" in pin for pin in pins)
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text
        assert "--index" not in text

    def test_of_tests_are_those_of_production_and_more(self):
        def pins(name):
            lines = (ROOT / name).read_text().splitlines()
            return {line.split("\\")[0].strip() for line in lines if line and line[0] not in "# "}

        assert pins("requirements.txt") <= pins("requirements-dev.txt")


class TestSetUp:
    def test_asks_no_registry_when_nothing_has_changed(self, monkeypatch):
        monkeypatch.setattr(Step, "is_fresh", lambda _step: True)
        monkeypatch.setattr(steps, "run_logged", pytest.fail)
        monkeypatch.setattr(steps, "_venv_is_ours", lambda: True)
        steps.set_up(for_tests=True)

    def test_gives_every_step_a_stamp_of_its_own(self):
        found = [*steps._front_end(), *steps._data(), steps._messages()]
        assert len({each.name for each in found}) == len(found)
        assert stamps.Step is Step
