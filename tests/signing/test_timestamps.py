"""Trusted time: the embedded authority, and any other by HTTP."""

import asyncio
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from asn1crypto import tsp

from server.core import clock
from server.signing import pades, verifier
from server.signing.errors import TimestampUnavailable
from server.signing.timestamps import EmbeddedAuthority, RemoteAuthority
from server.signing.verdicts import Outcome
from tests.signing.conftest import ENTERPRISE, WORKER

DIGEST = hashlib.sha256(b"a contract").digest()


def stated(token) -> tsp.TSTInfo:
    return token["content"]["encap_content_info"]["content"].parsed


class Answering(BaseHTTPRequestHandler):
    """A time-stamping authority on the loopback."""

    authority: ClassVar[EmbeddedAuthority | None] = None

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.authority is None:
            self.send_error(503)
            return
        answer = self.authority.answer(tsp.TimeStampReq.load(body)).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()
    Answering.authority = None


class TestEmbeddedAuthority:
    def test_a_token_states_the_digest_and_now(self, tsa):
        token = stated(asyncio.run(tsa.async_timestamp(DIGEST, "sha256")))
        assert token["message_imprint"]["hashed_message"].native == DIGEST
        assert abs((token["gen_time"].native - clock.now()).total_seconds()) < 5

    def test_two_tokens_have_different_serial_numbers(self, tsa):
        first, second = (
            stated(asyncio.run(tsa.async_timestamp(DIGEST, "sha256"))) for _ in range(2)
        )
        assert first["serial_number"].native != second["serial_number"].native


class TestRemoteAuthority:
    def test_an_authority_reached_by_http_seals_a_contract(self, address, tsa, workshop):
        Answering.authority = tsa
        prepared, now = workshop.prepared(), clock.now()
        parties = [workshop.party(field, now) for field in (WORKER, ENTERPRISE)]
        pdf = pades.seal(
            prepared,
            parties,
            chain=workshop.authority.chain,
            revocation_lists=workshop.authority.revocation_lists(now),
            timestamper=RemoteAuthority(address),
        )
        verdict = verifier.verify(pdf, workshop.expect(pdf, prepared, parties), workshop.trust)
        assert verdict.outcome is Outcome.PASSED

    def test_an_authority_that_fails_is_unavailable(self, address):
        with pytest.raises(TimestampUnavailable):
            asyncio.run(RemoteAuthority(address).async_timestamp(DIGEST, "sha256"))

    def test_an_authority_that_is_not_there_is_unavailable(self):
        nobody = RemoteAuthority("http://127.0.0.1:9/")
        with pytest.raises(TimestampUnavailable):
            asyncio.run(nobody.async_timestamp(DIGEST, "sha256"))
