"""``python -m webrtc``: run one media process until it is told to stop."""

import asyncio
import gc
import logging
import signal
import sys

from pydantic import ValidationError

from webrtc.node import Node
from webrtc.settings import Settings
from webrtc.transport.port import PortBusy

_LOG = logging.getLogger("webrtc")
YOUNG_OBJECTS = 50_000
"""The packet path leaves no cycles behind; looking for them after every 700 objects, as Python does
unasked, took a fifth of the processor."""


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    node = Node(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        await node.start()
        # What is loaded by now stays until the end: no collection needs to walk over it.
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS, 20, 20)
        where = f"http://{settings.media_host}:{node.http_port}"
        _LOG.info("Media node on %s, UDP port %d.", where, node.port.number)
        await stop.wait()
    finally:
        await node.stop()


def main() -> int:
    """Return the exit code: 0 stopped, 1 a port is busy or a setting is wrong."""
    try:
        settings = Settings()
    except ValidationError as invalid:
        for one in invalid.errors(include_input=False, include_url=False):
            sentence = one["msg"].removeprefix("Value error, ")
            name = str(one["loc"][0]).upper().removeprefix("LIANPIN_") if one["loc"] else ""
            sys.stderr.write(
                f"media: LIANPIN_{name}: {sentence}\n" if name else f"media: {sentence}\n"
            )
        return 1
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s media %(levelname)s %(message)s"
    )
    try:
        _run(settings)
    except PortBusy as busy:
        sys.stderr.write(f"media: {busy} Choose another with MEDIA_PORT or MEDIA_UDP_PORT.\n")
        return 1
    return 0


def _run(settings: Settings) -> None:
    try:
        import uvloop  # noqa: PLC0415  -- a gain where it is installed, not a need
    except ImportError:
        asyncio.run(serve(settings))
    else:
        uvloop.run(serve(settings))


if __name__ == "__main__":
    sys.exit(main())
