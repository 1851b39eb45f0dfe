"""`make bundle`: everything in one archive, for a machine that reaches no package registry.

The repository at HEAD, wheels for this Python and platform, and what set-up builds: assets, fonts,
divisions, translations. On the other machine `./install.sh` needs the same Python, no more.
"""

import hashlib
import os
import platform
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from tools import places
from tools.commandline import output, run_logged
from tools.say import Refusal, line, step
from tools.steps import BUILT, set_up

NAME = "lianpin"


def main(arguments: list[str]) -> None:
    """Write the archive into dist/, or into the folder given.

    :raises Refusal: not a git clone, or a step failed
    """
    commit = output(["git", "rev-parse", "--short=10", "HEAD"])
    if not commit:
        raise Refusal("A bundle is made from a git clone: this is none, or git is not installed.")
    if output(["git", "status", "--porcelain", "--untracked-files=no"]):
        line("  Note: changes that are not committed are left out of the bundle.")
    set_up()
    target = Path(arguments[0] if arguments else places.ROOT / "dist").absolute()
    target.mkdir(parents=True, exist_ok=True)
    archive = target / f"{NAME}-{commit}-{platform.machine()}-python{_python()}.tar.gz"
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        folder = Path(scratch) / NAME
        with step("Copying the repository and what was built"):
            _copy_repository(folder)
            _copy_built(folder)
        with step("Collecting wheels"):
            _collect_wheels(folder / places.OFFLINE.name)
        with step(f"Writing {archive.name}"), tarfile.open(archive, "w:gz", compresslevel=3) as tar:
            tar.add(folder, NAME, filter=_without_owner)
    line(
        f"{os.path.relpath(archive)}: {archive.stat().st_size / 1e6:.0f} MB. On the other machine:"
    )
    line(f"  tar xzf {archive.name} && cd {NAME} && ./install.sh")


def _copy_repository(folder: Path) -> None:
    folder.mkdir()
    tar = folder.parent / "head.tar"
    run_logged("git archive", ["git", "archive", "--output", tar, "HEAD"])
    with tarfile.open(tar) as opened:
        opened.extractall(folder, filter="data")
    tar.unlink()
    script = folder / "install.sh"
    shutil.copy(places.ROOT / "tools" / "install.sh", script)
    script.chmod(0o755)


def _copy_built(folder: Path) -> None:
    for name in BUILT:
        shutil.copytree(places.ROOT / name, folder / name)


def _collect_wheels(offline: Path) -> None:
    """Wheels, those that the registry only has as source built here, and a list that pins each."""
    wheels = offline / "wheels"
    wheels.mkdir(parents=True)
    pip: list[str | Path] = [
        places.PYTHON,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--require-hashes",
        "--no-deps",
    ]
    requirements = places.ROOT / "requirements.txt"
    run_logged("Collecting wheels", [*pip, "--wheel-dir", wheels, "-r", requirements])
    lines = []
    for wheel in sorted(wheels.glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lines.append(f"{name}=={version} --hash=sha256:{digest}\n")
    (offline / "requirements.txt").write_text("".join(lines))
    (offline / "python-version").write_text(_python() + "\n")


def _python() -> str:
    version = output([places.PYTHON, "-c", "import sys; print(*sys.version_info[:2], sep='.')"])
    return version or f"{sys.version_info[0]}.{sys.version_info[1]}"


def _without_owner(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = "root"
    return info
