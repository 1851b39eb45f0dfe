"""More than two hundred forgeries of a genuine contract, each with the reasons for its refusal.

The attackers differ in what they hold: only the finished file; the file as it passes between the
parties; keys and authorities of their own; or even the parties' keys. What is on record is always
the genuine contract's, for that is what nobody but the platform writes.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from server.core import clock
from server.signing import pades, verifier
from server.signing.verdicts import Reason
from tests.signing.corpus_contracts import ENTERPRISE, WORKER, House, Made, expect
from tests.signing.corpus_edits import CHANGES, FIELDS_CHANGED, METADATA, Edit

ADDED = frozenset({Reason.CHANGED_AFTER_SIGNING})
BROKEN = frozenset({Reason.SIGNATURE_BROKEN})
UNREADABLE = frozenset({Reason.UNREADABLE})
FIELDS = frozenset({Reason.FIELDS_UNEXPECTED})
STRANGER = frozenset({Reason.SIGNER_UNKNOWN})
OTHER_FILE = frozenset({Reason.NOT_REGISTERED_FILE})
OTHER_TEXT = frozenset({Reason.NOT_CONFIRMED_TEXT})


@dataclass(frozen=True)
class Forgery:
    """A file that must not pass, and why it may be refused."""

    family: str
    name: str
    pdf: bytes
    reasons: frozenset[Reason]
    expectation: verifier.Expectation
    """What is on record; the genuine contract's, but for the one thing a case is about."""


