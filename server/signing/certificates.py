"""The embedded trial authority: a root, an issuing authority, and certificates made from them.

    root (30 years, path length 1)
      ├── the time-stamping authority (15 years; extended key usage timeStamping, critical)
      └── issuing (15 years, path length 0)
            └── one event certificate per signature (7 days; its key is used once, then forgotten)

Long-term validation judges a signature at the last instant its certificate was known to be good,
which is the end of the revocation list embedded with it. So an event certificate and that list end
together: a shorter certificate would fail, a longer one would wait for a list nobody has. The
time-stamping authority hangs below the root, whose list lasts and can be had fresh years later.

A certificate never carries a person's name: its common name is an opaque id, because names with
characters such as 𬎆 are refused by validators, and because a certificate travels further than a
contract. The name stands in the appearance and in the evidence.

Trial only: a licensed authority takes this one's place behind `signing.authority`, and documents
made here say 测试证书 on every page.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from server.signing.keys import KeyCustody, PrivateKey, make_key

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""id-kp-documentSigning, :rfc:`9336`."""

EVENT_VALIDITY = timedelta(days=7)
"""Of an event certificate, and of the list issued with it; see above why they are the same."""

CLOCK_TOLERANCE = timedelta(minutes=5)
"""Certificates are valid from a little earlier, for machines whose clocks differ."""

ROOT_LIST_VALIDITY = timedelta(days=365)
"""For so long a file can be checked without asking the root for a fresh list."""


@dataclass(frozen=True)
class EventIdentity:
    """A key pair made for one signature, and its certificate."""

    key: PrivateKey
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the certificate, 64 hex digits."""
        return fingerprint(self.certificate)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 over the certificate's DER, 64 hex digits."""
    return certificate.fingerprint(SHA256()).hex()


