"""`python -m tools import_rules`: the rings inside each domain."""

from tools import places
from tools.import_rules import breaches
from tools.say import line


def main(_arguments: list[str]) -> int:
    """:return: 1 when an import breaks a ring."""
    found = list(breaches(places.ROOT / "server"))
    for breach in found:
        line(str(breach))
    return 1 if found else 0
