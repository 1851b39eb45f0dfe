"""Every fact about a worker has a line on the trail, or a written reason why not."""

import dataclasses
import re

from flask import Flask

from server.core.events import BY_NAME, Event
from server.trail import kinds
from server.trail.subscribers import NAMED

BLANK = re.compile(r"%\((\w+)\)s")
NAMES = {blank for _, _, blank in NAMED.values()}


def facts_about_workers() -> list[type[Event]]:
    return [
        kind
        for name, kind in BY_NAME.items()
        if not name.startswith("tests.")
        and "worker_id" in {field.name for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    ]


class TestEveryFactAboutAWorker:
    def test_it_is_told_or_exempt_with_a_reason(self, app: Flask) -> None:
        silent = [
            kind.NAME
            for kind in facts_about_workers()
            if kind not in kinds.KINDS and kind not in kinds.EXEMPT
        ]
        assert silent == []

    def test_no_line_is_told_of_a_fact_without_a_worker(self, app: Flask) -> None:
        assert set(kinds.KINDS) - set(facts_about_workers()) == set()

    def test_every_blank_of_a_sentence_is_recorded_with_the_entry(self, app: Flask) -> None:
        for kind, told in kinds.KINDS.items():
            fields = {field.name for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
            blanks = set(BLANK.findall(str(told.sentence)))
            assert blanks <= fields | NAMES, kind.NAME

    def test_no_fact_is_both_told_and_exempt(self) -> None:
        assert set(kinds.KINDS) & set(kinds.EXEMPT) == set()
