"""The environment of the programs that `make run` starts.

Settings come from the environment, then from `.env` in the repository, then from what `make run`
assumes: demo mode and this machine's loopback. Production does not come through here: its units
name their own environment file (docs/operations.md).
"""

import json
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools import places
from tools.say import Refusal

BUILDING: Mapping[str, str] = {"LIANPIN_DEMO": "true"}
"""For the steps of set-up, which import modules that import the settings but use no secret."""

FIRST_DOT_ENV = """\
# Made by the first `make run`: demo mode, data and secrets in var/.
# `.env.example` explains every setting.
LIANPIN_DEMO=true
"""


@dataclass(frozen=True)
class Ports:
    """Where the programs listen."""

    host: str
    web: int
    media: int
    media_udp: int


def load() -> dict[str, str]:
    """The environment of this process over `.env`, which is made on a first start.

    :raises Refusal: a line of `.env` is not NAME=value
    """
    path = places.ROOT / ".env"
    if not path.exists() and "LIANPIN_DEMO" not in os.environ:
        path.write_text(FIRST_DOT_ENV)
    return {**(parse(path.read_text()) if path.exists() else {}), **os.environ}


def parse(text: str) -> dict[str, str]:
    """The NAME=value lines of a `.env` file; `#` begins a comment, quotes are the shell's.

    :raises Refusal: another kind of line
    """
    found = {}
    for number, line in enumerate(text.splitlines(), start=1):
        words = shlex.split(line, comments=True)
        if not words:
            continue
        name, equals, value = words[0].partition("=")
        if len(words) > 1 or not equals or not name.isidentifier():
            raise Refusal(
                f"Line {number} of .env is not NAME=value; quote a value that has spaces."
            )
        found[name] = value
    return found


def ports(environment: Mapping[str, str]) -> Ports:
    """:raises Refusal: a port is no number between 1 and 65535."""
    return Ports(
        host=environment.get("HOST", "127.0.0.1"),
        web=_port(environment, "PORT", 8000),
        media=_port(environment, "MEDIA_PORT", 8100),
        media_udp=_port(environment, "MEDIA_UDP_PORT", 8101),
    )


def complete(environment: Mapping[str, str], where: Ports) -> dict[str, str]:
    """`environment` with what the three programs must agree on."""
    web = f"http://127.0.0.1:{where.web}"
    media = f"http://127.0.0.1:{where.media}"
    assumed = {
        "LIANPIN_DEMO": "true",
        "LIANPIN_PUBLIC_URL": web,
        "LIANPIN_MEDIA_URL": media,
        "LIANPIN_MEDIA_CONTROL_URL": media,
        "LIANPIN_MEDIA_HOST": where.host,
        "LIANPIN_MEDIA_WEBHOOK_URL": f"{web}/api/v1/media/webhooks",
        "LIANPIN_WEB_ORIGINS": f"{web},http://localhost:{where.web}",
        "HOST": where.host,
        "PORT": str(where.web),
        "MEDIA_PORT": str(where.media),
        "MEDIA_UDP_PORT": str(where.media_udp),
        "PYTHONUNBUFFERED": "1",
    }
    return {**assumed, **environment, "LIANPIN_DATA_DIR": str(data_dir(environment))}


def data_dir(environment: Mapping[str, str]) -> Path:
    """The data directory of the embedded set-up: LIANPIN_DATA_DIR, else var/."""
    return (places.ROOT / environment.get("LIANPIN_DATA_DIR", "var")).absolute()


def with_media_key(environment: Mapping[str, str]) -> dict[str, str]:
    """Add the key that web and media share; demo mode keeps it in the data directory."""
    kept = data_dir(environment) / "secrets.json"
    if environment.get("LIANPIN_MEDIA_KEY") or not kept.exists():
        return dict(environment)
    return {**environment, "LIANPIN_MEDIA_KEY": json.loads(kept.read_text())["media_key"]}


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name, str(default))
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise Refusal(f"{name}={value} is not a port: a number from 1 to 65535.")
    return int(value)
