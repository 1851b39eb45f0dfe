"""After both signatures: one final file, with both signatures, timestamps, and the right names."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from server.contracts import services
from server.contracts.events import ContractSealed
from server.contracts.models import Contract, ContractState
from server.contracts.queries import find_envelope, verify_file
from server.core import storage
from server.core.events import EventRow
from server.core.outbox import Promise
from server.signing import authority
from server.signing import services as signing
from server.signing.errors import TimestampUnavailable
from server.signing.models import EnvelopeState, SignerCertificate
from server.signing.verdicts import Outcome, Reason
from tests.factories.contracts import RARE_NAME, make_sent, make_signed

Database = Callable[[], Any]


@pytest.fixture
def signed_id(database: Database, app: Flask) -> Any:
    with app.test_request_context(), database() as uow:
        return make_signed(uow).id


@pytest.fixture
def sealed(database: Database, signed_id: Any, keep_promises: Callable[[], int]) -> bytes:
    keep_promises()
    with database() as uow:
        return services.read_document(uow, uow.get(Contract, signed_id))


class TestSeal:
    def test_the_contract_is_sealed_by_the_worker_program(self, database, signed_id, sealed):
        with database() as uow:
            contract = uow.get(Contract, signed_id)
            assert contract.state is ContractState.SEALED
            names = uow.scalars(sa.select(EventRow.name))
            assert names.count(ContractSealed.NAME) == 1

    def test_pdfsig_finds_both_signatures_valid(self, sealed, tmp_path):
        file = tmp_path / "contract.pdf"
        file.write_bytes(sealed)
        said = subprocess.run(
            ["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False
        ).stdout
        assert said.count("Signature is Valid") == 2

    def test_names_with_rare_characters_are_read_back_from_the_file(self, sealed, tmp_path):
        file = tmp_path / "contract.pdf"
        file.write_bytes(sealed)
        text = subprocess.run(
            ["pdftotext", str(file), "-"], capture_output=True, text=True, check=True
        ).stdout
        # In the table of parties, the first clause, above the field, and in the signature itself.
        assert text.count(RARE_NAME) >= 4
        assert "陈𬎆" in text
        assert "测试证书" in text

    def test_a_certificate_names_nobody(self, database, sealed):
        with database() as uow:
            pems = uow.scalars(sa.select(SignerCertificate.pem))
        from cryptography import x509

        subjects = [x509.load_pem_x509_certificate(pem.encode()).subject for pem in pems]
        assert all("LP-" in subject.rfc4514_string() for subject in subjects)
        assert len(subjects) == 2

    def test_our_verifier_passes_it(self, database, sealed):
        with database() as uow:
            found = verify_file(uow, sealed)
        assert found.verdict.outcome is Outcome.PASSED
        assert found.number is not None

    def test_sealing_twice_leaves_one_file(self, database, signed_id, sealed, keep_promises):
        with database() as uow:
            envelope = find_envelope(uow, uow.get(Contract, signed_id))
            before = envelope.sealed_sha256
            from server.signing.tasks import seal_document

            uow.promise(seal_document, envelope_id=envelope.id)
        keep_promises()
        with database() as uow:
            envelope = find_envelope(uow, uow.get(Contract, signed_id))
            assert envelope.sealed_sha256 == before

    def test_a_seal_made_meanwhile_by_another_is_not_recorded(self, database, signed_id, sealed):
        from server.signing.sealing import SealedDocument

        with database() as uow:
            envelope = find_envelope(uow, uow.get(Contract, signed_id))
            late = SealedDocument(b"%PDF-late", "0" * 64, ())
            signing.record_seal(uow, envelope_id=envelope.id, key="documents/late", document=late)
            assert envelope.sealed_sha256 != "0" * 64


class TestNoHalfSignedBytes:
    def test_before_the_seal_the_file_has_no_signature(self, database, signed_id):
        with database() as uow:
            pdf = services.read_document(uow, uow.get(Contract, signed_id))
        assert b"/ByteRange" not in pdf

    def test_a_sent_contract_is_shown_as_it_will_be_signed(self, database, app):
        with app.test_request_context(), database() as uow:
            contract = make_sent(uow)
            envelope = find_envelope(uow, contract)
            assert services.read_document(uow, contract) == storage.get(envelope.prepared_key)


class TestTimestampPending:
    def test_without_a_timestamp_the_seal_waits_and_is_made_later(
        self, database, signed_id, keep_promises, monkeypatch
    ):
        class Silent:
            async def async_timestamp(self, *_: Any) -> Any:
                raise TimestampUnavailable

        with monkeypatch.context() as silent:
            silent.setattr(authority, "timestamper", Silent)
            keep_promises()
        with database() as uow:
            contract = uow.get(Contract, signed_id)
            assert find_envelope(uow, contract).state is EnvelopeState.TIMESTAMP_PENDING
            assert contract.state is ContractState.COMPLETED
            (promise,) = uow.scalars(
                sa.select(Promise).where(Promise.task == "signing.seal_document")
            )
            assert promise.last_error == "signing.timestamp.unavailable"
            assert promise.kept_at is None
            promise.run_at = uow.now
        keep_promises()
        with database() as uow:
            assert uow.get(Contract, signed_id).state is ContractState.SEALED


class TestCommandLine:
    def run(self, app: Flask, *arguments: str) -> Any:
        return app.test_cli_runner().invoke(args=["contracts", "verify", *arguments])

    def test_the_sealed_file_passes_with_exit_code_0(self, app, sealed, tmp_path):
        file = tmp_path / "contract.pdf"
        file.write_bytes(sealed)
        result = self.run(app, str(file), "--json")
        assert result.exit_code == 0
        assert json.loads(result.output)["outcome"] == "TOTAL-PASSED"

    def test_an_altered_file_fails_with_exit_code_1(self, app, sealed, tmp_path):
        file = tmp_path / "contract.pdf"
        file.write_bytes(sealed[:5000] + bytes([sealed[5000] ^ 1]) + sealed[5001:])
        result = self.run(app, str(file))
        assert result.exit_code == 1
        assert "TOTAL-FAILED" in result.output

    def test_a_missing_file_is_wrong_use_with_exit_code_2(self, app, tmp_path: Path):
        assert self.run(app, str(tmp_path / "none.pdf")).exit_code == 2


class TestSwappedFile:
    def test_another_contracts_file_is_not_this_contract(
        self, database, app, signed_id, sealed, keep_promises
    ):
        with app.test_request_context(), database() as uow:
            other_id = make_signed(uow).id
        keep_promises()
        with database() as uow:
            other = uow.get(Contract, other_id)
            verdict = verify_file(uow, sealed, number=other.number).verdict
        assert verdict.outcome is Outcome.FAILED
        assert verdict.reason is Reason.SIGNER_UNKNOWN
