"""How well one stream arrives, and which packets to ask for again (:rfc:`3550` A.3, A.8)."""

from typing import Final

from webrtc.sfu.rtcp import Reception, SenderReport

MAX_MISSING: Final = 200
"""More than this many missing at once is an outage; a key frame mends it, requests do not."""
MAX_TRIES: Final = 8
RETRY_S: Final = 0.06
"""Between two requests for the same packet: about one round trip across the country."""
RESYNC_GAP: Final = 3000
"""A jump this large is a sender that started anew (:rfc:`3550` A.1)."""


class StreamReception:
    """Statistics of one SSRC."""

    def __init__(self, ssrc: int, clock_rate: int, *, asks_again: bool) -> None:
        """:param asks_again: the sender has agreed to answer NACK"""
        self.ssrc = ssrc
        self.last_report: SenderReport | None = None
        self.last_report_at = 0.0
        self.received = 0
        self.loss = 0.0
        """Share of packets lost in the last report interval, 0 to 1."""
        self._clock_rate = clock_rate
        self._asks_again = asks_again
        self._base = self._highest = -1
        self._jitter = 0.0
        self._transit: float | None = None
        self._expected_before = self._received_before = 0
        self._missing: dict[int, tuple[int, float]] = {}

    @property
    def jitter_ms(self) -> float:
        """Interarrival jitter, milliseconds."""
        return self._jitter / self._clock_rate * 1000

    @property
    def has_missing(self) -> bool:
        """Whether `due_requests` will have something to say."""
        return bool(self._missing)

    def note(self, sequence: int, timestamp: int, now: float) -> bool:
        """Count a packet.

        :return: whether new packets are missing, so that they should be asked for
        """
        self.received += 1
        if self._highest < 0:
            self._base = self._highest = sequence
            return False
        delta = (sequence - self._highest) & 0xFFFF
        if delta >= 0x8000:
            self._missing.pop(sequence, None)
            return False
        if delta == 0:
            return False
        self._note_jitter(timestamp, now)
        if delta > RESYNC_GAP:
            self._base = self._highest = sequence
            self.received, self._expected_before, self._received_before = 1, 0, 0
            self._missing.clear()
            return False
        if delta > 1 and self._asks_again:
            for lost in range(self._highest + 1, self._highest + delta):
                self._missing[lost & 0xFFFF] = (0, now)
            if len(self._missing) > MAX_MISSING:
                self._missing.clear()
        self._highest += delta
        return delta > 1 and bool(self._missing)

    def due_requests(self, now: float) -> tuple[int, ...]:
        """Return sequence numbers to ask for now; each is asked for at most `MAX_TRIES` times."""
        due = [sequence for sequence, (_, at) in self._missing.items() if at <= now]
        for sequence in due:
            tries = self._missing[sequence][0] + 1
            if tries >= MAX_TRIES:
                del self._missing[sequence]
            else:
                self._missing[sequence] = (tries, now + RETRY_S)
        return tuple(due)

    def note_report(self, report: SenderReport, now: float) -> None:
        """Remember when the sender's clocks were last told."""
        self.last_report, self.last_report_at = report, now

    def report(self, now: float) -> Reception | None:
        """Sum up since the last report; None before the first packet."""
        if self._highest < 0:
            return None
        expected = self._highest - self._base + 1
        expected_now = expected - self._expected_before
        received_now = self.received - self._received_before
        self._expected_before, self._received_before = expected, self.received
        lost_now = max(0, expected_now - received_now)
        self.loss = lost_now / expected_now if expected_now > 0 else 0.0
        last, delay = 0, 0
        if self.last_report is not None:
            last = self.last_report.ntp >> 16 & 0xFFFFFFFF
            delay = int((now - self.last_report_at) * 65536)
        fraction, lost = min(255, int(self.loss * 256)), expected - self.received
        return Reception(self.ssrc, fraction, lost, self._highest, int(self._jitter), last, delay)

    def _note_jitter(self, timestamp: int, now: float) -> None:
        transit = now * self._clock_rate - timestamp
        if self._transit is not None:
            change = abs(transit - self._transit)
            if change < self._clock_rate:  # A wrapped timestamp is no jitter.
                self._jitter += (change - self._jitter) / 16
        self._transit = transit
