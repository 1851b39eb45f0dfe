"""A frame is divided so that the kernel can cut it apart again."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.transport.fanout import PACKETS, PLACE, runs
from webrtc.transport.intake import MultiIntake, PlainIntake
from webrtc.transport.kernel import address_of, name_of

frames = st.lists(st.binary(min_size=12, max_size=40), min_size=1, max_size=30)


@given(frame=frames)
def test_runs_hold_every_packet_in_order(frame):
    found = []
    for run in runs(frame):
        for i, size in enumerate(run.sizes):
            found.append(bytes(run.block[i * PLACE : i * PLACE + size]))
    assert found == frame


@given(frame=frames)
def test_only_the_last_packet_of_a_run_may_be_shorter(frame):
    for run in runs(frame):
        assert 1 <= run.count <= PACKETS
        assert len(set(run.sizes[:-1])) <= 1
        assert run.sizes[-1] <= run.sizes[0]


@given(count=st.integers(1, 40), size=st.integers(12, 1400))
def test_packets_of_one_size_need_as_few_runs_as_the_limit_allows(count, size):
    assert len(runs([bytes(size)] * count)) == -(-count // PACKETS)


@pytest.mark.parametrize("address", [("192.0.2.7", 5004), ("2001:db8::7", 5004, 0, 3)])
def test_an_address_is_read_as_it_was_written(address):
    assert address_of(name_of(address)) == address


@pytest.mark.parametrize("kind", [MultiIntake, PlainIntake])
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_what_waits_is_read_with_its_source(kind, host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with (
        socket.socket(family, socket.SOCK_DGRAM) as here,
        socket.socket(family, socket.SOCK_DGRAM) as there,
    ):
        here.bind((host, 0))
        there.bind((host, 0))
        here.setblocking(False)
        intake = kind(here)
        assert intake.read() == []
        for i in range(40):
            there.sendto(bytes([i]) * (i + 1), here.getsockname())
        first = intake.read()
        assert [size for size, _ in first] == list(range(1, 33))
        assert {name for _, name in first} == {name_of(there.getsockname())}
        assert bytes(intake.slots.views[31][:32]) == bytes([31]) * 32
        assert len(intake.read()) == 8
