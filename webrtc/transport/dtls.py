"""One side of a DTLS handshake that yields SRTP keys (:rfc:`5764`), without sockets or timers.

Bytes go in, datagrams come out; the peer above owns addresses and time. Only AEAD cipher suites are
offered, and a certificate is accepted when it is the one whose fingerprint the SDP announced.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL

from webrtc import clock

CIPHERS: Final = b"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305"
SRTP_PROFILES: Final = {
    b"SRTP_AEAD_AES_128_GCM": (16, 12),
    b"SRTP_AES128_CM_SHA1_80": (16, 14),
}
"""Name to (key, salt) bytes, best first; every browser speaks one of them."""
DIGESTS: Final = {
    "sha-256": hashes.SHA256(),
    "sha-384": hashes.SHA384(),
    "sha-512": hashes.SHA512(),
}
_EXPORTER: Final = b"EXTRACTOR-dtls_srtp"
_DATAGRAM: Final = 1200
_RECORD_HEADER: Final = 13


class HandshakeFailed(Exception):
    """The peer cannot be trusted or spoken to."""


@dataclass(frozen=True, slots=True)
class SrtpKeys:
    """What both sides derive from the handshake."""

    profile: bytes
    """A key of `SRTP_PROFILES`."""
    inbound: bytes
    """Master key and salt for what the peer sends."""
    outbound: bytes
    """Master key and salt for what we send."""


class Certificate:
    """The node's own certificate: made at start, trusted by its fingerprint in each answer."""

    def __init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, secrets.token_hex(8))])
        instant = clock.now()
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(instant - timedelta(days=1))
            .not_valid_after(instant + timedelta(days=365))
            .sign(key, hashes.SHA256())
        )
        self.fingerprint = digest(certificate, "sha-256")
        context = SSL.Context(SSL.DTLS_METHOD)
        context.set_options(SSL.OP_NO_TICKET)
        # The chain is not the proof here, the announced fingerprint is: see `_check_identity`.
        context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, lambda *_: True)
        context.use_certificate(certificate)
        context.use_privatekey(key)
        context.set_cipher_list(CIPHERS)
        context.set_tlsext_use_srtp(b":".join(SRTP_PROFILES))
        self.context = context


def digest(certificate: x509.Certificate, algorithm: str) -> str:
    """Return a fingerprint as SDP writes it: ``AB:CD:…``."""
    return certificate.fingerprint(DIGESTS[algorithm]).hex(":").upper()


class Dtls:
    """The state of one handshake and of the connection after it."""

    def __init__(
        self,
        certificate: Certificate,
        fingerprints: tuple[tuple[str, str], ...],
        *,
        is_server: bool,
    ) -> None:
        """:param fingerprints: (algorithm, value) pairs of the peer's SDP; all must fit"""
        self._fingerprints = fingerprints
        self._is_server = is_server
        self._connection = SSL.Connection(certificate.context)
        self._connection.set_ciphertext_mtu(_DATAGRAM)
        if is_server:
            self._connection.set_accept_state()
        else:
            self._connection.set_connect_state()
        self.keys: SrtpKeys | None = None
        """Set when the handshake is done and the peer is the one of the SDP."""
        self.is_closed = False
        """The peer said goodbye."""

    def receive(self, datagram: bytes) -> list[bytes]:
        """Take one datagram in.

        :return: datagrams to send
        :raise HandshakeFailed: wrong certificate, no common suite or profile
        """
        self._connection.bio_write(datagram)
        if self.keys is None:
            return self.advance()
        try:
            # We negotiate no data channel: what arrives is a repeat, an alert, or nothing of ours.
            self._connection.recv(_DATAGRAM)
        except SSL.ZeroReturnError:
            self.is_closed = True
        except SSL.WantReadError:
            pass
        except SSL.Error:
            self.is_closed = True
        return self._outgoing()

    def advance(self) -> list[bytes]:
        """Go as far as the handshake can without new input; the client starts with this."""
        try:
            self._connection.do_handshake()
        except SSL.WantReadError:
            pass
        except SSL.Error as problem:
            raise HandshakeFailed("the handshake broke") from problem
        else:
            self._check_identity()
            self.keys = self._export_keys()
        return self._outgoing()

    def timeout(self) -> float | None:
        """Return seconds until `handle_timeout` is due, None when nothing waits for an answer."""
        seconds = self._connection.DTLSv1_get_timeout()
        return None if seconds is None else float(seconds)

    def handle_timeout(self) -> list[bytes]:
        """Repeat the last flight when its answer is overdue."""
        try:
            self._connection.DTLSv1_handle_timeout()
        except SSL.Error as problem:
            raise HandshakeFailed("the peer stopped answering") from problem
        return self._outgoing()

    def close(self) -> list[bytes]:
        """Say goodbye, so that the peer need not wait for silence."""
        if self.keys is not None and not self.is_closed:
            try:
                self._connection.shutdown()
            except SSL.Error:
                return []
            return self._outgoing()
        return []

    def _check_identity(self) -> None:
        certificate = self._connection.get_peer_certificate(as_cryptography=True)
        known = [pair for pair in self._fingerprints if pair[0] in DIGESTS]
        fits = certificate is not None and all(
            value == digest(certificate, algorithm) for algorithm, value in known
        )
        if not known or not fits:
            raise HandshakeFailed("the certificate is not the one of the SDP")

    def _export_keys(self) -> SrtpKeys:
        profile = self._connection.get_selected_srtp_profile()
        if profile not in SRTP_PROFILES:
            raise HandshakeFailed("no common SRTP profile")
        key, salt = SRTP_PROFILES[profile]
        block = self._connection.export_keying_material(_EXPORTER, 2 * (key + salt))
        client = block[:key] + block[2 * key : 2 * key + salt]
        server = block[key : 2 * key] + block[2 * key + salt :]
        if self._is_server:
            return SrtpKeys(profile, inbound=client, outbound=server)
        return SrtpKeys(profile, inbound=server, outbound=client)

    def _outgoing(self) -> list[bytes]:
        try:
            data = self._connection.bio_read(65536)
        except SSL.WantReadError:
            return []
        return split_records(data)


def split_records(data: bytes) -> list[bytes]:
    """Pack whole DTLS records into datagrams: a memory buffer forgets where one ended."""
    datagrams, start, end = [], 0, 0
    while end + _RECORD_HEADER <= len(data):
        size = _RECORD_HEADER + int.from_bytes(data[end + 11 : end + 13], "big")
        if end > start and end + size - start > _DATAGRAM:
            datagrams.append(data[start:end])
            start = end
        end += size
    if start < len(data):
        datagrams.append(data[start:])
    return datagrams