class Forger:
    """Makes every family from one genuine contract of a house."""

    def __init__(self, house: House, rivals: House, made: Made, other: Made) -> None:
        """Take `made` as the model, `other` as a second genuine contract of the same house.

        :param rivals: a house with other keys, which nobody trusts
        """
        self.house, self.rivals, self.made, self.other = house, rivals, made, other
        self.worker, self.enterprise = made.parties
        reader = PdfFileReader(BytesIO(made.pdf))
        self.ends = [
            found.byte_range[2] + found.byte_range[3] for found in reader.embedded_signatures
        ]
        self.gaps = [
            (found.byte_range[1], found.byte_range[2]) for found in reader.embedded_signatures
        ]
        """Where each signature's hexadecimal stands, its brackets included."""

    def all(self) -> Iterator[Forgery]:
        """Every forgery, family by family."""
        families: tuple[Callable[[], Iterator[Forgery]], ...] = (
            self.saved_again,
            self.between_the_parties,
            self.before_the_archive,
            self.before_signing,
            self.flipped,
            self.cut_and_glued,
            self.rolled_back,
            self.written_anew,
            self.signatures_bent,
            self.transplanted,
            self.parties_wrong,
            self.times_wrong,
            self.levels_wrong,
            self.swapped,
        )
        for family in families:
            yield from family()

    def forgery(
        self, family: str, name: str, pdf: bytes, reasons: frozenset[Reason], **changed: object
    ) -> Forgery:
        return Forgery(family, name, pdf, reasons, replace(self.made.expectation, **changed))

    def saved_again(self) -> Iterator[Forgery]:
        """Incremental saving of the finished file, by whoever downloaded it."""
        for edits, reasons in ((CHANGES | METADATA, ADDED), (FIELDS_CHANGED, FIELDS)):
            for name, edit in edits.items():
                # Where an input field is added, the fields are what is seen first.
                yield self.forgery("saved again", name, appended(self.made.pdf, edit), reasons)
        twice = appended(appended(self.made.pdf, METADATA["another title"]), CHANGES["an outline"])
        yield self.forgery("saved again", "twice", twice, ADDED)

    def between_the_parties(self) -> Iterator[Forgery]:
        """The worker has signed; somebody changes the file; the enterprise signs that."""
        signed = self._sign(self.made.prepared, self.worker, certifies=True)
        for name, edit in CHANGES.items():
            pdf = self._sign(appended(signed, edit), self.enterprise, certifies=False)
            yield self._finished("between the parties", name, pdf, ADDED)
        for name, edit in METADATA.items():
            pdf = self._sign(appended(signed, edit), self.enterprise, certifies=False)
            yield self._finished("between the parties", name, pdf, ADDED | OTHER_FILE)

    def before_the_archive(self) -> Iterator[Forgery]:
        """Both have signed; somebody changes the file; the archive timestamp covers that."""
        signed = self.made.pdf[: self.ends[1]]
        for name, edit in CHANGES.items():
            yield self._finished("before the archive", name, appended(signed, edit), ADDED)
        for name, edit in METADATA.items():
            pdf = appended(signed, edit)
            yield self._finished("before the archive", name, pdf, ADDED | OTHER_FILE)

    def before_signing(self) -> Iterator[Forgery]:
        """Both confirmed one text, and their keys signed another."""
        names = ("text painted over", "a note laid over", "a page appended", "a script at opening")
        for name in (*names, "another title", "a page's text exchanged", "the fonts exchanged"):
            edit = (CHANGES | METADATA)[name]
            pdf = self._both(appended(self.made.prepared, edit))
            reasons = OTHER_FILE | OTHER_TEXT
            yield self._finished("before signing", name, pdf, reasons)
        pdf = self._both(self.house.prepared(self.other.content))
        yield self._finished("before signing", "another contract's text", pdf, OTHER_TEXT)

    def flipped(self) -> Iterator[Forgery]:
        """One bit, everywhere: in each part of the file, wherever it falls."""
        draw = random.Random(20261121)
        ends = [len(self.made.prepared), *self.ends]
        start = 0
        for part, end in enumerate(ends):
            for _ in range(16):
                place = draw.randrange(start, end)
                pdf = bytearray(self.made.pdf)
                pdf[place] ^= 1 << draw.randrange(8)
                name = f"part {part}, byte {place}"
                yield self.forgery("flipped bits", name, bytes(pdf), self._flip_reasons(place))
            start = end

    def _flip_reasons(self, place: int) -> frozenset[Reason]:
        """What a flip may look like: damage, broken bytes, or a signature that is another one."""
        damage = UNREADABLE | BROKEN
        if any(start <= place < end for start, end in self.gaps):
            # Certificates, times and padding lie there; padding is caught by the record alone.
            return damage | {
                Reason.SIGNER_UNKNOWN,
                Reason.CERTIFICATE_UNTRUSTED,
                Reason.TIMESTAMP_INVALID,
                Reason.TIMESTAMP_MISSING,
                Reason.TIME_OUTSIDE_WINDOW,
                Reason.ARCHIVE_MISSING,
                Reason.NOT_CHECKABLE,
                Reason.NOT_REGISTERED_FILE,
                Reason.CHANGED_AFTER_SIGNING,
            }
        return damage | {Reason.FIELDS_UNEXPECTED, Reason.CHANGED_AFTER_SIGNING}

    def cut_and_glued(self) -> Iterator[Forgery]:
        """Ends missing, and bytes before, after and in between."""
        pdf = self.made.pdf
        for share in (1, 10, 25, 50, 75, 90, 99):
            cut = pdf[: len(pdf) * share // 100]
            yield self.forgery("cut and glued", f"{share} % of the file", cut, UNREADABLE)
        yield self.forgery("cut and glued", "the last byte missing", pdf[:-2], UNREADABLE)
        for name, tail in (
            ("a script behind", b"<script>"),
            ("a file behind", self.other.pdf),
            ("an end behind", b"%%EOF\n"),
            ("spaces behind", b" " * 40),
            ("a comment behind", b"% pay 30000\n%%EOF\n"),
        ):
            reasons = UNREADABLE | ADDED | STRANGER | OTHER_FILE | BROKEN
            yield self.forgery("cut and glued", name, pdf + tail, reasons)
        for name, head in (
            ("a shell before", b"#!/bin/sh\n"),
            ("an archive before", b"PK\x03\x04"),
        ):
            yield self.forgery("cut and glued", name, head + pdf, UNREADABLE)
        for name, junk in (("empty", b""), ("a header", b"%PDF-1.7\n%%EOF"), ("zeros", bytes(999))):
            yield self.forgery("cut and glued", name, junk, UNREADABLE)

    def rolled_back(self) -> Iterator[Forgery]:
        """An earlier state of the same file, which was right in its time."""
        worker, both, _all = self.ends
        pdf = self.made.pdf
        yield self.forgery("rolled back", "to before signing", self.made.prepared, FIELDS)
        yield self.forgery("rolled back", "to the worker's signature", pdf[:worker], FIELDS)
        missing = frozenset({Reason.ARCHIVE_MISSING})
        yield self.forgery("rolled back", "to before the archive", pdf[:both], missing)
        material = pdf.index(b"%%EOF", both) + len(b"%%EOF\n")
        yield self.forgery("rolled back", "to before the timestamp", pdf[:material], missing)
        spread = self._finish(pdf[:worker])
        yield self.forgery("rolled back", "and archived without the enterprise", spread, FIELDS)

    def written_anew(self) -> Iterator[Forgery]:
        """The whole file written by another program, without its history."""
        ways: dict[str, dict[str, object]] = {
            "plainly": {},
            "linearized": {"linearize": True},
            "with object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
            "without object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
            "uncompressed": {"stream_decode_level": pikepdf.StreamDecodeLevel.all},
            "encrypted": {"encryption": pikepdf.Encryption(owner="", user="")},
            "as another version": {"min_version": "2.0"},
        }
        for name, options in ways.items():
            out = BytesIO()
            with pikepdf.open(BytesIO(self.made.pdf)) as opened:
                opened.save(out, **options)
            reasons = UNREADABLE | BROKEN | FIELDS | {Reason.CHANGED_AFTER_SIGNING}
            yield self.forgery("written anew", name, out.getvalue(), reasons)

    def signatures_bent(self) -> Iterator[Forgery]:
        """Universal forgery: the signature's own entries are missing or nonsense."""
        for which, field in enumerate((WORKER, ENTERPRISE, "the archive")):
            start, end = self.gaps[which]
            before, after = self.made.pdf[:start], self.made.pdf[end:]
            room = end - start
            for name, contents in (
                ("emptied", b"<>".ljust(room)),
                ("zeroed", b"<" + b"0" * (room - 2) + b">"),
                ("made null", b"null".ljust(room)),
                ("filled with nonsense", b"<" + b"3082" * ((room - 2) // 4) + b">"),
            ):
                reasons = UNREADABLE | BROKEN | FIELDS | {Reason.ARCHIVE_MISSING}
                pdf = before + contents.ljust(room) + after
                yield self.forgery("signatures bent", f"{field}, {name}", pdf, reasons)
            yield from self._ranges_bent(which, field)

    def _ranges_bent(self, which: int, field: str) -> Iterator[Forgery]:
        """The covered bytes are said to be others."""
        pdf = self.made.pdf
        first, last = self.gaps[which]
        stated = f"[0 {first} {last} {self.ends[which] - last}".encode()
        at = pdf.index(stated)
        close = pdf.index(b"]", at) + 1
        for name, numbers in (
            ("nothing covered", "0 0 0 0"),
            ("only the beginning covered", f"0 {first} {last} 0"),
            ("the covered part moved", f"8 {first - 8} {last} 8"),
            ("a negative part", f"0 -1 {last} 8"),
            ("parts that overlap", f"0 {first} 0 {first}"),
            ("three numbers", f"0 {first} {last}"),
        ):
            bent = f"[{numbers}".encode().ljust(close - at - 1)[: close - at - 1] + b"]"
            reasons = UNREADABLE | BROKEN | ADDED | FIELDS | {Reason.ARCHIVE_MISSING}
            forged = pdf[:at] + bent + pdf[close:]
            yield self.forgery("signatures bent", f"{field}, {name}", forged, reasons)

    def transplanted(self) -> Iterator[Forgery]:
        """A genuine signature of another place, put in this one."""
        others = PdfFileReader(BytesIO(self.other.pdf)).embedded_signatures
        own = PdfFileReader(BytesIO(self.made.pdf)).embedded_signatures
        for which in range(3):
            for donor, source in (("another contract", others), ("this contract", own)):
                for taken in range(3):
                    if donor == "this contract" and taken == which:
                        continue
                    contents = bytes(source[taken].pkcs7_content)
                    start, end = self.gaps[which]
                    room = (end - start - 2) // 2
                    hexadecimal = contents[:room].ljust(room, b"\0").hex().encode()
                    pdf = self.made.pdf[: start + 1] + hexadecimal + self.made.pdf[end - 1 :]
                    reasons = BROKEN | STRANGER | UNREADABLE | {Reason.TIMESTAMP_MISSING}
                    name = f"signature {taken + 1} of {donor} as {which + 1}"
                    yield self.forgery("transplanted", name, pdf, reasons)

    def parties_wrong(self) -> Iterator[Forgery]:
        """Order, number and identity of the signers."""
        family = "parties wrong"
        content, prepared = self.made.content, self.made.prepared
        pdf = self._sign(prepared, self.enterprise, certifies=True)
        pdf = self._sign(pdf, self.worker, certifies=False)
        wrong = frozenset({Reason.ORDER_WRONG})
        yield self._finished(family, "the enterprise first", pdf, wrong)
        for party in self.made.parties:
            alone = self._sign(prepared, party, certifies=True)
            yield self._finished(family, f"{party.field} alone", alone, FIELDS)
        twin = replace(self.worker, field=ENTERPRISE)
        pdf = self._sign(self._sign(prepared, self.worker, certifies=True), twin, certifies=False)
        yield self._finished(family, "the worker for both", pdf, STRANGER)
        twin = replace(self.enterprise, field=WORKER)
        pdf = self._sign(prepared, twin, certifies=True)
        pdf = self._sign(pdf, self.enterprise, certifies=False)
        yield self._finished(family, "the enterprise for both", pdf, STRANGER)
        anew = self.house.party(WORKER, content)
        pdf = self._both(prepared, (anew, self.enterprise))
        yield self._finished(family, "a new certificate for the worker", pdf, STRANGER)
        stranger = self.rivals.party(WORKER, content)
        pdf = self._both(prepared, (stranger, self.enterprise))
        yield self._finished(family, "a certificate of another authority", pdf, STRANGER)
        parties = (stranger, self.enterprise)
        pdf = self._finish(self._both(prepared, parties), parties)
        recorded = expect(pdf, prepared, parties).signatures
        untrusted = frozenset({Reason.CERTIFICATE_UNTRUSTED})
        name = "a certificate of another authority, on record"
        yield self.forgery(family, name, pdf, untrusted, signatures=recorded)
        for days, name in ((-30, "an expired certificate"), (30, "a certificate of the future")):
            late = self.house.party(WORKER, content, clock.now() + timedelta(days=days))
            parties = (late, self.enterprise)
            pdf = self._finish(self._both(prepared, parties), parties)
            recorded = expect(pdf, prepared, parties).signatures
            reasons = untrusted | {Reason.NOT_CHECKABLE}
            yield self.forgery(family, f"{name}, on record", pdf, reasons, signatures=recorded)
        for where, base in (("after", self.made.pdf), ("before", self.made.pdf[: self.ends[1]])):
            for title in ("Third", "WitnessSignature"):
                extra = self._extra(base, title)
                pdf = extra if where == "after" else self._finish(extra)
                name = f"{title} as a third, {where} the archive"
                yield self.forgery(family, name, pdf, FIELDS)

    def times_wrong(self) -> Iterator[Forgery]:
        """Timestamps that are absent, foreign or from another time."""
        family, prepared = "times wrong", self.made.prepared
        missing = frozenset({Reason.TIMESTAMP_MISSING})
        invalid = frozenset({Reason.TIMESTAMP_INVALID})
        tsa, rival = self.house.tsa, self.rivals.tsa
        for name, of_worker, of_enterprise, reasons in (
            ("none on the worker's signature", None, tsa, missing),
            ("none on the enterprise's signature", tsa, None, missing),
            ("none on any", None, None, missing),
            ("an unknown authority's on the worker's", rival, tsa, invalid),
            ("an unknown authority's on the enterprise's", tsa, rival, invalid),
            ("an unknown authority's on both", rival, rival, invalid),
        ):
            chain = self.house.authority.chain
            pdf = pades._signed(prepared, self.worker, chain, of_worker, certifies=True)
            pdf = pades._signed(pdf, self.enterprise, chain, of_enterprise, certifies=False)
            yield self._finished(family, name, pdf, reasons)
        archived = self._finish(self.made.pdf[: self.ends[1]], rival=True)
        reasons = frozenset({Reason.ARCHIVE_MISSING, Reason.NOT_CHECKABLE})
        yield self.forgery(family, "an unknown authority's archive", archived, reasons)
        outside = frozenset({Reason.TIME_OUTSIDE_WINDOW})
        day = timedelta(days=1)
        early = {"not_before": clock.now() + day, "not_after": clock.now() + 2 * day}
        yield self.forgery(family, "signed before it was sent", self.made.pdf, outside, **early)
        late = {"not_before": clock.now() - 2 * day, "not_after": clock.now() - day}
        yield self.forgery(family, "signed after it was sealed", self.made.pdf, outside, **late)

    def levels_wrong(self) -> Iterator[Forgery]:
        """A first signature that allows too much, or does not certify at all."""
        wrong = frozenset({Reason.CERTIFICATION_WRONG})
        prepared = self.made.prepared
        pdf = self._sign(prepared, self.worker, certifies=False)
        pdf = self._sign(pdf, self.enterprise, certifies=False)
        yield self._finished("levels wrong", "nothing is forbidden", pdf, wrong)
        chain = self.house.authority.chain
        pdf = _signed_at_level(prepared, self.worker, chain, self.house, MDPPerm.ANNOTATE)
        pdf = self._sign(pdf, self.enterprise, certifies=False)
        yield self._finished("levels wrong", "notes are allowed", pdf, wrong)

    def swapped(self) -> Iterator[Forgery]:
        """Another well-made file in this contract's place."""
        family = "swapped"
        yield self.forgery(family, "another contract's file", self.other.pdf, STRANGER)
        again = self._finish(self._both(self.made.prepared))
        yield self.forgery(family, "sealed a second time", again, OTHER_FILE)
        other = self._finish(self._both(self.other.prepared))
        yield self.forgery(family, "another text, the same parties", other, OTHER_TEXT)
        own = self.rivals.make(1)
        yield self.forgery(family, "a rival platform's file", own.pdf, STRANGER)
        last = appended(self.made.pdf, lambda w: None) + b"\n"
        yield self.forgery(family, "saved without a change", last, ADDED | OTHER_FILE | UNREADABLE)

    def _sign(self, pdf: bytes, party: pades.PartySeal, *, certifies: bool) -> bytes:
        chain = self.house.authority.chain
        return pades._signed(pdf, party, chain, self.house.tsa, certifies=certifies)

    def _both(self, pdf: bytes, parties: tuple[pades.PartySeal, ...] | None = None) -> bytes:
        for turn, party in enumerate(parties or self.made.parties):
            pdf = self._sign(pdf, party, certifies=turn == 0)
        return pdf

    def _finish(
        self,
        signed: bytes,
        parties: tuple[pades.PartySeal, ...] | None = None,
        *,
        rival: bool = False,
    ) -> bytes:
        if not rival:
            return self.house.finished(signed, parties or self.made.parties)
        chain = (*self.house.authority.chain, self.rivals.authority.root)
        identities = [party.identity.certificate for party in self.made.parties]
        lists = self.house.authority.revocation_lists(clock.now())
        with_material = pades._with_validation_material(signed, [*identities, *chain], lists)
        return pades._archived(with_material, self.rivals.tsa)

    def _finished(
        self, family: str, name: str, signed: bytes, reasons: frozenset[Reason]
    ) -> Forgery:
        return self.forgery(family, name, self._finish(signed), reasons)

    def _extra(self, pdf: bytes, title: str) -> bytes:
        signer = pades.OpenKeySigner(self.worker.identity, self.house.authority.chain)
        out = BytesIO()
        PdfSigner(PdfSignatureMetadata(field_name=title), signer).sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)), output=out
        )
        return out.getvalue()


def _signed_at_level(
    pdf: bytes, party: pades.PartySeal, chain: tuple[object, ...], house: House, level: MDPPerm
) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=party.field,
        md_algorithm="sha256",
        subfilter=pades.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=level,
    )
    out = BytesIO()
    PdfSigner(
        metadata, signer=pades.OpenKeySigner(party.identity, chain), timestamper=house.tsa
    ).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), output=out, bytes_reserved=pades.SIGNATURE_BYTES
    )
    return out.getvalue()


def appended(pdf: bytes, edit: Edit) -> bytes:
    """The file with an incremental update, as an attacker writes one."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    edit(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def forger(folder: Path, house: House) -> Forger:
    """A forger at work on the first contract of a house."""
    return Forger(house, House(folder / "rivals", house.typesetter), house.make(1), house.make(2))