class CertificateAuthority:
    """The trial authority of this installation; made at the first use, then read from custody."""

    is_trial = True

    def __init__(self, custody: KeyCustody, *, pki_url: str, now: datetime) -> None:
        """Read the authority from `custody`, or make it.

        :param pki_url: where `root.crt`, `issuing.crt` and the revocation lists are served
        :param now: the instant it is valid from, when it is made
        """
        self._pki_url = pki_url.rstrip("/")
        with custody.alone():
            self._root_key, self.root = self._read_or_make(custody, "root", now)
            self._issuing_key, self.issuing = self._read_or_make(custody, "issuing", now)
            self.timestamp_key, self.timestamp_certificate = self._read_or_make(
                custody, "timestamp", now
            )

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """Issuing authority and root, as documents embed them."""
        return (self.issuing, self.root)

    def issue_event_identity(self, opaque_id: str, at: datetime) -> EventIdentity:
        """A new key and its certificate, for one signature.

        :param opaque_id: the common name; says nothing about the person
        """
        key = make_key()
        start, end = at - CLOCK_TOLERANCE, at + EVENT_VALIDITY
        builder = self._builder(
            _name(opaque_id), key, start, end, issuer=self.issuing, crl="issuing.crl"
        )
        builder = builder.add_extension(
            _key_usage(digital_signature=True, content_commitment=True), critical=True
        ).add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        return EventIdentity(key, builder.sign(self._issuing_key, SHA256()))

    def revocation_lists(self, at: datetime) -> tuple[x509.CertificateRevocationList, ...]:
        """The lists of the issuing authority and of the root, fresh at `at`.

        Both are empty: an event key cannot be stolen after it is gone.

        :param at: the instant at which the event certificates were issued that they go with, so
            that both end in the same second (see above)
        """
        of_issuing = _revocation_list(self.issuing, self._issuing_key, at, at + EVENT_VALIDITY)
        return (of_issuing, self.root_revocation_list(at))

    def root_revocation_list(self, at: datetime) -> x509.CertificateRevocationList:
        """The root's list alone, fresh at `at`: what a verifier needs years later."""
        return _revocation_list(self.root, self._root_key, at, at + ROOT_LIST_VALIDITY)

    def _read_or_make(
        self, custody: KeyCustody, name: str, now: datetime
    ) -> tuple[PrivateKey, x509.Certificate]:
        key, record = custody.find_key(name), custody.find_record(f"{name}.crt")
        if key is None or record is None:
            key = key or make_key()
            certificate = getattr(self, f"_make_{name}")(key, now - CLOCK_TOLERANCE)
            if custody.find_key(name) is None:
                custody.keep_key(name, key)
            custody.keep_record(f"{name}.crt", certificate.public_bytes(Encoding.PEM))
            return key, certificate
        return key, x509.load_pem_x509_certificate(record)

    def _make_root(self, key: PrivateKey, start: datetime) -> x509.Certificate:
        name = _name("Lianpin Trial Root")
        builder = _plain_builder(name, name, key, start, start + timedelta(days=365 * 30))
        builder = _as_authority(builder, path_length=1)
        return builder.sign(key, SHA256())

    def _make_issuing(self, key: PrivateKey, start: datetime) -> x509.Certificate:
        name = _name("Lianpin Trial Issuing Authority")
        end = start + timedelta(days=365 * 15)
        builder = _plain_builder(name, self.root.subject, key, start, end)
        builder = _as_authority(builder, path_length=0)
        builder = builder.add_extension(_authority_key(self.root), critical=False)
        builder = builder.add_extension(self._revocation_point("root.crl"), critical=False)
        return builder.sign(self._root_key, SHA256())

    def _make_timestamp(self, key: PrivateKey, start: datetime) -> x509.Certificate:
        name = _name("Lianpin Trial Time-Stamping Authority")
        end = start + timedelta(days=365 * 15)
        builder = self._builder(name, key, start, end, issuer=self.root, crl="root.crl")
        builder = builder.add_extension(
            _key_usage(digital_signature=True, content_commitment=True), critical=True
        ).add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return builder.sign(self._root_key, SHA256())

    def _builder(
        self,
        name: x509.Name,
        key: PrivateKey,
        start: datetime,
        end: datetime,
        *,
        issuer: x509.Certificate,
        crl: str,
    ) -> x509.CertificateBuilder:
        """A leaf below `issuer`."""
        builder = _plain_builder(name, issuer.subject, key, start, end)
        builder = builder.add_extension(x509.BasicConstraints(False, None), critical=True)
        builder = builder.add_extension(_authority_key(issuer), critical=False)
        return builder.add_extension(self._revocation_point(crl), critical=False)

    def _revocation_point(self, file: str) -> x509.CRLDistributionPoints:
        address = x509.UniformResourceIdentifier(f"{self._pki_url}/{file}")
        return x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)])


def _revocation_list(
    issuer: x509.Certificate, key: PrivateKey, at: datetime, until: datetime
) -> x509.CertificateRevocationList:
    builder = x509.CertificateRevocationListBuilder(
        issuer.subject, last_update=at - CLOCK_TOLERANCE, next_update=until
    )
    builder = builder.add_extension(_authority_key(issuer), critical=False)
    number = x509.CRLNumber(int(at.timestamp() * 1000))
    return builder.add_extension(number, critical=False).sign(key, SHA256())


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Lianpin Trial"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _plain_builder(
    subject: x509.Name, issuer: x509.Name, key: PrivateKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _as_authority(builder: x509.CertificateBuilder, *, path_length: int) -> x509.CertificateBuilder:
    return builder.add_extension(
        x509.BasicConstraints(ca=True, path_length=path_length), critical=True
    ).add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)


def _authority_key(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    public = issuer.public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise TypeError("the trial authority has P-256 keys")
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(public)


def _key_usage(**granted: bool) -> x509.KeyUsage:
    usages = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{usage: granted.get(usage, False) for usage in usages})
