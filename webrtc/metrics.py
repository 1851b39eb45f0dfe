"""The node's figures in Prometheus' text format; read from plain numbers when somebody asks."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from webrtc import clock

if TYPE_CHECKING:
    from webrtc.node import Node

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def render(node: "Node") -> str:
    """Write every figure."""
    return "".join(_lines(node))


def _lines(node: "Node") -> Iterator[str]:
    for name, value in asdict(node.port.counters).items():
        yield from _figure(f"lianpin_media_{name}_total", "counter", value)
    batches = [local.batch for local in node.port.locals]
    yield from _figure(
        "lianpin_media_datagrams_sent_total", "counter", sum(one.sent for one in batches)
    )
    yield from _figure(
        "lianpin_media_datagrams_lost_total", "counter", sum(one.lost for one in batches)
    )
    rooms = node.registry.rooms.values()
    yield from _figure("lianpin_media_rooms", "gauge", len(rooms))
    participants = sum(len(room.participants) for room in rooms)
    yield from _figure("lianpin_media_participants", "gauge", participants)
    yield from _figure("lianpin_media_peers", "gauge", len(node.registry.resources))
    yield from _figure("lianpin_media_tokens_refused_total", "counter", node.refused_tokens)
    yield from _figure("lianpin_media_facts_delivered_total", "counter", node.webhooks.delivered)
    yield from _figure("lianpin_media_facts_dropped_total", "counter", node.webhooks.dropped)
    yield from _figure("lianpin_media_facts_waiting", "gauge", node.webhooks.backlog)
    yield from _figure("lianpin_media_tick_late_seconds", "gauge", round(node.late_s, 4))
    uptime = int((clock.now() - node.started_at).total_seconds())
    yield from _figure("lianpin_media_uptime_seconds", "gauge", uptime)


def _figure(name: str, kind: str, value: float) -> Iterator[str]:
    yield f"# TYPE {name} {kind}\n{name} {value}\n"
