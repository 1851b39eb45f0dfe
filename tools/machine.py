"""What must be true of this machine before anything is started: a sentence each where it is not."""

import errno
import importlib.util
import shutil
import socket
import sys

from tools import places
from tools.say import Refusal

SPACE_TO_SET_UP = 2_000_000_000
"""Bytes that a first set-up takes: environment, Node packages, caches, divisions."""
SPACE_TO_RUN = 200_000_000


def require_venv() -> None:
    """Debian's python3 comes without `venv`'s other half.

    :raises Refusal: `python3 -m venv` could not make an environment with pip in it
    """
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    raise Refusal(
        f"This Python has no venv module with pip: sudo apt-get install {package} "
        "(or python3-venv), then start again."
    )


def require_space(needed: int) -> None:
    """:raises Refusal: the disk below the repository has less than `needed` bytes left."""
    free = shutil.disk_usage(places.ROOT).free
    if free < needed:
        raise Refusal(
            f"Only {free / 1e9:.1f} GB are free on the disk of {places.ROOT}; "
            f"{needed / 1e9:.1f} GB are needed. Make room and start again."
        )


def require_free_port(variable: str, host: str, port: int, *, udp: bool = False) -> None:
    """:raises Refusal: something else listens on `port`; the sentence names the way around it."""
    kind = socket.SOCK_DGRAM if udp else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as probe:
        if not udp:
            # As the servers themselves do: a port in TIME_WAIT after a stop is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Refusal(_port_sentence(variable, host, port, udp, problem)) from problem


def _port_sentence(variable: str, host: str, port: int, udp: bool, problem: OSError) -> str:
    name = f"{'UDP port' if udp else 'Port'} {port}"
    if problem.errno == errno.EADDRINUSE:
        return (
            f"{name} is in use by another program. Stop that one, or choose another: "
            f"make run {variable}={port + 10}"
        )
    if problem.errno == errno.EACCES:
        return (
            f"{name} may only be opened by root; choose one above 1024: "
            f"make run {variable}=8{port:03d}"
        )
    return f"{name} cannot be opened on {host}: {problem.strerror}."
