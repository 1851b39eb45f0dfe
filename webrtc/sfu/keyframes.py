"""Asking a sender for key frames, seldom enough that a thousand viewers cannot hurt it."""

from typing import Final

INTERVAL_S: Final = 0.5
"""At most two requests a second reach a publisher, whatever viewers send (TRUST abuse case 15)."""


class KeyFrameRequests:
    """Merges the requests of all receivers of one video stream."""

    __slots__ = ("_is_waiting", "_sent_at")

    def __init__(self) -> None:
        self._sent_at = float("-inf")
        self._is_waiting = False

    def request(self, now: float) -> bool:
        """Note that somebody needs a key frame.

        :param now: monotonic seconds
        :return: whether to ask the sender now; if not, `is_due` says when
        """
        self._is_waiting = True
        return self.is_due(now)

    def is_due(self, now: float) -> bool:
        """Tell whether a noted request may go out now; if so it counts as sent."""
        if not self._is_waiting or now - self._sent_at < INTERVAL_S:
            return False
        self._is_waiting = False
        self._sent_at = now
        return True

    def answered(self) -> None:
        """A key frame arrived: whoever waited has it."""
        self._is_waiting = False
