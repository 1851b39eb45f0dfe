"""The house's tests start programs of their own."""

import socket
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture
def free_port() -> Callable[[], int]:
    """A port that nothing listens on at the moment."""

    def find() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    return find


@pytest.fixture
def busy_port() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture
def busy_udp_port() -> Iterator[int]:
    """A UDP port that another program has."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("", 0))
        yield taken.getsockname()[1]
