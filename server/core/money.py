"""Money: people type yuan, the platform counts integer fen."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

from server.core.i18n import lazy

_YUAN = re.compile(r"^\d{1,9}(\.\d{1,2})?$")


def fen_of_yuan(typed: Any) -> int:
    """Yuan as typed ("5800", "5,800.5", "¥5800") in fen.

    :raises ValueError: with a sentence for the person, when it is not an amount
    """
    text = str(typed).strip().lstrip("¥￥").replace(",", "").replace("，", "").removesuffix("元")
    text = text.strip()
    if not _YUAN.match(text):
        raise ValueError(lazy("Please enter an amount in yuan, such as 5800 or 5800.50."))
    whole, _point, cents = text.partition(".")
    return int(whole) * 100 + int(cents.ljust(2, "0") or 0)


FenFromYuan = Annotated[int, BeforeValidator(fen_of_yuan)]
"""A form field filled in yuan (the `money_field` macro) and kept in fen: `pay_fen: FenFromYuan`."""
