"""The media node: reachable, with our key and our time, and announcing a usable address."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from server.core import clock
from server.core.doctor import Finding, error, examination, ok
from server.core.doctor.configuration import is_local
from server.core.settings import Settings
from webrtc.control.client import ControlClient, NodeRefused, NodeUnavailable

MOST_SKEW_S = 20.0
"""Join tokens and signatures carry the time; a minute apart they are refused."""
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@examination
def media_node(conf: Settings) -> Iterator[Finding]:
    """As the server reaches it."""
    url = conf.media_control_url
    try:
        with _OPENER.open(f"{url}/readyz", timeout=3) as answer:
            told, date = json.load(answer), answer.headers.get("Date")
    except (urllib.error.URLError, OSError, ValueError) as problem:
        yield error(
            "media.unreachable",
            f"The media node at {url} does not answer ({type(problem).__name__}).",
            "Start it (systemctl start lianpin-media@8100, or make run) or set "
            "LIANPIN_MEDIA_CONTROL_URL.",
        )
        return
    yield ok("media.reachable", f"The media node at {url} is ready.")
    yield from _key(conf)
    yield from _time(date)
    yield from _addresses(conf, told.get("addresses", []))


def _key(conf: Settings) -> Iterator[Finding]:
    try:
        ControlClient(conf.media_control_url, conf.media_key).rooms()
    except NodeRefused as refusal:
        yield error(
            "media.key",
            f"The media node refuses our signature ({refusal.code}).",
            "Give both programs the same LIANPIN_MEDIA_KEY, and the same time.",
        )
    except NodeUnavailable:
        yield error("media.control", "The media node does not answer control calls.", "Restart it.")
    else:
        yield ok("media.key_agrees", "Server and media node have the same key.")


def _time(date: str | None) -> Iterator[Finding]:
    if date is None:
        return
    apart = abs(parsedate_to_datetime(date).timestamp() - clock.now().timestamp())
    if apart > MOST_SKEW_S:
        yield error(
            "media.clock",
            f"The clocks of server and media node are {apart:.0f} s apart.",
            "Run a time service (chrony) on both machines.",
        )
    else:
        yield ok("media.clock_agrees", "Server and media node agree about the time.")


def _addresses(conf: Settings, announced: list[str]) -> Iterator[Finding]:
    if not announced:
        return
    reachable = [address for address in announced if not is_local(f"udp://{address}")]
    if reachable:
        yield ok("media.addresses", f"The media node announces {', '.join(reachable)}.")
    elif is_local(conf.public_url):
        yield ok("media.addresses", "The media node announces this machine only.")
    else:
        yield error(
            "media.loopback",
            "The media node announces loopback addresses only: no other machine hears or sees.",
            "Set LIANPIN_MEDIA_ADDRESSES to its public address.",
        )
