"""Numbers, money and dates as a Chinese contract writes them, and the words of states. Pure."""

from datetime import date

import cn2an

from server.core.i18n import lazy

FEN_PER_YUAN = 100

STATES = {
    "drafted": (lazy("Being prepared"), "neutral"),
    "sent": (lazy("Waits for signatures"), "warn"),
    "completed": (lazy("Signed; the seal is being made"), "info"),
    "sealed": (lazy("Sealed"), "good"),
}
"""State to words and tone."""
STEPS = (
    lazy("Prepared"),
    lazy("Signed by the worker"),
    lazy("Sealed by the enterprise"),
    lazy("Time-stamped"),
)


def yuan(fen: int) -> str:
    """`600000` becomes `6,000.00 元`."""
    return f"{fen // FEN_PER_YUAN:,}.{fen % FEN_PER_YUAN:02d} 元"


def yuan_in_capitals(fen: int) -> str:
    """`600000` becomes `陆仟元整`, the form that cannot be altered by adding a stroke."""
    return str(cn2an.an2cn(f"{fen // FEN_PER_YUAN}.{fen % FEN_PER_YUAN:02d}", "rmb"))


def day(value: date) -> str:
    """`2027年3月1日`."""
    return f"{value.year}年{value.month}月{value.day}日"


def months(count: int) -> str:
    """`24` becomes `2年`, `18` becomes `18个月`."""
    whole_years = count >= 12 and count % 12 == 0
    return f"{count // 12}年" if whole_years else f"{count}个月"
