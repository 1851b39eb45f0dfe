"""Mobile numbers of the mainland. A pure file."""

import re

from server.core.i18n import lazy

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_FILLING = re.compile(r"[\s\-().]")
NOT_A_PHONE = lazy("Please enter a mobile number of 11 digits.")


def mobile(text: str) -> str:
    """`"+86 138-0000-0001"` as it is kept: `"13800000001"`.

    :raises ValueError: it is no mainland mobile number; the text is a sentence for the person
    """
    digits = _FILLING.sub("", text)
    for prefix in ("+86", "0086"):
        digits = digits.removeprefix(prefix)
    if not _MOBILE.fullmatch(digits):
        raise ValueError(NOT_A_PHONE)
    return digits
