"""How often one session may knock: enough for a page that reconnects, too little for a flood."""

from typing import Final

LIMIT: Final = 60
WINDOW_S: Final = 10.0
MAX_REMEMBERED: Final = 20_000


class RequestLimit:
    """Counts requests per key in fixed windows."""

    def __init__(self) -> None:
        self._windows: dict[str, tuple[float, int]] = {}

    def take(self, key: str, now: float) -> bool:
        """Count a request.

        :param now: monotonic seconds
        :return: False when there were more than `LIMIT` in the current window
        """
        began, count = self._windows.pop(key, (now, 0))
        if now - began >= WINDOW_S:
            began, count = now, 0
        # Taken out and put back, so that the first in order is the one unused for longest.
        self._windows[key] = (began, count + 1)
        while len(self._windows) > MAX_REMEMBERED:
            del self._windows[next(iter(self._windows))]
        return count < LIMIT
