"""How much a publisher may send, so that its receivers' lines can carry it.

A receiver's estimate (REMB) is only a limit when it lies below what it is being sent: otherwise it
merely says that no more has been tried. With many receivers one bad line must not spoil the picture
for all; then the ceiling stands, and layers or HLS serve the narrow ones.
"""

from collections.abc import Iterable
from typing import Final

FLOOR_BPS: Final = 150_000
"""Below this a face is no longer a face; sound and a small picture still fit."""
CEILING_BPS: Final = 2_500_000
MAX_RECEIVERS: Final = 5
"""An interview has at most six places."""
_BACK_OFF: Final = 0.9
_GROWTH: Final = 1.08
"""A second; browsers themselves grow as slowly without probing."""


class BitrateLimit:
    """The limit of one publisher."""

    def __init__(self, ceiling_bps: int = CEILING_BPS) -> None:
        self.bps = self._ceiling = ceiling_bps

    def step(self, sent_bps: float, estimates_bps: Iterable[int]) -> int:
        """Adjust once a second.

        :param sent_bps: what the publisher sent in the last second
        :param estimates_bps: what each receiver believes its line carries, recent ones only
        :return: the limit to tell the publisher
        """
        estimates = list(estimates_bps)
        narrow = [one for one in estimates if one < sent_bps * 0.95]
        if narrow and len(estimates) <= MAX_RECEIVERS:
            self.bps = max(FLOOR_BPS, min(self.bps, int(min(narrow) * _BACK_OFF)))
        else:
            self.bps = min(self._ceiling, int(self.bps * _GROWTH) + 10_000)
        return self.bps
