"""`python -m tools files`: trailing space, oversized files, private keys."""

import re
import subprocess

from tools import places
from tools.say import line

LARGEST = 1_000_000
"""Bytes; pictures of the README come closest."""
TEXT = {
    ".py",
    ".md",
    ".html",
    ".js",
    ".mjs",
    ".scss",
    ".css",
    ".toml",
    ".yaml",
    ".yml",
    ".po",
    ".txt",
}
TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\n")


def main(_arguments: list[str]) -> int:
    """:return: 1 when a file that git knows or would add breaks a rule."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=places.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [each for name in listed.stdout.split("\0") if name for each in _complaints(name)]
    for complaint in found:
        line(complaint)
    return 1 if found else 0


def _complaints(name: str) -> list[str]:
    path = places.ROOT / name
    if not path.is_file():
        return []
    found = []
    if path.stat().st_size > LARGEST:
        found.append(f"{name}: larger than {LARGEST // 1000} kB")
    if path.suffix in TEXT:
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".md" and (hit := TRAILING.search(text)):
            found.append(f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: trailing space")
        if PRIVATE_KEY.search(text):
            found.append(f"{name}: holds a private key")
    return found
