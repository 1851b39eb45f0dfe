"""Files: the storage can be written, and what set-up builds is there."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from server.core.doctor import Finding, error, examination, ok, warning
from server.core.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
LITTLE = 1_000_000_000
"""Bytes free below which a warning is due."""


@examination
def storage(conf: Settings) -> Iterator[Finding]:
    """Documents are kept for years: the place must take them."""
    address = urlsplit(conf.storage_url)
    if address.scheme != "file":
        return
    folder = Path(unquote(address.path))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"lianpin")
    except OSError as problem:
        yield error(
            "storage.not_writable",
            f"{folder} cannot be written ({problem.strerror}).",
            "Give it to the account that runs the programs: chown -R lianpin.",
        )
        return
    free = shutil.disk_usage(folder).free
    if free < LITTLE:
        yield warning(
            "storage.little_space",
            f"Only {free / 1e9:.1f} GB are free where documents are kept.",
            "Make room, or move the data directory to a larger disk.",
        )
    else:
        yield ok("storage.writable", f"{folder} can be written; {free / 1e9:.0f} GB are free.")


@examination
def built(conf: Settings) -> Iterator[Finding]:
    """What is built and not committed."""
    wanted = (
        ("assets", ROOT / "static" / "dist" / "manifest.json", "no page has style or script"),
        ("messages", ROOT / "build" / "translations", "every page is English"),
        ("areas", ROOT / "build" / "areas" / "divisions.tsv", "divisions cannot be imported"),
        ("fonts", ROOT / conf.fonts_dir, "no contract can be typeset"),
    )
    for name, path, otherwise in wanted:
        if path.is_file() or (path.is_dir() and any(path.iterdir())):
            yield ok(f"built.{name}", f"{name.capitalize()} are built.")
        else:
            yield error(
                f"built.{name}_missing",
                f"{path} is missing: {otherwise}.",
                "Run: make setup",
            )
