"""How these tools speak: a line per step with its time, and one sentence when it goes wrong."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator


class Refusal(Exception):
    """Something a person must change; the text is the one sentence that says what."""


def line(text: str = "") -> None:
    """Print at once, also into a pipe; when its reader has gone, what follows is not shown."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@contextlib.contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step that takes a while, and say how long it took when it is done."""
    started = time.monotonic()
    print(f"  {text} …", end="" if sys.stdout.isatty() else "\n", flush=True)
    yield
    took = time.monotonic() - started
    print(f" {took:.1f} s" if sys.stdout.isatty() else f"    {took:.1f} s", flush=True)
