"""Trusted time: a port to :rfc:`3161` authorities, the embedded one, and any other by HTTP.

Both adapters are pyHanko time stampers: signatures and the archive timestamp ask them alike.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Protocol

from asn1crypto import cms, core, tsp, x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from server.core import clock
from server.signing import der
from server.signing.errors import TimestampUnavailable
from server.signing.keys import PrivateKey

POLICY = "2.25.123682060119324567021201148865465388656"
"""Policy named in the tokens of the embedded authority: trial time, from this machine's clock.
The arc 2.25 holds identifiers made from a UUID, which need no registration."""

TIMEOUT_S = 10
"""How long a remote authority may take for one token."""


class TimestampAuthority(Protocol):
    """Gives tokens that say when a digest existed (a pyHanko `TimeStamper`)."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token over `message_digest`.

        :raises TimestampUnavailable: when the authority does not answer, or not with a token
        """


class EmbeddedAuthority(TimeStamper):
    """Answers requests itself, with its own certificate; for trials and for one machine."""

    def __init__(
        self, key: PrivateKey, certificate: Certificate, chain: tuple[Certificate, ...]
    ) -> None:
        """Sign tokens with `key`; `chain` is embedded so that a token can be checked alone."""
        super().__init__()
        self._key = key
        self._certificate = _asn1(certificate)
        self._embedded = sorted(found.public_bytes(Encoding.DER) for found in (certificate, *chain))
        self._issuer_and_serial = cms.IssuerAndSerialNumber(
            {"issuer": self._certificate.issuer, "serial_number": self._certificate.serial_number}
        ).dump()
        self._constant_attributes = (
            simple_cms_attribute("content_type", "tst_info").dump(),
            simple_cms_attribute(
                "signing_certificate_v2", as_signing_certificate_v2(self._certificate)
            ).dump(),
        )

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The answer to a request, at once."""
        return self.answer(req)

    def answer(self, request: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The answer to a request: granted, with a token dated now."""
        at = clock.now()
        info = self._info(request, at).dump()
        token = cms.ContentInfo.load(self._token(info, at))
        status = tsp.PKIStatusInfo({"status": "granted"})
        return tsp.TimeStampResp({"status": status, "time_stamp_token": token})

    def _info(self, request: tsp.TimeStampReq, at: datetime) -> tsp.TSTInfo:
        fields = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": request["message_imprint"],
            "serial_number": secrets.randbits(128),
            "gen_time": at,
            "accuracy": tsp.Accuracy({"seconds": 1}),
            "tsa": x509.GeneralName(name="directory_name", value=self._certificate.subject),
        }
        if request["nonce"].native is not None:
            fields["nonce"] = request["nonce"]
        return tsp.TSTInfo(fields)

    def _token(self, info: bytes, at: datetime) -> bytes:
        """A CMS SignedData (:rfc:`5652`) around `info`, written as DER without a model in between.

        A model of it takes asn1crypto several milliseconds to encode, three times a contract; all
        but four values are the same in every token.
        """
        attributes = sorted(
            [
                *self._constant_attributes,
                der.attribute(der.SIGNING_TIME, core.UTCTime(at).dump()),
                der.attribute(der.MESSAGE_DIGEST, der.value(0x04, hashlib.sha256(info).digest())),
            ]
        )
        signature = self._key.sign(der.value(0x31, *attributes), ec.ECDSA(SHA256()))
        signer = der.value(
            0x30,
            der.value(0x02, b"\x01"),
            self._issuer_and_serial,
            der.SHA256,
            der.value(0xA0, *attributes),
            der.ECDSA_WITH_SHA256,
            der.value(0x04, signature),
        )
        content = der.value(0x30, der.TST_INFO, der.value(0xA0, der.value(0x04, info)))
        signed = der.value(
            0x30,
            der.value(0x02, b"\x03"),
            der.value(0x31, der.SHA256),
            content,
            der.value(0xA0, *self._embedded),
            der.value(0x31, signer),
        )
        return der.value(0x30, der.SIGNED_DATA, der.value(0xA0, signed))


class RemoteAuthority(HTTPTimeStamper):
    """An authority reached by HTTP; one that does not answer is a delay, never a lost contract."""

    def __init__(self, url: str) -> None:
        super().__init__(url, timeout=TIMEOUT_S)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """See `TimestampAuthority`."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (OSError, TimestampRequestError, ValueError) as error:
            raise TimestampUnavailable from error


def _asn1(certificate: Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))
