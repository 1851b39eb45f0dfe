"""The page about commands and facts says what the declarations say."""

from pathlib import Path

from flask import Flask

from server.core import realtime_docs

PAGE = Path(__file__).resolve().parents[2] / "docs" / "realtime.md"


def test_the_page_is_up_to_date(app: Flask) -> None:
    assert PAGE.read_text("utf-8") == realtime_docs.text(), (
        "run: python -m server.core.realtime_docs > docs/realtime.md"
    )


def test_every_command_of_the_walk_names_its_refusals(app: Flask) -> None:
    said = realtime_docs.text()
    for code in (
        "fairs.fair.not_open",
        "workers.profile.incomplete",
        "interviews.queue.already_waiting",
        "interviews.queue.nobody_waiting",
    ):
        assert f"`{code}`" in said
