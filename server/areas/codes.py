"""Area codes: twelve digits, GB/T 2260 (province, prefecture, county) down to villages.

    43 31 24 102 003    province, prefecture, county, township, village; zeros fill the rest

A pure file: rules over plain strings.
"""

from enum import StrEnum

LENGTH = 12
"""Digits of a full code; shorter ones are filled with zeros."""


class AreaLevel(StrEnum):
    """The five levels, from large to small."""

    PROVINCE = "province"
    """省, 自治区, 直辖市, 特别行政区"""
    PREFECTURE = "prefecture"
    """市, 州, 盟, 地区"""
    COUNTY = "county"
    """县, 县级市, 区, 旗; also a development zone that statistics count as one"""
    TOWNSHIP = "township"
    """乡, 镇, 街道"""
    VILLAGE = "village"
    """村, 社区"""


LEVELS = tuple(AreaLevel)
_DIGITS = {
    AreaLevel.PROVINCE: 2,
    AreaLevel.PREFECTURE: 4,
    AreaLevel.COUNTY: 6,
    AreaLevel.TOWNSHIP: 9,
    AreaLevel.VILLAGE: 12,
}

SUCCESSORS = {
    # Chongqing, November 2025: two districts became the Liangjiang New Area.
    "500105": "500157",
    "500112": "500157",
    # Sansha, 2020: the island groups became two districts.
    "460321": "460302",
    "460322": "460303",
    "460323": "460302",
}
"""Counties that are no more, and who governs their townships (which keep their old codes) now."""


def is_code(text: str) -> bool:
    """Whether `text` has the form of a code: 2, 4, 6, 9 or 12 digits, not all zeros."""
    return (
        text.isascii()
        and text.isdecimal()
        and len(text) in _DIGITS.values()
        and not text.startswith("00")
    )


def full(code: str) -> str:
    """The twelve-digit form: `"433124"` becomes `"433124000000"`."""
    return code.ljust(LENGTH, "0")


def level_of(code: str) -> AreaLevel:
    """The level that a code names, by its trailing zeros.

    A prefecture without counties (东莞 441900) counts as the prefecture it is.
    """
    return next(level for level in LEVELS if full(code).endswith("0" * (LENGTH - _DIGITS[level])))


def prefix(code: str) -> str:
    """The digits that every code inside the area begins with."""
    return full(code)[: _DIGITS[level_of(code)]]


def ancestors(code: str) -> list[str]:
    """The codes above, largest first; some may not exist as areas (directly governed counties)."""
    whole = full(code)
    shorter = [full(whole[: _DIGITS[level]]) for level in LEVELS[: LEVELS.index(level_of(code))]]
    return list(dict.fromkeys(shorter))


def ranges_inside(code: str) -> list[tuple[str, str]]:
    """The closed ranges of codes inside an area, itself included; also of counties it succeeded.

    The bounds hold for short and for full codes alike, so a column may keep either.
    """
    inside = [prefix(code)]
    inside += [old for old, new in SUCCESSORS.items() if full(new) == full(code)]
    return [(start, start.ljust(LENGTH, "9")) for start in inside]


def is_inside(code: str, area: str) -> bool:
    """Whether `code` is `area` or lies in it."""
    return any(first <= code <= last for first, last in ranges_inside(area))
