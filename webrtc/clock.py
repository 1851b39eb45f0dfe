"""The one place of the media node that asks what time it is."""

import time
from datetime import UTC, datetime

monotonic = time.monotonic
"""Seconds that never jump: every timer and every measured age uses these."""

NTP_EPOCH_OFFSET_S = 2_208_988_800
"""Seconds from 1900 (NTP) to 1970 (Unix), :rfc:`5905`."""


def now() -> datetime:
    """Return the instant, aware, UTC."""
    return datetime.now(UTC)


def unix_seconds() -> float:
    """Return seconds since 1970, the unit of tokens and signatures."""
    return time.time()


def ntp_middle() -> int:
    """Return the middle 32 bits of the NTP time, as receiver reports echo them (:rfc:`3550`)."""
    return int((time.time() + NTP_EPOCH_OFFSET_S) * 65536) & 0xFFFFFFFF
