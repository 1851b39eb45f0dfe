"""Documents are repeatable, and have the fonts that names need."""

import subprocess

import pytest

from server.core import clock
from server.signing import fonts
from server.signing.typesetting import Typesetter

SHOWN = {
    "kind": "worker",
    "name": fonts.RARE_CHARACTERS,
    "signed_at": "2026-11-21 10:30:05",
    "certificate": "0000",
    "trial": True,
    "width": 400,
    "height": 90,
}


def test_the_same_content_gives_the_same_bytes(typesetter):
    at = clock.now()
    again = Typesetter(typesetter._fonts)
    assert typesetter.typeset("appearance", SHOWN, at) == again.typeset("appearance", SHOWN, at)


def test_every_rare_character_is_read_back(typesetter, tmp_path):
    file = tmp_path / "page.pdf"
    file.write_bytes(typesetter.typeset("appearance", SHOWN, clock.now()).pdf)
    text = subprocess.run(
        ["pdftotext", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert fonts.RARE_CHARACTERS in text


def test_what_people_typed_is_words_and_never_a_program(typesetter, tmp_path):
    typed = '#panic("x") $a$ *b* \\ ]'
    file = tmp_path / "page.pdf"
    file.write_bytes(typesetter.typeset("appearance", SHOWN | {"name": typed}, clock.now()).pdf)
    text = subprocess.run(
        ["pdftotext", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert '#panic("x")' in text


def test_missing_fonts_are_named_with_the_command_that_builds_them(tmp_path):
    with pytest.raises(fonts.FontsMissing, match=r"server\.signing\.fonts build"):
        fonts.require(tmp_path)
