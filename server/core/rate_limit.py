"""Token buckets in this process's memory, against floods.

Limits that must hold across processes (codes, reveals) are counted in tables of their domain.
"""

import threading
import time

_buckets: dict[str, tuple[float, float]] = {}
_lock = threading.Lock()
MOST_BUCKETS = 20_000
"""Beyond this the oldest half is forgotten: memory stays bounded under a flood of names."""


def allow(name: str, *, per_second: float, burst: int) -> bool:
    """Take one token from the bucket `name`; False when it is empty."""
    at = time.monotonic()
    with _lock:
        if len(_buckets) > MOST_BUCKETS:
            for old in sorted(_buckets, key=lambda key: _buckets[key][1])[: MOST_BUCKETS // 2]:
                del _buckets[old]
        tokens, last = _buckets.get(name, (float(burst), at))
        tokens = min(float(burst), tokens + (at - last) * per_second)
        allowed = tokens >= 1
        _buckets[name] = (tokens - 1 if allowed else tokens, at)
        return allowed


def forget() -> None:
    """Empty every bucket's memory (tests)."""
    with _lock:
        _buckets.clear()
