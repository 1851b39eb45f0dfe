import ast
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tools import machine, preflight
from tools.places import ROOT
from tools.say import Refusal

pytestmark = pytest.mark.any_database


def pretend_python(folder: Path, name: str, version: tuple[int, int]) -> None:
    """An executable that answers like a Python of that version."""
    script = folder / name
    code = 0 if version >= (3, 11) else 1
    script.write_text(
        f'#!/bin/sh\n[ "$1" = "-m" ] && echo "again in {name}" && exit 0\nexit {code}\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)


class TestAPythonThatIsTooOld:
    def test_is_named_with_the_way_out_in_one_sentence(self):
        problem = preflight.python_problem((3, 9, 2))
        assert problem is not None
        assert problem.startswith("Python 3.9 is too old: Lianpin needs 3.11 or newer.")
        assert "apt-get install python3" in problem

    @pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1), (4, 0, 0)])
    def test_is_none_of_the_newer_ones(self, version):
        assert preflight.python_problem(version) is None

    def test_hands_over_to_a_newer_one_that_is_here(self, tmp_path, monkeypatch):
        pretend_python(tmp_path, "python3.12", (3, 12))
        monkeypatch.setenv("PATH", str(tmp_path))
        assert preflight.newer_python() == str(tmp_path / "python3.12")

    def test_does_not_trust_a_newer_name_that_does_not_start(self, tmp_path, monkeypatch):
        pretend_python(tmp_path, "python3.12", (3, 9))
        monkeypatch.setenv("PATH", str(tmp_path))
        assert preflight.newer_python() is None

    @pytest.mark.parametrize("name", ["__main__.py", "preflight.py"])
    def test_can_read_the_files_that_tell_it_so(self, name):
        tree = ast.parse((ROOT / "tools" / name).read_text(), feature_version=(3, 4))
        newer = (ast.JoinedStr, ast.NamedExpr, ast.Match, ast.AnnAssign)
        assert not [node for node in ast.walk(tree) if isinstance(node, newer)]


class TestWithoutPython:
    def test_make_says_so_in_one_sentence(self):
        done = subprocess.run(
            ["make", "setup", "PYTHON=no-such-python"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert "lianpin: no-such-python is not installed: sudo apt-get install" in done.stderr


class TestAMachine:
    def test_without_the_venv_module_is_told_which_package_brings_it(self, monkeypatch):
        monkeypatch.setattr(machine.importlib.util, "find_spec", lambda _name: None)
        with pytest.raises(Refusal, match=r"sudo apt-get install python3\.\d+-venv"):
            machine.require_venv()

    def test_with_a_full_disk_is_told_how_much_is_needed(self):
        with pytest.raises(Refusal, match=r"2000000\.0 GB are needed"):
            machine.require_space(2_000_000_000_000_000)

    def test_with_a_busy_port_is_told_the_way_around_it(self, busy_port):
        with pytest.raises(Refusal, match=rf"^Port {busy_port} is in use.*make run PORT=\d+$"):
            machine.require_free_port("PORT", "127.0.0.1", busy_port)

    def test_with_a_busy_udp_port_is_told_so(self, busy_udp_port):
        with pytest.raises(Refusal, match=f"^UDP port {busy_udp_port} is in use"):
            machine.require_free_port("MEDIA_UDP_PORT", "", busy_udp_port, udp=True)

    def test_with_free_ports_is_told_nothing(self, free_port):
        machine.require_free_port("PORT", "127.0.0.1", free_port())


class TestMakeRun:
    def test_refuses_a_busy_port_in_one_sentence(self, busy_port, free_port, tmp_path):
        done = run(tmp_path, PORT=busy_port, MEDIA_PORT=free_port())
        assert done.returncode == 1
        assert done.stderr == (
            f"lianpin: Port {busy_port} is in use by another program. Stop that one, or choose "
            f"another: make run PORT={busy_port + 10}\n"
        )

    def test_refuses_a_port_that_is_none(self, tmp_path):
        done = run(tmp_path, PORT="http")
        assert done.returncode == 1
        assert done.stderr == "lianpin: PORT=http is not a port: a number from 1 to 65535.\n"


def run(data: Path, **variables: object) -> subprocess.CompletedProcess[str]:
    """`make run` up to its refusal: nothing is set up before the ports are known to be free."""
    given = {name: str(value) for name, value in variables.items()}
    environment = {**os.environ, "LIANPIN_DEMO": "true", "LIANPIN_DATA_DIR": str(data), **given}
    return subprocess.run(
        [sys.executable, "-m", "tools", "run"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
