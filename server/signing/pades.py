"""PAdES signatures on a prepared document: all fields, then each party in order, then the archive.

The revisions of a finished file, each an incremental update of the one before:

    typeset page → all signature fields (the *prepared* file: its SHA-256 is what people confirm)
      → first party, certifying: later only form filling is allowed (DocMDP level 2)
      → second party → validation material (certificates, revocation lists)
      → archive timestamp over everything (level B-LTA, ETSI EN 319 142-1)

Every field exists before the first signature, because adding one afterwards is indistinguishable
from an attack on a certified document (ADR 6). The prepared file is a prefix of the finished one,
so what was confirmed can be compared byte for byte for as long as the file lives.
"""

import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    Margins,
    SimpleBoxLayoutRule,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from server.signing import der
from server.signing.certificates import EventIdentity
from server.signing.typesetting import Box

ARCHIVE_FIELD = "ArchiveTimestamp"
"""Name of the invisible field of the archive timestamp."""

SIGNATURE_BYTES = 16_384
"""Room for one signature: certificates, attributes and the timestamp token take about 7 kB.
Reserving it spares pyHanko a trial run of the whole signature, with a timestamp of its own."""

A4_HEIGHT = 841.89
"""Points; Typst measures from the top, PDF from the bottom."""

MDP_LEVEL = MDPPerm.FILL_FORMS
"""What a certified contract still allows: filling the fields that exist, and signing."""


@dataclass(frozen=True)
class PartySeal:
    """One party's signature, ready to be made."""

    field: str
    """The field it goes into."""
    identity: EventIdentity
    appearance: bytes
    """One-page PDF shown in the field."""
    name: str
    """Name of the party, as `/Name` of the signature."""
    reason: str


