"""`make bundle`: an archive that installs and starts where no registry can be reached."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.house.programs import environment
from tools.places import ROOT

WITHOUT_SET_UP = (
    "import sys; from tools.commands import bundle; bundle.set_up = lambda: None; "
    "bundle.main(sys.argv[1:])"
)
"""`make test` has set up already; a test must not install anything."""
NOWHERE = {
    "PIP_NO_INDEX": "1",
    "PIP_INDEX_URL": "http://127.0.0.1:9/",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "npm_config_registry": "http://127.0.0.1:9/",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
}
"""A machine whose every way out ends at a closed port."""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    """The bundle of HEAD, unpacked where it was not made."""
    folder = tmp_path_factory.mktemp("bundle")
    done = run([sys.executable, "-c", WITHOUT_SET_UP, str(folder)], ROOT, dict(os.environ))
    assert done.returncode == 0, done.stdout
    [archive] = folder.glob("lianpin-*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    return folder / "lianpin"


def run(argv, cwd: Path, found: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        argv,
        cwd=cwd,
        env=found,
        text=True,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.timeout(900)
class TestABundle:
    def test_installs_without_a_registry_and_prepares_its_data(self, unpacked, tmp_path):
        offline = {**environment(tmp_path), **NOWHERE, "PYTHON": sys.executable}
        done = run(["./install.sh"], unpacked, offline)
        assert done.returncode == 0, done.stdout
        assert not (unpacked / "node_modules").exists()

        flask = [unpacked / ".venv" / "bin" / "flask", "--app", "wsgi"]
        done = run([*flask, "prepare"], unpacked, offline)
        assert done.returncode == 0, done.stdout
        assert "organizer" in done.stdout

        done = run([*flask, "doctor", "--json"], unpacked, offline)
        for name in ("assets", "messages", "areas", "fonts"):
            assert f'"built.{name}"' in done.stdout

    def test_asks_for_the_python_that_it_was_made_for(self, unpacked):
        done = run(["./install.sh"], unpacked, {**os.environ, "PYTHON": "no-such-python"})
        assert done.returncode == 1
        version = ".".join(map(str, sys.version_info[:2]))
        assert done.stdout.startswith(f"lianpin: this bundle is for Python {version}, which is not")
        assert len(done.stdout.splitlines()) == 1
