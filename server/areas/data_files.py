"""The built files of divisions: a port to `build/areas/`.

    build/areas/divisions.tsv        provinces, prefectures and counties of the whole country
    build/areas/<province>.tsv.xz    townships and villages of one province

A line is `code <TAB> name <TAB> parent code or nothing <TAB> successor code or nothing`.
"""

import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

FOLDER = Path(__file__).resolve().parents[2] / "build" / "areas"
COUNTRY = "divisions.tsv"


@dataclass(frozen=True, slots=True)
class Division:
    """One line of a file."""

    code: str
    name: str
    parent_code: str | None
    successor_code: str | None = None


def province_file(province: str) -> str:
    """The name of a province's file; `province` is two digits."""
    return f"{province}.tsv.xz"


def provinces_built(folder: Path = FOLDER) -> list[str]:
    """The two-digit codes of the provinces that have a file."""
    return sorted(path.name.split(".", maxsplit=1)[0] for path in folder.glob("*.tsv.xz"))


def read(path: Path) -> Iterator[Division]:
    """The divisions of a file, `.tsv` or `.tsv.xz`, in its order (parents first).

    :raises ValueError: a line has no code and name
    """
    with _opened(path) as file:
        for number, line in enumerate(file, start=1):
            code, name, parent, successor = (*line.rstrip("\n").split("\t"), "", "", "")[:4]
            if not code or not name:
                raise ValueError(f"{path.name}:{number} is no line of divisions")
            yield Division(code, name, parent or None, successor or None)


def write(path: Path, divisions: Iterable[Division]) -> int:
    """Write a file whole; returns the number of lines."""
    lines = [
        "\t".join((item.code, item.name, item.parent_code or "", item.successor_code or ""))
        for item in divisions
    ]
    text = "".join(f"{line.rstrip()}\n" for line in lines).encode()
    part = path.with_suffix(".part")
    part.write_bytes(lzma.compress(text, preset=3) if path.suffix == ".xz" else text)
    part.replace(path)
    return len(lines)


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")
