"""Stamps: a step is done again only when what went into it has changed or what came out is gone.

A stamp is the hash of the inputs' names and contents, kept in .setup/stamps. So a second start asks
no registry and takes no time, and a pull that changes one input repeats one step.
"""

import hashlib
import platform
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import places
from tools.say import step


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that set-up makes."""

    name: str
    """File name of the stamp."""
    doing: str
    """What is said while it is being done."""
    inputs: Sequence[str]
    """Globs below the repository; a file that changes makes the step stale."""
    outputs: Sequence[Path]
    """What must exist afterwards, and for the stamp to count."""
    action: Callable[[], None]
    versions: Sequence[str] = ()
    """More that the result depends on, for example Node's version."""

    def digest(self) -> str:
        """Hash of everything that goes in, this Python and machine included."""
        found = hashlib.sha256()
        facts = (*self.versions, sys.version.split()[0], platform.machine(), str(places.ROOT))
        for fact in facts:
            found.update(fact.encode() + b"\0")
        for path in _files(self.inputs):
            found.update(str(path.relative_to(places.ROOT)).encode() + b"\0")
            found.update(hashlib.sha256(path.read_bytes()).digest())
        return found.hexdigest()

    def is_fresh(self) -> bool:
        """Whether the result is there and nothing that made it has changed."""
        stamp = _stamp(self.name)
        if not all(output.exists() for output in self.outputs):
            return False
        return stamp.exists() and stamp.read_text() == self.digest()


def bring_up_to_date(steps: Iterable[Step]) -> None:
    """Do the stale steps, in order. A failed step leaves no stamp, so it is done again."""
    for each in steps:
        if each.is_fresh():
            continue
        _stamp(each.name).unlink(missing_ok=True)
        with step(each.doing):
            each.action()
        _stamp(each.name).parent.mkdir(parents=True, exist_ok=True)
        _stamp(each.name).write_text(each.digest())


def _stamp(name: str) -> Path:
    return places.SETUP / "stamps" / name


def _files(globs: Sequence[str]) -> list[Path]:
    found = {path for glob in globs for path in places.ROOT.glob(glob) if path.is_file()}
    return sorted(found)
