import re

import pytest
import sqlalchemy as sa

from server.core import migrations
from server.core.db import make_engine
from tests.house.databases import fresh_database
from tests.house.programs import environment, flask


@pytest.fixture
def engine(tmp_path, application):
    """An empty database; `application` has loaded every model."""
    with fresh_database("lianpin_migrations", tmp_path) as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


class TestTheVersions:
    def test_go_up_down_and_up_again(self, engine):
        migrations.upgrade(engine)
        assert migrations.refusal(engine) is None
        migrations.downgrade(engine, "base")
        assert set(sa.inspect(engine).get_table_names()) <= {"alembic_version"}
        migrations.upgrade(engine)
        assert migrations.refusal(engine) is None

    def test_say_what_the_models_say(self, engine):
        migrations.upgrade(engine)
        assert migrations.differences(engine) == []

    def test_have_one_newest(self):
        assert len(migrations.heads()) == 1

    def test_have_dated_names_and_a_sentence(self):
        files = sorted((migrations.FOLDER / "versions").glob("*.py"))
        for file in files:
            assert re.fullmatch(r"\d{4}_\d{2}_\d{2}_\d{4}_[a-z0-9_]+\.py", file.name)
            assert re.match(r'"""[A-Z].+\.\n?', file.read_text())


class TestADatabaseThatDoesNotFit:
    def test_is_behind_when_it_is_empty(self, engine):
        assert "run: flask --app wsgi db upgrade" in str(migrations.refusal(engine))

    def test_is_ahead_when_newer_code_made_it(self, engine):
        migrations.upgrade(engine)
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = 'f00d'"))
        assert "made by a newer Lianpin" in str(migrations.refusal(engine))

    @pytest.mark.parametrize("command", [["worker"], ["db", "upgrade"]])
    def test_is_refused_with_a_sentence_by(self, engine, tmp_path, command):
        migrations.upgrade(engine)
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = 'f00d'"))
        url = engine.url.render_as_string(hide_password=False)
        done = flask(environment(tmp_path, LIANPIN_DATABASE_URL=url), *command)
        assert done.returncode == 1
        assert "made by a newer Lianpin" in done.stderr
        assert "Traceback" not in done.stderr
