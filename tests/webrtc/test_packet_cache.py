"""What a receiver misses is still there, for a while."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc.sfu.packet_cache import Packet, PacketCache


def packet(sequence):
    return Packet(sequence & 0xFFFF, sequence * 3000 & 0xFFFFFFFF, 0, b"x")


@given(start=st.integers(0, 0xFFFF), count=st.integers(1, 300))
def test_exactly_the_last_packets_are_found(start, count):
    cache = PacketCache(64)
    for i in range(count):
        assert cache.store(packet(start + i))
    for i in range(count):
        found = cache.find((start + i) & 0xFFFF)
        assert (found is not None) == (i >= count - 64)


def test_a_repeated_packet_is_recognised():
    cache = PacketCache(64)
    assert cache.store(packet(7))
    assert not cache.store(packet(7))


def test_a_late_packet_fills_its_own_place_and_no_other():
    cache = PacketCache(64)
    for sequence in (10, 11, 13):
        cache.store(packet(sequence))
    assert cache.store(packet(12))
    assert all(cache.find(sequence) for sequence in (10, 11, 12, 13))


def test_a_packet_older_than_the_ring_displaces_nothing():
    cache = PacketCache(64)
    cache.store(packet(100))
    assert cache.store(packet(36))
    assert cache.find(100)
    assert cache.find(36) is None


def test_a_size_that_is_no_power_of_two_is_refused():
    with pytest.raises(ValueError, match="power of two"):
        PacketCache(100)
