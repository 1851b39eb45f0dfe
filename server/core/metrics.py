"""Metrics for Prometheus: a few that answer an operator's questions."""

import prometheus_client as prometheus

REQUESTS = prometheus.Histogram(
    "lianpin_request_seconds",
    "Time to answer a request, by endpoint and status",
    ["endpoint", "status"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)
COMMITS = prometheus.Counter("lianpin_commits", "Transactions that stated a fact", ["fact"])
OUTBOX_OPEN = prometheus.Gauge("lianpin_outbox_open", "Promises not yet kept")
OUTBOX_SET_ASIDE = prometheus.Gauge("lianpin_outbox_set_aside", "Promises that failed for good")
OUTBOX_OLDEST = prometheus.Gauge("lianpin_outbox_oldest_seconds", "Age of the oldest due promise")


def text() -> bytes:
    """The metrics of this process in the text format."""
    return prometheus.generate_latest()
