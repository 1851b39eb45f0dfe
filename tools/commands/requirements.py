"""`make requirements`: compile requirements/*.in to pinned, hashed files for every platform.

The newest versions that fit; `make requirements KEEP=1` keeps the pins that still fit.
"""

import os
from pathlib import Path

from tools import places
from tools.commandline import run_logged
from tools.say import Refusal, step

FILES = {
    "requirements/base.in": "requirements.txt",
    "requirements/dev.in": "requirements-dev.txt",
    "requirements/node.in": "requirements/node.txt",
}


def main(_arguments: list[str]) -> None:
    """:raises Refusal: a compiled file would name a package registry."""
    for source, target in FILES.items():
        with step(f"{source} to {target}"):
            _compile(source, target)
        _refuse_addresses(target)


def _compile(source: str, target: str) -> None:
    uv: list[str | Path] = [places.VENV / "bin" / "uv", "pip", "compile", "--quiet"]
    shape = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    silence = ["--no-emit-index-url", "--no-emit-find-links"]
    silence += ["--custom-compile-command", "make requirements"]
    keep = [] if os.environ.get("KEEP") else ["--upgrade"]
    # What tests run with is what production runs with.
    agree = ["--constraint", "requirements.txt"] if target == "requirements-dev.txt" else []
    run_logged(
        f"Compiling {source}",
        [*uv, *shape, *silence, *keep, *agree, source, "--output-file", target],
    )


def _refuse_addresses(target: str) -> None:
    for line in (places.ROOT / target).read_text().splitlines():
        if "://" in line or line.startswith(("--index", "--extra-index", "--find-links")):
            raise Refusal(f"{target} names an address ({line.strip()}); pins and hashes only.")
