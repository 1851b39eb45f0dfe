"""The unified social credit code of an organization (GB 32100-2015). Pure.

Eighteen characters: registering department, kind of organization, six digits of the area, nine
characters of the organization (GB 11714), one check character.
"""

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capitals without I, O, S, V, Z, which are mistaken for digits (GB 32100-2015, 4.5)."""
LENGTH = 18
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_FORM = re.compile(rf"[{ALPHABET}]{{2}}\d{{6}}[{ALPHABET}]{{10}}")


def normalized(typed: str) -> str:
    """The code as it is kept: full-width and small letters as capitals, no spaces or dashes."""
    half_width = "".join(
        chr(ord(sign) - 0xFEE0) if 0xFF01 <= ord(sign) <= 0xFF5E else sign for sign in typed
    )
    return re.sub(r"[\s-]", "", half_width).upper()


def check_character(body: str) -> str:
    """The eighteenth character of a code whose first seventeen are `body`."""
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_valid(code: str) -> bool:
    """Whether `code` (already normalized) has the standard's form and check character."""
    return bool(_FORM.fullmatch(code)) and check_character(code[:17]) == code[17]
