"""A genuine file passes; every way of tampering fails, with the right reason."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
import time_machine
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from server.core import clock
from server.signing import pades, verifier
from server.signing.certificates import CertificateAuthority
from server.signing.keys import FileCustody
from server.signing.verdicts import Outcome, Reason, Verdict
from tests.signing.conftest import ENTERPRISE, WORKER, Sealed


def check(sealed: Sealed, pdf: bytes | None = None, **changed: object) -> Verdict:
    expectation = replace(sealed.expectation, **changed)
    return verifier.verify(sealed.pdf if pdf is None else pdf, expectation, sealed.trust)


def appended(pdf: bytes, change: object) -> bytes:
    """An incremental update, as an attacker writes one."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def rewritten(pdf: bytes, change: object) -> bytes:
    """The whole file written anew, without its history."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


class TestGenuine:
    def test_a_sealed_file_passes_every_check(self, sealed):
        verdict = check(sealed)
        assert (verdict.outcome, verdict.reason) == (Outcome.PASSED, Reason.OK)
        assert [found.holds for found in verdict.checks] == [True] * 8
        assert [found.field for found in verdict.signatures] == [WORKER, ENTERPRISE]
        assert verdict.sealed_at is not None

    @pytest.mark.parametrize("days", [1, 6.999, 7.001, 30, 400, 5000])
    def test_it_passes_for_as_long_as_a_contract_is_kept(self, sealed, authority, days):
        # The archive timestamp proves that everything existed while the certificates were valid.
        later = clock.now() + timedelta(days=days)
        trust = replace(sealed.trust, revocation_lists=(authority.root_revocation_list(later),))
        with time_machine.travel(later, tick=False):
            verdict = verifier.verify(sealed.pdf, sealed.expectation, trust)
        assert verdict.outcome is Outcome.PASSED

    def test_within_a_year_it_passes_with_nothing_but_the_root(self, sealed):
        with time_machine.travel(clock.now() + timedelta(days=360), tick=False):
            assert check(sealed).outcome is Outcome.PASSED

    def test_a_file_nothing_is_on_record_about_is_indeterminate(self, sealed):
        verdict = verifier.verify(sealed.pdf, None, sealed.trust)
        assert (verdict.outcome, verdict.reason) == (
            Outcome.INDETERMINATE,
            Reason.UNKNOWN_DOCUMENT,
        )


class TestNotAPdf:
    @pytest.mark.parametrize("junk", [b"", b"%PDF-", b"hello", b"%PDF-1.7\n%%EOF", b"\x00" * 400])
    def test_it_is_unreadable(self, sealed, junk):
        assert check(sealed, junk).reason is Reason.UNREADABLE

    def test_bytes_after_the_end_are_not_ignored(self, sealed):
        assert check(sealed, sealed.pdf + b"<script>").outcome is Outcome.FAILED

    def test_bytes_before_the_beginning_are_not_ignored(self, sealed):
        assert check(sealed, b"#!/bin/sh\n" + sealed.pdf).reason is Reason.UNREADABLE


class TestAltered:
    def test_a_flipped_byte_in_the_text_is_found(self, sealed):
        place = sealed.prepared.index(b"stream") + 40
        pdf = bytearray(sealed.pdf)
        pdf[place] ^= 1
        assert check(sealed, bytes(pdf)).reason is Reason.SIGNATURE_BROKEN

    def test_any_flipped_bit_fails(self, sealed):
        for place in range(7, len(sealed.pdf), len(sealed.pdf) // 24):
            pdf = bytearray(sealed.pdf)
            pdf[place] ^= 1 << (place % 8)
            assert check(sealed, bytes(pdf)).outcome is Outcome.FAILED, place

    def test_a_file_written_anew_has_lost_its_signatures(self, sealed):
        pdf = rewritten(sealed.pdf, lambda opened: None)
        assert check(sealed, pdf).outcome is Outcome.FAILED


class TestAdded:
    def test_an_appended_page_is_found(self, sealed):
        def add_page(writer: IncrementalPdfFileWriter) -> None:
            pages = writer.root["/Pages"]
            page = writer.add_object(
                generic.DictionaryObject(
                    {
                        generic.pdf_name("/Type"): generic.pdf_name("/Page"),
                        generic.pdf_name("/Parent"): writer.root.raw_get("/Pages"),
                    }
                )
            )
            pages["/Kids"].append(page)
            pages["/Count"] = generic.NumberObject(int(pages["/Count"]) + 1)
            writer.update_container(pages["/Kids"])
            writer.update_container(pages)

        verdict = check(sealed, appended(sealed.pdf, add_page))
        assert verdict.reason is Reason.CHANGED_AFTER_SIGNING

    def test_a_changed_title_is_found(self, sealed):
        def retitle(writer: IncrementalPdfFileWriter) -> None:
            writer.set_info(
                generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("x")})
            )

        assert check(sealed, appended(sealed.pdf, retitle)).reason is Reason.CHANGED_AFTER_SIGNING

    def test_a_script_is_found(self, sealed):
        def add_script(writer: IncrementalPdfFileWriter) -> None:
            script = {
                generic.pdf_name("/S"): generic.pdf_name("/JavaScript"),
                generic.pdf_name("/JS"): generic.pdf_string("app.alert(1)"),
            }
            writer.root["/OpenAction"] = generic.DictionaryObject(script)
            writer.update_root()

        verdict = check(sealed, appended(sealed.pdf, add_script))
        assert verdict.reason is Reason.CHANGED_AFTER_SIGNING

    def test_a_third_signer_is_found(self, sealed, workshop):
        third = workshop.party(WORKER)
        signer = pades.OpenKeySigner(third.identity, workshop.authority.chain)
        out = BytesIO()
        PdfSigner(PdfSignatureMetadata(field_name="Third"), signer).sign_pdf(
            IncrementalPdfFileWriter(BytesIO(sealed.pdf)), output=out
        )
        assert check(sealed, out.getvalue()).reason is Reason.FIELDS_UNEXPECTED


class TestRolledBack:
    def revisions(self, sealed: Sealed) -> list[bytes]:
        reader = PdfFileReader(BytesIO(sealed.pdf))
        ends = [found.byte_range[2] + found.byte_range[3] for found in reader.embedded_signatures]
        return [sealed.pdf[:end] for end in ends]

    def test_the_file_with_the_workers_signature_only_is_not_the_contract(self, sealed):
        worker_only = self.revisions(sealed)[0]
        assert check(sealed, worker_only).reason is Reason.FIELDS_UNEXPECTED

    def test_the_file_without_its_archive_timestamp_is_found(self, sealed):
        both = self.revisions(sealed)[1]
        assert check(sealed, both).reason is Reason.ARCHIVE_MISSING


class TestSigners:
    def test_parties_in_the_wrong_order_are_found(self, workshop, sealed):
        swapped = workshop.seal(fields=(ENTERPRISE, WORKER))
        expected = replace(
            swapped.expectation, signatures=tuple(reversed(swapped.expectation.signatures))
        )
        verdict = verifier.verify(swapped.pdf, expected, workshop.trust)
        assert verdict.reason is Reason.ORDER_WRONG

    def test_a_certificate_issued_for_another_signature_is_found(self, workshop, sealed):
        other = workshop.seal(sealed.prepared)
        assert check(sealed, other.pdf).reason is Reason.SIGNER_UNKNOWN

    def test_certificates_of_an_authority_we_do_not_trust_are_found(self, sealed, tmp_path):
        custody = FileCustody(tmp_path, "another secret of 32 characters...")
        stranger = CertificateAuthority(custody, pki_url="http://x", now=clock.now())
        trust = verifier.Trust((stranger.root,), sealed.trust.timestamp_roots)
        verdict = verifier.verify(sealed.pdf, sealed.expectation, trust)
        assert verdict.reason is Reason.CERTIFICATE_UNTRUSTED


class TestTimestamps:
    def test_a_signature_without_timestamp_is_found(self, workshop):
        prepared = workshop.prepared()
        parties = [workshop.party(field) for field in (WORKER, ENTERPRISE)]
        pdf = prepared
        for turn, party in enumerate(parties):
            pdf = pades._signed(pdf, party, workshop.authority.chain, None, certifies=turn == 0)
        pdf = pades._with_validation_material(
            pdf,
            [party.identity.certificate for party in parties] + list(workshop.authority.chain),
            workshop.authority.revocation_lists(clock.now()),
        )
        pdf = pades._archived(pdf, workshop.tsa)
        expectation = workshop.expect(pdf, prepared, parties)
        verdict = verifier.verify(pdf, expectation, workshop.trust)
        assert verdict.reason is Reason.TIMESTAMP_MISSING

    def test_timestamps_of_an_authority_we_do_not_trust_are_found(self, sealed, tmp_path):
        custody = FileCustody(tmp_path, "another secret of 32 characters...")
        stranger = CertificateAuthority(custody, pki_url="http://x", now=clock.now())
        trust = verifier.Trust(sealed.trust.roots, (stranger.root,))
        verdict = verifier.verify(sealed.pdf, sealed.expectation, trust)
        assert verdict.reason is Reason.TIMESTAMP_INVALID

    def test_a_signature_from_before_the_document_was_sent_is_found(self, sealed):
        late = clock.now() + timedelta(hours=1)
        verdict = check(sealed, not_before=late, not_after=late + timedelta(hours=1))
        assert verdict.reason is Reason.TIME_OUTSIDE_WINDOW


class TestRegistry:
    def test_a_second_file_with_the_same_certificates_is_not_the_one_on_record(self, sealed):
        assert check(sealed, sealed_sha256="0" * 64).reason is Reason.NOT_REGISTERED_FILE

    def test_another_text_than_the_one_confirmed_is_found(self, sealed):
        assert check(sealed, prepared_sha256="0" * 64).reason is Reason.NOT_CONFIRMED_TEXT

    def test_a_first_signature_that_does_not_forbid_changes_is_found(self, workshop):
        prepared = workshop.prepared()
        parties = [workshop.party(field) for field in (WORKER, ENTERPRISE)]
        pdf = prepared
        for party in parties:
            pdf = pades._signed(pdf, party, workshop.authority.chain, workshop.tsa, certifies=False)
        pdf = pades._with_validation_material(
            pdf,
            [party.identity.certificate for party in parties] + list(workshop.authority.chain),
            workshop.authority.revocation_lists(clock.now()),
        )
        pdf = pades._archived(pdf, workshop.tsa)
        verdict = verifier.verify(pdf, workshop.expect(pdf, prepared, parties), workshop.trust)
        assert verdict.reason is Reason.CERTIFICATION_WRONG
