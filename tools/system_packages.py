"""Programs that tests need from the system: found, or installed by apt, or asked for."""

import glob
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from tools.commandline import output, run_logged
from tools.say import Refusal, step

APT = "/usr/bin/apt-get"


@dataclass(frozen=True)
class Need:
    """A program, where it may lie, and the Debian package that brings it."""

    program: str
    package: str
    patterns: Sequence[str] = ()
    """Globs tried when the program is not on PATH."""

    def find(self) -> str | None:
        """Path of the program, the newest where there are several; None when it is missing."""
        on_path = shutil.which(self.program)
        elsewhere = sorted(path for pattern in self.patterns for path in glob.glob(pattern))  # noqa: PTH207 - absolute patterns
        return next(iter(reversed(elsewhere)), None) or on_path


CHROMIUM = Need("chromium", "chromium")
PDFSIG = Need("pdfsig", "poppler-utils")
PDFTOTEXT = Need("pdftotext", "poppler-utils")
INITDB = Need("initdb", "postgresql", ["/usr/lib/postgresql/*/bin/initdb"])
PG_CTL = Need("pg_ctl", "postgresql", ["/usr/lib/postgresql/*/bin/pg_ctl"])
REDIS = Need("redis-server", "redis-server")
BROWSER_TESTS = (CHROMIUM, PDFSIG, PDFTOTEXT)
DATABASES = (INITDB, PG_CTL, REDIS)


def missing(needs: Sequence[Need]) -> list[str]:
    """Debian packages that would bring what is not here."""
    return sorted({need.package for need in needs if need.find() is None})


def require(needs: Sequence[Need], why: str) -> None:
    """Have every program, installing its package where that may be done without asking.

    :param why: what needs them, for the sentence
    :raises Refusal: some are missing and this is no Debian, or neither root nor sudo
    """
    packages = missing(needs)
    if not packages:
        return
    prefix = _apt()
    if prefix is None:
        raise Refusal(
            f"{why} need {', '.join(packages)}. On Debian: sudo apt-get install "
            f"{' '.join(packages)}; elsewhere install the same programs; then start again."
        )
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", APT]
    with step(f"Installing {', '.join(packages)} by apt"):
        run_logged("apt-get update", [*apt, "update", "-q"])
        install = [*apt, "install", "-q", "-y", "--no-install-recommends", *packages]
        run_logged(f"Installing {', '.join(packages)}", install)
    if still := missing(needs):
        raise Refusal(f"apt installed {', '.join(still)}, but the programs are still not found.")


def may_install() -> bool:
    """Whether `require` could install what is missing."""
    return _apt() is not None


def _apt() -> list[str] | None:
    """What comes before apt-get: nothing for root, sudo where it asks nothing or may ask."""
    if not os.path.exists(APT):  # noqa: PTH110 - a plain question
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if output(["sudo", "-n", "echo", "may"]) == "may" or sys.stdin.isatty():
        return ["sudo"]
    return None
