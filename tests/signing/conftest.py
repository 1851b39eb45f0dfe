"""A small real authority, and a document with two parties, made without the application."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from server.core import clock
from server.signing import fonts, pades, verifier
from server.signing.certificates import CertificateAuthority
from server.signing.keys import FileCustody
from server.signing.timestamps import EmbeddedAuthority
from server.signing.typesetting import TypesetDocument, Typesetter

WORKER, ENTERPRISE = "WorkerSignature", "EnterpriseSeal"
NAMES = {WORKER: "石㛃䶮𬎆", ENTERPRISE: "样例电子有限公司"}


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    return Typesetter(fonts.require(fonts.REPOSITORY / "build" / "fonts"))


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> CertificateAuthority:
    custody = FileCustody(tmp_path_factory.mktemp("keys"), "a secret of at least 32 characters")
    return CertificateAuthority(custody, pki_url="http://127.0.0.1/pki", now=clock.now())


@pytest.fixture(scope="session")
def tsa(authority: CertificateAuthority) -> EmbeddedAuthority:
    return EmbeddedAuthority(
        authority.timestamp_key, authority.timestamp_certificate, (authority.root,)
    )


@pytest.fixture(scope="session")
def page(typesetter: Typesetter, tmp_path_factory: pytest.TempPathFactory) -> TypesetDocument:
    """A one-page document with a box for each party."""
    folder = tmp_path_factory.mktemp("templates")
    common = Path("templates/documents/common.typ")
    (folder / "common.typ").write_text((fonts.REPOSITORY / common).read_text())
    (folder / "appearance.typ").write_text(
        (fonts.REPOSITORY / "templates/documents/appearance.typ").read_text()
    )
    (folder / "page.typ").write_text(
        '#import "common.typ": *\n#let data = json(bytes(sys.inputs.data))\n'
        "#set text(font: serif)\n#data.words\n\n"
        f'#signature-box("{WORKER}", 60mm, 30mm) #signature-box("{ENTERPRISE}", 60mm, 30mm)\n'
    )
    own = Typesetter(typesetter._fonts, folder)
    return own.typeset("page", {"words": "劳动合同 㛃 䶮 𬎆"}, clock.now())


@dataclass(frozen=True)
class Sealed:
    """A sealed file and what would be on record about it."""

    pdf: bytes
    prepared: bytes
    parties: tuple[pades.PartySeal, ...]
    expectation: verifier.Expectation
    trust: verifier.Trust


class Workshop:
    """Makes sealed files, right ones and wrong ones."""

    def __init__(
        self,
        authority: CertificateAuthority,
        tsa: EmbeddedAuthority,
        typesetter: Typesetter,
        page: TypesetDocument,
    ) -> None:
        self.authority, self.tsa = authority, tsa
        self.typesetter, self.page = typesetter, page
        self.trust = verifier.Trust((authority.root,), (authority.root,))

    def party(self, field: str, at: datetime | None = None) -> pades.PartySeal:
        """A party ready to sign, with a key issued `at`."""
        identity = self.authority.issue_event_identity(f"LP-{field}", at or clock.now())
        shown = {
            "kind": "worker" if field == WORKER else "enterprise",
            "name": NAMES[field],
            "signed_at": "2026-11-21 10:30:05",
            "certificate": "0000 0000 0000 0000",
            "trial": True,
            "width": 170,
            "height": 85,
        }
        appearance = self.typesetter.typeset("appearance", shown, clock.now()).pdf
        return pades.PartySeal(field, identity, appearance, NAMES[field], "签订劳动合同")

    def prepared(self, page: TypesetDocument | None = None) -> bytes:
        """The file parties confirm."""
        page = page or self.page
        return pades.prepare(page.pdf, page.boxes)

    def seal(
        self, prepared: bytes | None = None, fields: Sequence[str] = (WORKER, ENTERPRISE)
    ) -> Sealed:
        """A file sealed by the parties of `fields`, in that order."""
        prepared = prepared or self.prepared()
        now = clock.now()
        parties = tuple(self.party(field, now) for field in fields)
        pdf = pades.seal(
            prepared,
            parties,
            chain=self.authority.chain,
            revocation_lists=self.authority.revocation_lists(now),
            timestamper=self.tsa,
        )
        return Sealed(pdf, prepared, parties, self.expect(pdf, prepared, parties), self.trust)

    def expect(
        self, pdf: bytes, prepared: bytes, parties: Sequence[pades.PartySeal]
    ) -> verifier.Expectation:
        """What would be on record."""
        now = clock.now()
        return verifier.Expectation(
            signatures=tuple(
                verifier.ExpectedSignature(party.field, party.identity.fingerprint)
                for party in parties
            ),
            sealed_sha256=hashlib.sha256(pdf).hexdigest(),
            prepared_sha256=hashlib.sha256(prepared).hexdigest(),
            prepared_size=len(prepared),
            not_before=now - timedelta(minutes=5),
            not_after=now + timedelta(minutes=5),
        )


@pytest.fixture(scope="session")
def workshop(
    authority: CertificateAuthority,
    tsa: EmbeddedAuthority,
    typesetter: Typesetter,
    page: TypesetDocument,
) -> Workshop:
    return Workshop(authority, tsa, typesetter, page)


@pytest.fixture(scope="session")
def sealed(workshop: Workshop) -> Sealed:
    return workshop.seal()
