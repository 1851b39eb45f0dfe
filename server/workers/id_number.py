"""The resident identity number (GB 11643-1999). Pure.

Eighteen characters: six digits of the area of first registration, eight of the birth date, three of
sequence (odd for men), one check character after ISO 7064:1983 MOD 11-2. The area is not checked
against today's list: a person keeps the number though their county was merged decades ago.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_FORM = re.compile(r"[1-9]\d{16}[\dX]")
_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_CHECKS = "10X98765432"
MINIMUM_AGE = 16
"""Nobody may employ a person under sixteen (Labor Law, art. 15)."""


class Sex(StrEnum):
    """As the number says it."""

    FEMALE = "female"
    MALE = "male"


class Fault(StrEnum):
    """What is wrong with a number."""

    FORM = "form"
    """Not eighteen characters of the right kind."""
    BIRTH_DATE = "birth_date"
    """No such day, or a day to come."""
    CHECK = "check"
    """The check character does not fit: a digit was mistyped."""


@dataclass(frozen=True)
class Reading:
    """What a sound number says."""

    area: str
    """Six digits, perhaps of an area that no longer exists."""
    birth_date: date
    sex: Sex

    def age_on(self, day: date) -> int:
        """Full years on `day`."""
        return age_on(self.birth_date, day)


def normalized(typed: str) -> str:
    """The number as it is kept: half-width, no spaces, a capital X."""
    half_width = "".join(
        chr(ord(sign) - 0xFEE0) if 0xFF01 <= ord(sign) <= 0xFF5E else sign for sign in typed
    )
    return re.sub(r"[\s-]", "", half_width).upper()


def check_character(body: str) -> str:
    """The eighteenth character of a number whose first seventeen digits are `body`."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def read(number: str, today: date) -> Reading | Fault:
    """What `number` (already normalized) says, or what is wrong with it."""
    if not _FORM.fullmatch(number) or not number.isascii():
        return Fault.FORM
    try:
        birth_date = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return Fault.BIRTH_DATE
    if birth_date > today or birth_date.year < 1900:
        return Fault.BIRTH_DATE
    if check_character(number[:17]) != number[17]:
        return Fault.CHECK
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return Reading(area=number[:6], birth_date=birth_date, sex=sex)


def age_on(birth_date: date, day: date) -> int:
    """Full years on `day`; who is born on 29 February turns a year older on 1 March."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday
