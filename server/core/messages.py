"""The catalogue of words: merges the domains' fragments, and finds what is not translated.

    python -m server.core.messages build     compile into build/translations
    python -m server.core.messages check     exit code 1 and a sentence per fault
    python -m server.core.messages extract   print a .po skeleton of what has no Chinese yet
    python -m server.core.messages tidy      put Chinese punctuation into the Chinese fragments

Imports nothing of the platform, so that `make setup` can run it before anything else works.
"""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FRAGMENTS = ROOT / "server" / "translations"
BUILT = ROOT / "build" / "translations"
MAPPING = ROOT / "babel.cfg"
REQUIRED = "zh_Hans"
"""The locale that must be complete; English needs no catalogue, the ids are English."""

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "lazy": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_plural": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_BLANK = re.compile(r"%\((\w+)\)[sd]")
_BARE = re.compile(r"%[sd]")

_CJK = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_INSIDE = r"(?:%\(\w+\)[sd]|[^()])*"
_BRACKETS = re.compile(rf"(?<={_CJK})\(({_INSIDE})\)|(?<!%)\(((?=[^()]*{_CJK}){_INSIDE})\)")
_HALF = re.compile(rf"(?<={_CJK}|[”』》）])([,;:!?]) ?|(?<=\)s)([,;:!?]) ?(?={_CJK})")
_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}

Key = tuple[str, str | None]
"""A singular message id and its context."""


@dataclass
class Merged:
    """One locale's fragments put together."""

    catalog: Catalog
    faults: list[str] = field(default_factory=list)


def build(fragments: Path = FRAGMENTS, built: Path = BUILT) -> list[Path]:
    """Compile every locale; a file is replaced whole, so nobody reads half of one."""
    made = []
    for folder in sorted(path for path in fragments.iterdir() if path.is_dir()):
        target = built / folder.name / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{os.getpid()}")
        with part.open("wb") as file:
            write_mo(file, merge(folder).catalog)
        part.replace(target)
        made.append(target)
    return made


def build_if_stale(fragments: Path = FRAGMENTS, built: Path = BUILT) -> bool:
    """Compile when a fragment is newer than the catalogue or the catalogue is missing."""
    if not fragments.is_dir():
        return False
    for folder in (path for path in fragments.iterdir() if path.is_dir()):
        target = built / folder.name / "LC_MESSAGES" / "messages.mo"
        newest = max((path.stat().st_mtime for path in folder.glob("*.po")), default=0.0)
        if not target.exists() or target.stat().st_mtime < newest:
            build(fragments, built)
            return True
    return False


def merge(folder: Path) -> Merged:
    """All fragments of one locale as one catalogue; two that disagree are a fault."""
    merged = Merged(Catalog(locale=folder.name, domain="messages", fuzzy=False))
    origin: dict[Key, Path] = {}
    for path in sorted(folder.glob("*.po")):
        for message in _messages_of(path, folder.name):
            key = _key(message)
            known = merged.catalog.get(key[0], key[1])
            if known is not None and known.string != message.string:
                merged.faults.append(
                    f"{path.name}: “{key[0]}” is translated differently in {origin[key].name}."
                )
                continue
            origin[key] = path
            if message.fuzzy or not _is_filled(message.string):
                merged.faults.append(f"{path.name}: “{key[0]}” has no translation yet.")
                continue
            merged.faults.extend(f"{path.name}: {fault}" for fault in _faults_of(message))
            merged.catalog.add(message.id, message.string, context=message.context)
    return merged


def used(root: Path = ROOT) -> Catalog:
    """Every message that code and templates ask for, with where they do."""
    catalog = Catalog()
    with MAPPING.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel leaves it unannotated
    for folder in ("server", "templates"):
        found = extract_from_dir(
            root / folder, methods, options, keywords=KEYWORDS, comment_tags=("NOTE:",)
        )
        for name, line, message, _comments, context in found:
            catalog.add(message, locations=[(f"{folder}/{name}", line)], context=context)
    return catalog


