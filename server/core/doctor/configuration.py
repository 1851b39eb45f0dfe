"""What the settings alone say: secrets, addresses, the async mode, what is for trial only."""

import difflib
import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from server.core.doctor import Finding, error, examination, ok, warning
from server.core.settings import Settings, given

EXAMPLE = Path(__file__).resolve().parents[3] / ".env.example"


@examination
def refusals(conf: Settings) -> Iterator[Finding]:
    """What keeps the programs from starting at all."""
    found = conf.refusals()
    for sentence in found:
        yield error("settings.refused", sentence, "Set it in the environment file and start again.")
    if not found:
        yield ok("settings.complete", "The settings are complete and the secrets long enough.")


@examination
def unknown_names(_conf: Settings) -> Iterator[Finding]:
    """A mistyped name is silently its default; .env.example lists every name there is."""
    known = set(re.findall(r"^#?(LIANPIN_[A-Z_]+)=", EXAMPLE.read_text("utf-8"), re.MULTILINE))
    for name in given():
        if name not in known and not name.startswith("LIANPIN_TEST_"):
            near = difflib.get_close_matches(name, known, n=1)
            yield warning(
                "settings.unknown",
                f"{name} is no setting of ours.",
                f"Did you mean {near[0]}?" if near else "Remove it; .env.example has them all.",
            )


@examination
def addresses(conf: Settings) -> Iterator[Finding]:
    """Browsers give camera and microphone to https pages and to this very machine only."""
    if is_local(conf.public_url):
        yield ok("address.local", f"{conf.public_url} is this machine: browsers allow the camera.")
        return
    for name, url in (("PUBLIC_URL", conf.public_url), ("MEDIA_URL", conf.media_url)):
        if url.startswith("https://"):
            yield ok("address.https", f"LIANPIN_{name} is https.")
        else:
            yield error(
                "address.not_https",
                f"LIANPIN_{name} ({url}) is not https: browsers give it no camera.",
                "Put nginx with a certificate in front (deploy/nginx.conf) and set that address.",
            )
    if is_local(conf.media_url):
        yield error(
            "address.media_local",
            f"LIANPIN_MEDIA_URL ({conf.media_url}) is this machine: no other reaches it.",
            "Set the address under which browsers reach the media node.",
        )
    if not conf.trusted_hosts:
        yield warning(
            "address.any_host",
            "LIANPIN_TRUSTED_HOSTS is empty: requests for any host name are answered.",
            f'Set it to ["{urlsplit(conf.public_url).hostname}"].',
        )
    if not conf.trusted_proxies:
        yield warning(
            "address.no_proxy",
            "LIANPIN_TRUSTED_PROXIES is 0: behind nginx every visitor looks like nginx.",
            "Set it to the number of proxies in front, usually 1.",
        )


@examination
def trial(conf: Settings) -> Iterator[Finding]:
    """What is fine to look around with and not to sign contracts with."""
    if conf.demo and not is_local(conf.public_url):
        yield error(
            "trial.demo",
            "Demo mode is on under a public address: codes and passwords are shown to all.",
            "Set LIANPIN_DEMO=false and secrets of your own.",
        )
    elif conf.demo:
        yield warning(
            "trial.demo_local",
            "Demo mode is on: well-known accounts, codes shown on a page, a trial authority.",
            "Set LIANPIN_DEMO=false before real people are registered.",
        )
    if not conf.demo and not conf.timestamp_url:
        yield warning(
            "trial.timestamps",
            "Timestamps and certificates come from the embedded trial authority.",
            "Set LIANPIN_TIMESTAMP_URL to a licensed RFC 3161 authority (docs/operations.md).",
        )


def is_local(url: str) -> bool:
    """Whether an address means the machine itself."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
