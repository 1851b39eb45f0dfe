import json

import pytest

from server.core.doctor import Level, configuration, database, files, media_node
from server.core.settings import Settings
from tests.house.programs import MEDIA, environment, flask, running

KEYS = {"secret_key": "s" * 40, "field_key": "f" * 40, "media_key": "m" * 40}


@pytest.fixture
def conf(tmp_path):
    """Settings of a production that is as it should be, changed by keyword."""

    def make(**changes) -> Settings:
        wanted = {
            "demo": False,
            "data_dir": tmp_path,
            "public_url": "https://fair.example.cn",
            "media_url": "https://media.example.cn",
            "trusted_hosts": ["fair.example.cn"],
            "trusted_proxies": 1,
            "sms": "aliyun",
            "timestamp_url": "https://tsa.example.cn",
            "database_url": f"sqlite:///{tmp_path / 'lianpin.db'}",
            "redis_url": "",
            **KEYS,
        }
        return Settings(**(wanted | changes))

    return make


def codes(findings, level: Level) -> set[str]:
    return {finding.code for finding in findings if finding.level is level}


class TestTheConfiguration:
    def test_of_a_proper_production_has_no_fault(self, conf):
        proper = conf()
        found = [
            *configuration.refusals(proper),
            *configuration.addresses(proper),
            *configuration.trial(proper),
        ]
        assert {finding.level for finding in found} == {Level.OK}

    @pytest.mark.parametrize("name", KEYS)
    def test_with_a_weak_secret_names_it(self, conf, name):
        [finding] = configuration.refusals(conf(**{name: "short"}))
        assert finding.level is Level.ERROR
        assert f"LIANPIN_{name.upper()}" in finding.text
        assert "short\n" not in finding.text

    def test_with_eventlet_on_sqlite_says_why_not(self, conf):
        [finding] = configuration.refusals(conf(async_mode="eventlet"))
        assert "needs PostgreSQL" in finding.text

    @pytest.mark.parametrize("name", ["public_url", "media_url"])
    def test_without_https_says_that_there_is_no_camera(self, conf, name):
        found = list(configuration.addresses(conf(**{name: "http://fair.example.cn"})))
        assert codes(found, Level.ERROR) == {"address.not_https"}

    def test_with_a_media_address_of_this_machine_says_who_cannot_reach_it(self, conf):
        found = list(configuration.addresses(conf(media_url="https://127.0.0.1:8100")))
        assert "address.media_local" in codes(found, Level.ERROR)

    def test_on_this_machine_alone_needs_no_https(self, conf):
        local = conf(public_url="http://localhost:8000", media_url="http://localhost:8100")
        assert not codes(configuration.addresses(local), Level.ERROR)

    def test_of_demo_mode_in_public_is_an_error(self, conf):
        assert codes(configuration.trial(conf(demo=True)), Level.ERROR) == {"trial.demo"}

    def test_with_the_embedded_authority_says_that_it_is_for_trial(self, conf):
        found = list(configuration.trial(conf(timestamp_url="")))
        assert codes(found, Level.WARNING) == {"trial.timestamps"}

    def test_with_a_mistyped_name_asks_what_was_meant(self, conf, monkeypatch):
        monkeypatch.setenv("LIANPIN_DATABSE_URL", "postgresql://")
        found = {finding.text: finding.do for finding in configuration.unknown_names(conf())}
        asked = found["LIANPIN_DATABSE_URL is no setting of ours."]
        assert asked == "Did you mean LIANPIN_DATABASE_URL?"


class TestTheDatabase:
    def test_that_is_not_there_is_named_without_its_password(self, conf):
        address = "postgresql://lianpin:geheim@127.0.0.1:9/lianpin"
        found = list(database.database(conf(database_url=address)))
        assert codes(found, Level.ERROR) == {"database.unreachable"}
        assert not any("geheim" in finding.text + finding.do for finding in found)

    def test_that_is_empty_is_behind(self, conf):
        found = list(database.database(conf()))
        assert "database.behind" in codes(found, Level.ERROR)
        assert {"database.reachable", "database.sqlite"} <= codes(found, Level.OK)

    def test_with_the_sqlite_of_a_wal_that_loses_pages_says_so(self, conf, monkeypatch):
        monkeypatch.setattr(database, "SAFE_SQLITE", (99, 0, 0))
        assert "database.sqlite_unsafe" in codes(database.database(conf()), Level.ERROR)

    def test_without_its_redis_says_so(self, conf):
        found = list(database.wake_up(conf(redis_url="redis://127.0.0.1:9/0")))
        assert codes(found, Level.ERROR) == {"redis.unreachable"}


class TestFiles:
    def test_that_cannot_be_written_are_named(self, conf, tmp_path):
        (tmp_path / "taken").write_text("a file where the folder should be")
        found = list(files.storage(conf(storage_url=f"file://{tmp_path / 'taken'}")))
        assert codes(found, Level.ERROR) == {"storage.not_writable"}

    def test_that_were_never_built_are_named(self, conf, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "ROOT", tmp_path)
        found = codes(files.built(conf()), Level.ERROR)
        assert found == {
            f"built.{name}_missing" for name in ("assets", "messages", "areas", "fonts")
        }


class TestTheMediaNode:
    def test_that_does_not_answer_is_named(self, conf):
        found = list(media_node.media_node(conf(media_control_url="http://127.0.0.1:9")))
        assert codes(found, Level.ERROR) == {"media.unreachable"}

    def test_with_our_key_and_time_is_well(self, conf, a_media_node):
        local = conf(public_url="http://127.0.0.1:8000", media_control_url=a_media_node)
        found = list(media_node.media_node(local))
        assert not codes(found, Level.ERROR)
        assert {"media.key_agrees", "media.clock_agrees"} <= codes(found, Level.OK)

    def test_with_another_key_is_named(self, conf, a_media_node):
        other = conf(media_key="x" * 40, media_control_url=a_media_node)
        assert "media.key" in codes(media_node.media_node(other), Level.ERROR)

    def test_that_announces_loopback_only_is_named(self, conf, a_media_node):
        found = list(media_node.media_node(conf(media_control_url=a_media_node)))
        assert "media.loopback" in codes(found, Level.ERROR)

    @pytest.fixture
    def a_media_node(self, tmp_path, free_port):
        port = free_port()
        found = environment(
            tmp_path,
            MEDIA_PORT=port,
            MEDIA_UDP_PORT=free_port(),
            LIANPIN_MEDIA_KEY=KEYS["media_key"],
            LIANPIN_MEDIA_ADDRESSES="127.0.0.1",
        )
        with running(MEDIA, found, f"http://127.0.0.1:{port}/readyz"):
            yield f"http://127.0.0.1:{port}"


class TestTheCommand:
    def test_says_everything_as_json_with_exit_code_1(self, tmp_path):
        found = environment(tmp_path, LIANPIN_MEDIA_CONTROL_URL="http://127.0.0.1:9")
        done = flask(found, "doctor", "--json")
        told = json.loads(done.stdout)
        assert done.returncode == 1
        assert told["healthy"] is False
        assert "media.unreachable" in {finding["code"] for finding in told["findings"]}

    def test_speaks_even_when_the_settings_cannot_start(self, tmp_path):
        done = flask(environment(tmp_path, LIANPIN_DEMO="false"), "doctor")
        assert done.returncode == 1
        assert "LIANPIN_SECRET_KEY" in done.stdout
        assert "database.behind" not in done.stdout
        assert "The background worker" in done.stdout or "db upgrade" in done.stdout