def check(fragments: Path = FRAGMENTS, root: Path = ROOT) -> list[str]:
    """Every fault of the catalogue as a sentence; empty when all is well."""
    merged = merge(fragments / REQUIRED)
    faults = list(merged.faults)
    for message in _missing(merged.catalog, used(root)):
        where = ", ".join(f"{name}:{line}" for name, line in message.locations[:2])
        faults.append(f"{where}: “{_key(message)[0]}” has no {REQUIRED} translation.")
    return faults


def extract(fragments: Path = FRAGMENTS, root: Path = ROOT) -> Catalog:
    """What is used and has no translation, as a catalogue to fill in."""
    skeleton = Catalog(locale=REQUIRED, fuzzy=False)
    for message in _missing(merge(fragments / REQUIRED).catalog, used(root)):
        skeleton.add(message.id, locations=message.locations, context=message.context)
    return skeleton


def chinese_punctuation(text: str) -> str:
    """`text` with full-width punctuation beside Chinese characters."""
    text = _BRACKETS.sub(lambda found: f"（{found[1] or found[2]}）", text)
    return _HALF.sub(lambda found: _FULL[found[1] or found[2]], text)


def tidy(fragments: Path = FRAGMENTS) -> list[Path]:
    """Rewrite Chinese fragments with half-width punctuation; only `msgstr` lines are touched."""
    changed = []
    for path in sorted((fragments / REQUIRED).glob("*.po")):
        before = path.read_text("utf-8").splitlines()
        after = [*before]
        is_translation = False
        for number, line in enumerate(before):
            if line.startswith(("msgid", "msgctxt", "#")):
                is_translation = False
            elif line.startswith("msgstr"):
                is_translation = True
            if is_translation:
                after[number] = chinese_punctuation(line)
        if after != before:
            path.write_text("\n".join(after) + "\n", "utf-8")
            changed.append(path)
    return changed


def _missing(translated: Catalog, wanted: Catalog) -> Iterator[Message]:
    for message in wanted:
        if message.id and translated.get(*_key(message)) is None:
            yield message


def _messages_of(path: Path, locale: str) -> Iterator[Message]:
    with path.open("rb") as file:
        catalog = read_po(file, locale=locale, abort_invalid=True)
    yield from (message for message in catalog if message.id)


def _key(message: Message) -> Key:
    singular = message.id if isinstance(message.id, str) else message.id[0]
    return singular, message.context


def _is_filled(string: Any) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string)


def _texts(message: Message) -> list[str]:
    """The translation, or each form of a plural's."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _faults_of(message: Message) -> Iterator[str]:
    yield from _blank_faults(message)
    texts = _texts(message)
    if any(chinese_punctuation(text) != text for text in texts):
        yield f"“{_key(message)[0]}” has half-width punctuation; `messages tidy` puts it right."


def _blank_faults(message: Message) -> Iterator[str]:
    """A translation has the blanks of its message, no more and no fewer.

    A plural may leave out its number in one form ("an hour"), so there the last form counts.
    """
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = _texts(message)
    wanted = _blanks(ids[-1])
    for text in texts:
        if _blanks(text) != wanted:
            has = sorted(_blanks(text))
            yield f"“{ids[0]}” needs the blanks {sorted(wanted)}, its translation has {has}."
    if any(_BARE.search(text) for text in ids):
        yield f"“{ids[0]}” has a blank without a name."


def _blanks(text: str) -> set[str]:
    return set(_BLANK.findall(text))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def main(arguments: list[str]) -> int:
    """Run one of `build`, `check`, `extract`, `tidy`."""
    what = arguments[0] if len(arguments) == 1 else ""
    if what == "build":
        for path in build():
            _say(f"Compiled {path.relative_to(ROOT)}.")
        return 0
    if what == "check":
        faults = check()
        _say("\n".join(faults) if faults else "Every message is translated.")
        return 1 if faults else 0
    if what == "extract":
        write_po(sys.stdout.buffer, extract(), omit_header=True, sort_by_file=True)
        return 0
    if what == "tidy":
        for path in tidy():
            _say(f"Tidied {path.relative_to(ROOT)}.")
        return 0
    _say(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
