"""The word for a person's line, from what both ends report."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webrtc.sfu.participant import Participant


def quality_word(loss: float, rtt_ms: float | None) -> str:
    """Put a line into a word people understand: good, fair or poor.

    :param loss: share of packets lost, 0 to 1
    :param rtt_ms: round trip, None when unknown
    """
    rtt = rtt_ms or 0.0
    if loss > 0.1 or rtt > 800:
        return "poor"
    if loss > 0.03 or rtt > 350:
        return "fair"
    return "good"


def line_of(participant: "Participant") -> tuple[float, float | None]:
    """Return a participant's worst loss (either way) and its longest round trip, milliseconds."""
    losses = [0.0]
    trips: list[float] = []
    if participant.publication is not None:
        losses += [track.reception.loss for track in participant.publication.tracks]
    for subscription in participant.subscriptions:
        losses += [out.loss for out in subscription.tracks]
        trips += [out.rtt_ms for out in subscription.tracks if out.rtt_ms is not None]
    return max(losses), max(trips, default=None)
