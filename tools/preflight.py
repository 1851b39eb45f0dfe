"""Whether the Python that runs this is new enough, and if not, whether another one here is.

Keeps to the syntax of any Python 3 (see __main__.py).
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
KNOWN = ("python3.13", "python3.12", "python3.11", "python3.14")
"""Tried in this order when `python3` itself is too old."""


def python_problem(version: "tuple[int, ...]") -> "str | None":
    """The sentence about a Python of this version, or None when it will do.

    :param version: (major, minor, …)
    """
    if tuple(version[:2]) >= OLDEST:
        return None
    return (
        "Python {}.{} is too old: Lianpin needs 3.11 or newer. On Debian 12 or later: "
        "sudo apt-get install python3 python3-venv; then, if it is not the first `python3`: "
        "make run PYTHON=python3.11"
    ).format(version[0], version[1])


def newer_python() -> "str | None":
    """The command of a Python that is new enough and starts, or None."""
    question = "import sys; sys.exit(sys.version_info[:2] < (3, 11))"
    for name in KNOWN:
        found = shutil.which(name)
        if found and subprocess.call([found, "-c", question], stderr=subprocess.DEVNULL) == 0:
            return found
    return None


def ensure_python(arguments: "list[str]") -> None:
    """Go on in this Python, or start again in a newer one, or leave with one sentence."""
    problem = python_problem(tuple(sys.version_info[:3]))
    if problem is None:
        return
    newer = newer_python()
    if newer is None:
        sys.stderr.write("lianpin: {}\n".format(problem))
        sys.exit(1)
    os.execv(newer, [newer, "-m", "tools"] + list(arguments))