class OpenKeySigner(Signer):
    """A signer that holds its key open; pyHanko's own loads it anew for every signature."""

    ALGORITHM = der.ECDSA_WITH_SHA256
    """Encoded identifier of the signature algorithm."""

    def __init__(self, identity: EventIdentity, chain: Sequence[x509.Certificate]) -> None:
        self._key = identity.key
        certificate = asn1(identity.certificate)
        registry = SimpleCertificateStore()
        registry.register_multiple([asn1(found) for found in chain])
        super().__init__(signing_cert=certificate, cert_registry=registry, embed_roots=False)
        self._embedded = sorted(
            found.public_bytes(Encoding.DER)
            for found in (identity.certificate, *chain)
            if found.issuer != found.subject
        )
        self._issuer_and_serial = cms.IssuerAndSerialNumber(
            {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        ).dump()
        self._binding = simple_cms_attribute(
            "signing_certificate_v2", as_signing_certificate_v2(certificate)
        ).dump()

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """The raw signature over `data`; ECDSA, as `ALGORITHM` says."""
        if digest_algorithm != "sha256":
            raise ValueError(f"this signer uses sha256, not {digest_algorithm}")
        return self._key.sign(data, ec.ECDSA(SHA256()))

    async def async_sign(
        self,
        data_digest: bytes,
        digest_algorithm: str,
        dry_run: bool = False,
        use_pades: bool = True,
        timestamper: TimeStamper | None = None,
        signed_attr_settings: object = None,
        is_pdf_sig: bool = True,
        encap_content_info: object = None,
    ) -> cms.ContentInfo:
        """The signature in its CMS envelope, with the attributes PAdES asks for.

        pyHanko makes the same from a model, whose encoding takes longer than all the rest.
        """
        protected = der.value(der.SEQUENCE, der.SHA256, b"\xa1" + self.ALGORITHM[1:])
        attributes = sorted(
            [
                der.attribute(der.CONTENT_TYPE, der.DATA),
                der.attribute(der.MESSAGE_DIGEST, der.value(der.OCTETS, data_digest)),
                der.attribute(der.ALGORITHM_PROTECTION, protected),
                self._binding,
            ]
        )
        signature = await self.async_sign_raw(der.value(der.SET, *attributes), digest_algorithm)
        unsigned = b""
        if timestamper is not None:
            digest = hashlib.sha256(signature).digest()
            token = await timestamper.async_timestamp(digest, "sha256")
            unsigned = der.value(0xA1, der.attribute(der.TIMESTAMP_TOKEN, token.dump()))
        signer = der.value(
            der.SEQUENCE,
            der.value(der.INTEGER, b"\x01"),
            self._issuer_and_serial,
            der.SHA256,
            der.value(0xA0, *attributes),
            self.ALGORITHM,
            der.value(der.OCTETS, signature),
            unsigned,
        )
        signed = der.value(
            der.SEQUENCE,
            der.value(der.INTEGER, b"\x01"),
            der.value(der.SET, der.SHA256),
            der.value(der.SEQUENCE, der.DATA),
            der.value(0xA0, *self._embedded),
            der.value(der.SET, signer),
        )
        return cms.ContentInfo.load(
            der.value(der.SEQUENCE, der.SIGNED_DATA, der.value(0xA0, signed))
        )


class AppearancePage(PdfContent):
    """A one-page PDF in memory, shown as it is; pyHanko's own class reads from a file."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        """Import the page once and paint it."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        name = b"/Appearance" + binascii.hexlify(page.idnum.to_bytes(4, "big"))
        self.resources.xobject[name.decode()] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return name + b" Do"


def prepare(pdf: bytes, boxes: Sequence[Box]) -> bytes:
    """The document with every signature field placed, the archive timestamp's included.

    :param boxes: where the parties sign, as the typesetter reported them
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for box in boxes:
        bottom = A4_HEIGHT - box.top - box.height
        rectangle = (
            round(box.left),
            round(bottom),
            round(box.left + box.width),
            round(bottom + box.height),
        )
        append_signature_field(writer, SigFieldSpec(box.name, on_page=box.page - 1, box=rectangle))
    append_signature_field(writer, SigFieldSpec(ARCHIVE_FIELD))
    return _written(writer)


def seal(
    prepared: bytes,
    parties: Sequence[PartySeal],
    *,
    chain: Sequence[x509.Certificate],
    revocation_lists: Sequence[x509.CertificateRevocationList],
    timestamper: TimeStamper,
) -> bytes:
    """The finished file: every party's signature with a timestamp, in order, then the archive.

    :param prepared: bytes from `prepare`; they remain the beginning of the result
    :param chain: issuing authority and root of the event certificates and of the timestamps
    :param revocation_lists: embedded so that the file can be checked without a network
    :raises TimestampUnavailable: when the authority gives no token; nothing is half done
    """
    sealed = prepared
    for turn, party in enumerate(parties):
        sealed = _signed(sealed, party, chain, timestamper, certifies=turn == 0)
    identities = [party.identity.certificate for party in parties]
    sealed = _with_validation_material(sealed, [*identities, *chain], revocation_lists)
    return _archived(sealed, timestamper)


def _signed(
    pdf: bytes,
    party: PartySeal,
    chain: Sequence[x509.Certificate],
    timestamper: TimeStamper,
    *,
    certifies: bool,
) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=party.field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=certifies,
        docmdp_permissions=MDP_LEVEL,
        name=party.name,
        reason=party.reason,
    )
    style = StaticStampStyle(
        border_width=0,
        background=AppearancePage(party.appearance),
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID,
            y_align=AxisAlignment.ALIGN_MID,
            margins=Margins.uniform(0),
        ),
    )
    signer = PdfSigner(
        metadata,
        signer=OpenKeySigner(party.identity, chain),
        timestamper=timestamper,
        stamp_style=style,
    )
    out = BytesIO()
    signer.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), output=out, bytes_reserved=SIGNATURE_BYTES
    )
    return out.getvalue()


def _with_validation_material(
    pdf: bytes,
    certificates: Sequence[x509.Certificate],
    revocation_lists: Sequence[x509.CertificateRevocationList],
) -> bytes:
    out = BytesIO(pdf)
    DocumentSecurityStore.add_dss(
        out,
        sig_contents=None,
        certs=[asn1(certificate) for certificate in certificates],
        crls=[
            asn1_crl.CertificateList.load(revoked.public_bytes(Encoding.DER))
            for revoked in revocation_lists
        ],
    )
    return out.getvalue()


def _archived(pdf: bytes, timestamper: TimeStamper) -> bytes:
    out = BytesIO()
    PdfTimeStamper(timestamper, field_name=ARCHIVE_FIELD).timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)),
        "sha256",
        output=out,
        bytes_reserved=SIGNATURE_BYTES,
    )
    return out.getvalue()


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The certificate as pyHanko reads it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
