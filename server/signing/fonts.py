"""The typefaces of sealed documents, built once from packages and found again without a network.

Two open faces (OFL-1.1) cover every name in the national table of standard characters: Noto Serif
SC for the text, LXGW WenKai for hand-written names and for characters beyond the basic plane that
Noto Serif SC leaves out (𬎆, 𠮷). The npm packages carry all weights; a document needs three files.

`python -m server.signing.fonts build` writes them to `build/fonts`, or to the folder given after
it; programs look where `LIANPIN_FONTS_DIR` says. The command needs no settings: set-up runs it
before there are any.
"""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont

from server.core.settings import settings

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = REPOSITORY / "node_modules"

RARE_CHARACTERS = "㛃䶮𬎆𠮷鿍𫍽㐂堃瑢"
"""Characters of real names that a careless font set loses; a build without them is refused."""


@dataclass(frozen=True)
class Face:
    """One font file of the documents and the package file it is made from."""

    file: str
    """Name of the built file."""

    source: str
    """Path of its origin below ``node_modules``."""

    license: str
    """Path of its license text below ``node_modules``; it travels with the built file."""


FACES = (
    Face(
        "NotoSerifSC-Regular.ttf",
        "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
        "@expo-google-fonts/noto-serif-sc/LICENSE_FONT",
    ),
    Face(
        "NotoSerifSC-Bold.ttf",
        "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
        "@expo-google-fonts/noto-serif-sc/LICENSE_FONT",
    ),
    Face(
        "LXGWWenKai-Medium.ttf",
        "@fontsource/lxgw-wenkai/files/lxgw-wenkai-latin-500-normal.woff",
        "@fontsource/lxgw-wenkai/LICENSE",
    ),
)


class FontsMissing(RuntimeError):
    """The fonts were never built, or a package they are made from is not installed."""


def directory() -> Path:
    """Where this installation keeps the built fonts."""
    return REPOSITORY / settings().fonts_dir


def require(at: Path) -> Path:
    """The fonts directory `at`, complete.

    :raises FontsMissing: when a face is absent; the message names the command that builds them
    """
    absent = [face.file for face in FACES if not (at / face.file).is_file()]
    if absent:
        raise FontsMissing(
            f"{', '.join(absent)} not found in {at}: run `python -m server.signing.fonts build`."
        )
    return at


def build(at: Path) -> list[Path]:
    """Write every face as a TrueType file that Typst can read. Files already there are kept.

    :return: the files, in the order of `FACES`
    :raises FontsMissing: when a package is not installed or loses a character people are named with
    """
    at.mkdir(parents=True, exist_ok=True)
    written = [_build_face(face, at) for face in FACES]
    missing = set(RARE_CHARACTERS) - _characters(written)
    if missing:
        raise FontsMissing(f"No built font has {' '.join(sorted(missing))}.")
    return written


def _build_face(face: Face, at: Path) -> Path:
    target = at / face.file
    if target.exists():
        return target
    source = PACKAGES / face.source
    if not source.is_file():
        raise FontsMissing(f"{source} not found: run `npm ci` first.")
    # A build that is cut short must not leave half a font behind, so the name appears last.
    partial = target.with_suffix(".partial")
    if source.suffix == ".ttf":
        shutil.copyfile(source, partial)
    else:
        # Tables are carried over as they are: parsing 30,000 glyphs only to write them again takes
        # a minute. That is also why the origin is WOFF and not WOFF2, which would need it.
        with TTFont(source, lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
            font.flavor = None
            font.save(partial, reorderTables=None)
    shutil.copyfile(PACKAGES / face.license, target.with_suffix(".OFL.txt"))
    return partial.replace(target)


def _characters(files: list[Path]) -> set[str]:
    found: set[str] = set()
    for file in files:
        with TTFont(file, lazy=True) as font:
            found |= {chr(code) for code in font.getBestCmap()}
    return found


def main(arguments: list[str]) -> int:
    """``build [FOLDER]`` writes the fonts and prints where; anything else explains itself."""
    if not arguments or arguments[0] != "build" or len(arguments) > 2:
        print("usage: python -m server.signing.fonts build [FOLDER]", file=sys.stderr)
        return 2
    at = Path(arguments[1]) if len(arguments) > 1 else REPOSITORY / "build" / "fonts"
    try:
        for file in build(at):
            print(file)
    except FontsMissing as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
