"""Strangers on the UDP port, and members who misbehave."""

import asyncio
import secrets
import socket
import threading

import pytest
from OpenSSL import SSL

from tests.webrtc.clients import Client
from webrtc.sfu.rtcp import picture_loss


def client_hello():
    connection = SSL.Connection(SSL.Context(SSL.DTLS_METHOD))
    connection.set_connect_state()
    with pytest.raises(SSL.WantReadError):
        connection.do_handshake()
    return connection.bio_read(4096)


@pytest.fixture
def spray(node):
    """Send datagrams to the node from ten source ports, until stopped."""
    stop, sent = threading.Event(), []

    def run(datagrams):
        sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(10)]
        count = 0
        while not stop.wait(0.002):
            sockets[count % 10].sendto(
                datagrams[count % len(datagrams)], ("127.0.0.1", node.udp_port)
            )
            count += 1
        for one in sockets:
            one.close()
        sent.append(count)

    threads = []

    def start(datagrams):
        threads.append(threading.Thread(target=run, args=(datagrams,)))
        threads[0].start()

    yield start
    stop.set()
    for one in threads:
        one.join()
    assert sent[0] > 100


class TestAStranger:
    def test_with_client_hellos_from_everywhere_kills_no_handshake(self, node, run, spray):
        spray([client_hello(), b"\x14\xfe\xfd" + bytes(20), b"\x80\x60" + bytes(40), b"\x00\x01"])

        async def act():
            publishers = [Client(node, node.token(f"r{i}", "stage")) for i in range(10)]
            try:
                for i, one in enumerate(publishers):
                    await one.publish(f"r{i}")
                assert all(one.connected.is_set() for one in publishers)
                assert not any(one.closed.is_set() for one in publishers)
            finally:
                await asyncio.gather(*(one.close() for one in publishers))

        run(act(), timeout_s=60)
        assert node.metric("handshakes_done_total") == 10
        assert node.metric("handshakes_failed_total") == 0
        assert node.metric("unproven_total") > 100

    def test_with_garbage_leaves_the_node_as_it_was(self, node):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            for size in [0, 1, 2, 4, 11, 12, 20, 21, 100, 1500, 3000, 9000]:
                for first in (0, 1, 20, 22, 63, 64, 127, 128, 191, 255):
                    data = (bytes([first]) + secrets.token_bytes(size))[:size]
                    sock.sendto(data, ("127.0.0.1", node.udp_port))
        assert node.call("GET", "/healthz")[0] == 200
        assert node.metric("rtp_in_total") == 0


class TestAMember:
    def test_who_invents_streams_reaches_nobody_and_costs_no_memory(self, node, run, core):
        async def act():
            member = Client(node, node.token("r1", "worker"))
            viewer = Client(node, node.token("r1", "officer", publishes=frozenset()))
            try:
                await member.publish("r1")
                await viewer.watch("r1", "worker")
                transport = member.connection.getTransceivers()[1].sender.transport
                before = await asyncio.to_thread(node.metric, "unknown_ssrc_total")
                for i in range(2000):
                    head = bytes((0x80, 97)) + i.to_bytes(2, "big") + bytes(4)
                    await transport._send_rtp(head + secrets.token_bytes(4) + bytes(200))
                    if i % 50 == 0:
                        await asyncio.sleep(0.001)
                await viewer.frames("video", 5)
                after = await asyncio.to_thread(node.metric, "unknown_ssrc_total")
                assert after - before > 1000
            finally:
                await member.close()
                await viewer.close()

        run(act(), timeout_s=40)

    def test_who_asks_for_key_frames_without_end_is_merged_with_everyone(self, node, run):
        async def act():
            member = Client(node, node.token("r1", "worker"))
            viewer = Client(node, node.token("r1", "officer", publishes=frozenset()))
            try:
                await member.publish("r1")
                await viewer.watch("r1", "worker")
                await viewer.frames("video", 1)
                sender = member.connection.getTransceivers()[1].sender
                asked = 0
                handle = sender._handle_rtcp_packet

                async def count(packet):
                    nonlocal asked
                    asked += getattr(packet, "fmt", 0) == 1 and hasattr(packet, "media_ssrc")
                    await handle(packet)

                sender._handle_rtcp_packet = count
                transport = viewer.connection.getTransceivers()[1].receiver.transport
                answer = viewer.connection.remoteDescription.sdp
                ssrc = int(answer.split("a=ssrc-group:FID ")[1].split()[0])
                for _ in range(100):
                    await transport._send_rtp(picture_loss(1, ssrc))
                    await asyncio.sleep(0.01)
                assert 1 <= asked <= 4
            finally:
                await member.close()
                await viewer.close()

        run(act(), timeout_s=40)

    def test_who_floods_is_cut_to_a_budget(self, node, run):
        async def act():
            member = Client(node, node.token("r1", "worker"))
            try:
                await member.publish("r1")
                sender = member.connection.getTransceivers()[1].sender
                datagram = bytes((0x80, 97)) + bytes(6) + sender._ssrc.to_bytes(4, "big")
                for _ in range(20_000):
                    await sender.transport.transport._send(datagram + bytes(100))
                dropped = await asyncio.to_thread(node.metric, "dropped_total")
                assert dropped > 1000
            finally:
                await member.close()

        run(act(), timeout_s=40)
