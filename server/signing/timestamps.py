"""Trusted time: a port to :rfc:`3161` authorities, the embedded one, and any other by HTTP.

Both adapters are pyHanko time stampers: signatures and the archive timestamp ask them alike.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Protocol

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from server.core import clock
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
        self._embedded = [self._certificate, *(_asn1(other) for other in chain)]

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The answer to a request, at once."""
        return self.answer(req)

    def answer(self, request: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The answer to a request: granted, with a token dated now."""
        at = clock.now()
        info = self._info(request, at).dump()
        token = cms.ContentInfo({"content_type": "signed_data", "content": self._signed(info, at)})
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

    def _signed(self, info: bytes, at: datetime) -> cms.SignedData:
        digest = algos.DigestAlgorithm({"algorithm": "sha256"})
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(at)})),
                simple_cms_attribute(
                    "signing_certificate_v2", as_signing_certificate_v2(self._certificate)
                ),
                simple_cms_attribute("message_digest", hashlib.sha256(info).digest()),
            ]
        )
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    {
                        "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                            {
                                "issuer": self._certificate.issuer,
                                "serial_number": self._certificate.serial_number,
                            }
                        )
                    }
                ),
                "digest_algorithm": digest,
                "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
                "signed_attrs": attributes,
                "signature": self._key.sign(attributes.dump(), ec.ECDSA(SHA256())),
            }
        )
        return cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [digest],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": cms.ParsableOctetString(info),
                },
                "certificates": self._embedded,
                "signer_infos": [signer],
            }
        )


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
