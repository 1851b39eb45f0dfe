"""The peer of `bench.signing`: a contract as pyHanko's guide makes one, RSA-2048, B-LTA."""

# ruff: noqa: SLF001 -- certificates of another key type come from the same authority

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from asn1crypto import keys as asn1_keys
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from server.core import clock
from server.signing import certificates, typesetting
from server.signing.certificates import EventIdentity
from server.signing.pades import A4_HEIGHT, asn1
from tests.signing.corpus_contracts import House


@dataclass(frozen=True)
class Material:
    """Keys and certificates that are there before the first contract, for both contestants."""

    identities: dict[str, EventIdentity]
    """By signature field; RSA-2048."""
    timestamp: EventIdentity


def material(house: House, names: tuple[str, ...]) -> Material:
    """RSA-2048 keys with certificates of the house's authority."""
    authority = house.authority

    def issue(name: str, *, timestamps: bool = False) -> EventIdentity:
        key: Any = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        issuer, signer = authority.issuing, authority._issuing_key
        usage = [certificates.DOCUMENT_SIGNING]
        if timestamps:
            issuer, signer = authority.root, authority._root_key
            usage = [x509.ExtendedKeyUsageOID.TIME_STAMPING]
        start = clock.now() - certificates.CLOCK_TOLERANCE
        crl = "root.crl" if timestamps else "issuing.crl"
        end = clock.now() + certificates.EVENT_VALIDITY
        subject = certificates._name(name)
        builder = authority._builder(subject, key, start, end, issuer=issuer, crl=crl)
        bits = certificates._key_usage(digital_signature=True, content_commitment=True)
        builder = builder.add_extension(bits, critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage(usage), critical=timestamps)
        return EventIdentity(key, builder.sign(signer, SHA256()))

    return Material({name: issue(name) for name in names}, issue("timestamps", timestamps=True))


class Stock:
    """Drafts and seals with pyHanko's own signer, stamp and timestamper."""

    def __init__(self, house: House, made: Material, fonts: Path) -> None:
        self._fonts = str(fonts)
        self._material = made
        self._chain = [asn1(found) for found in house.authority.chain]
        self._lists = [
            found.public_bytes(serialization.Encoding.DER)
            for found in house.authority.revocation_lists(clock.now())
        ]
        registry = SimpleCertificateStore()
        registry.register_multiple([*self._chain, asn1(made.timestamp.certificate)])
        self._registry = registry
        self._timestamper = DummyTimeStamper(
            asn1(made.timestamp.certificate), _asn1_key(made.timestamp), certs_to_embed=registry
        )

    def compile(self, template: str, data: str) -> bytes:
        """One document, by `typst.compile`, with the fonts the product uses."""
        pdf = typst.compile(
            str(typesetting.TEMPLATES / f"{template}.typ"),
            root=str(typesetting.TEMPLATES),
            font_paths=[self._fonts],
            ignore_system_fonts=True,
            sys_inputs={"data": data},
        )
        if not isinstance(pdf, bytes):
            raise TypeError("one file was expected")
        return pdf

    def make(self, data: str, boxes: list[typesetting.Box], stamps: dict[str, str]) -> bytes:
        """A contract with all fields, signed by every party with its stamp, at level B-LTA.

        :param boxes: where the fields go, in the order of signing; found beforehand
        :param stamps: what each party's stamp shows, as the template's data, by field
        """
        writer = IncrementalPdfFileWriter(BytesIO(self.compile("labor_contract", data)))
        for box in boxes:
            bottom = A4_HEIGHT - box.top - box.height
            place = (
                int(box.left),
                int(bottom),
                int(box.left + box.width),
                int(A4_HEIGHT - box.top),
            )
            spec = fields.SigFieldSpec(box.name, on_page=box.page - 1, box=place)
            fields.append_signature_field(writer, spec)
        out = BytesIO()
        writer.write(out)
        for turn, box in enumerate(boxes):
            out = self._sign(out, box.name, stamps[box.name], certify=turn == 0)
        return out.getvalue()

    def _sign(self, pdf: BytesIO, field: str, stamp: str, *, certify: bool) -> BytesIO:
        identity = self._material.identities[field]
        signer = SimpleSigner(asn1(identity.certificate), _asn1_key(identity), self._registry)
        context = ValidationContext(
            trust_roots=[self._chain[-1]], other_certs=self._chain, crls=self._lists
        )
        metadata = PdfSignatureMetadata(
            field_name=field,
            subfilter=fields.SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            certify=certify,
            embed_validation_info=True,
            use_pades_lta=True,
            validation_context=context,
            signer_key_usage={"non_repudiation"},
        )
        with TemporaryDirectory() as folder:
            shown = Path(folder) / "stamp.pdf"
            shown.write_bytes(self.compile("appearance", stamp))
            style = StaticStampStyle.from_pdf_file(str(shown), border_width=0)
            out = BytesIO()
            PdfSigner(metadata, signer, timestamper=self._timestamper, stamp_style=style).sign_pdf(
                IncrementalPdfFileWriter(pdf), output=out
            )
        return out


def _asn1_key(identity: EventIdentity) -> asn1_keys.PrivateKeyInfo:
    plain = identity.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return asn1_keys.PrivateKeyInfo.load(plain)
