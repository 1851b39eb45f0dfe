"""How place names are typed without Chinese: whole pinyin and initials. A pure file."""

from pypinyin import lazy_pinyin


def pinyin_of(name: str) -> tuple[str, str]:
    """`"花垣县"` becomes `("huayuanxian", "hyx")`; letters and digits stay, in lower case."""
    syllables = [part.lower() for part in lazy_pinyin(name, errors=_as_it_is) if part.strip()]
    return "".join(syllables), "".join(part[0] for part in syllables)


def typed(text: str) -> str:
    """What someone typed, as it is compared with pinyin: lower case, no blanks or apostrophes."""
    return "".join(part for part in text.lower().replace("ü", "v") if part not in " '’-·")


def _as_it_is(text: str) -> str:
    return text
