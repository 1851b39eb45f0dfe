"""Documents from Typst templates: same values, same bytes.

A template reads one JSON value from `sys.inputs.data`; no text of users is formatted into source.
Only the built fonts are used, never the machine's, so that a page looks alike everywhere and its
digest can be made again.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "documents"

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Box:
    """A rectangle left empty for a signature; points from the page's top left corner."""

    name: str
    page: int
    """1 is the first page."""
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class TypesetDocument:
    """A compiled document."""

    pdf: bytes
    boxes: tuple[Box, ...]
    """Where signatures go, in the order of the template."""


class Typesetter:
    """Compiles the templates of one folder with the fonts of another.

    Compilers are kept: a new one costs about 80 ms to read the fonts, a kept one 10 ms a document.
    One document is compiled at a time, because a compiler remembers its last inputs.
    """

    def __init__(self, fonts: Path, templates: Path = TEMPLATES) -> None:
        self._fonts = fonts
        self._templates = templates
        self._compilers: dict[str, typst.Compiler] = {}
        self._lock = threading.Lock()

    def typeset(self, template: str, data: Mapping[str, Any], at: datetime) -> TypesetDocument:
        """Compile `template` (file name without suffix) with `data`, dated `at`.

        :param at: creation time written into the file; part of what makes the bytes repeatable
        """
        inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
        with self._lock:
            compiler = self._compiler(template)
            pdf = compiler.compile(
                format="pdf", sys_inputs=inputs, timestamp=int(at.timestamp()), pdf_standards="1.7"
            )
            found = json.loads(compiler.query("<signature-box>", field="value"))
        if not isinstance(pdf, bytes):
            raise TypeError(f"{template} did not compile to one PDF file")
        return TypesetDocument(pdf, tuple(Box(**box) for box in found))

    def _compiler(self, template: str) -> typst.Compiler:
        if template not in self._compilers:
            self._compilers[template] = typst.Compiler(
                input=str(self._templates / f"{template}.typ"),
                root=str(self._templates),
                font_paths=[str(self._fonts)],
                ignore_system_fonts=True,
            )
        return self._compilers[template]
