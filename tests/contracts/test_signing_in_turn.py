"""The worker signs first, then the enterprise; each with a code for this very document."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from server.accounts.errors import CodeExpired, CodeUsedUp, CodeWrong
from server.contracts import errors, services
from server.contracts.events import (
    ContractCompleted,
    ContractDrafted,
    ContractSent,
    PartyKind,
    PartySigned,
)
from server.contracts.models import Contract, ContractState
from server.contracts.queries import find_envelope
from server.core import clock
from server.core.events import EventRow
from server.core.outbox import Promise
from server.core.unit_of_work import UnitOfWork
from server.jobs import services as jobs
from server.jobs.errors import NotApplied
from server.jobs.terms import ApplicationState
from server.offers.errors import EnterpriseStopped
from server.signing.errors import DocumentChanged
from server.signing.models import EnvelopeState, Evidence
from tests.factories.contracts import (
    DETAILS,
    code_for,
    digest_of,
    make_draft,
    make_sent,
    make_signed,
    sign,
    signer_of,
)

WORKER, ENTERPRISE = PartyKind.WORKER, PartyKind.ENTERPRISE


@pytest.fixture
def sent(uow: UnitOfWork) -> Contract:
    return make_sent(uow)


def facts(uow: UnitOfWork) -> list[str]:
    """The facts of contracts, oldest first."""
    ours = sa.select(EventRow.name).where(EventRow.name.like("contracts.%"))
    return uow.scalars(ours.order_by(EventRow.sequence))


def attempt(uow: UnitOfWork, contract: Contract, side: PartyKind, **changed: str) -> Contract:
    given = {"code": "000000", "document_sha256": digest_of(uow, contract)} | changed
    account_id = signer_of(uow, contract, side).id
    return services.sign(uow, contract_id=contract.id, side=side, account_id=account_id, **given)


def nothing_is_signed(uow: UnitOfWork, contract: Contract) -> bool:
    evidence = uow.session.scalar(sa.select(sa.func.count()).select_from(Evidence))
    return evidence == 0 and all(party.signed_at is None for party in contract.parties)


class TestDraft:
    def test_accepting_an_offer_drafts_the_contract_in_the_same_transaction(self, uow):
        draft = make_draft(uow)
        assert draft.state is ContractState.DRAFTED
        assert ContractDrafted.NAME in facts(uow)

    def test_the_draft_says_what_the_offer_said(self, uow):
        terms = make_draft(uow).content.terms
        assert terms.base_pay_fen == 420_000
        assert [item.label for item in terms.pay_items] == ["全勤奖", "夜班补贴"]
        assert terms.note == "夫妻可住夫妻间。"

    def test_the_content_is_not_readable_in_the_database(self, uow):
        draft = make_draft(uow)
        raw = uow.session.execute(
            sa.text("SELECT content_json FROM contracts WHERE number = :number"),
            {"number": draft.number},
        ).scalar_one()
        assert draft.content.employee.id_number.encode() not in bytes(raw)


class TestSend:
    def test_sending_fixes_the_bytes(self, uow, sent):
        envelope = find_envelope(uow, sent)
        assert envelope.state is EnvelopeState.PREPARED
        assert ContractSent.NAME in facts(uow)

    def test_a_contract_without_legal_representative_is_refused_at_its_field(self, uow):
        draft = make_draft(uow)
        import dataclasses

        lacking = dataclasses.replace(DETAILS, legal_representative=" ")
        with pytest.raises(errors.DetailsMissing) as refused:
            services.send(uow, contract_id=draft.id, details=lacking, by=None)
        assert "legal_representative" in refused.value.fields
        assert draft.state is ContractState.DRAFTED

    def test_what_was_sent_is_not_sent_again(self, uow, sent):
        with pytest.raises(errors.NotADraft):
            services.send(uow, contract_id=sent.id, details=DETAILS, by=None)

    def test_an_enterprise_that_was_stopped_sends_no_contract(self, uow):
        from server.enterprises.models import Enterprise, EnterpriseStatus

        draft = make_draft(uow)
        uow.get(Enterprise, draft.enterprise_id).status = EnterpriseStatus.PENDING
        with pytest.raises(EnterpriseStopped):
            services.send(uow, contract_id=draft.id, details=DETAILS, by=None)


class TestSign:
    def test_worker_then_enterprise_completes_the_contract(self, uow):
        contract = make_signed(uow)
        assert contract.state is ContractState.COMPLETED
        assert facts(uow)[-3:] == [PartySigned.NAME, PartySigned.NAME, ContractCompleted.NAME]
        promised = uow.scalars(sa.select(Promise.task))
        assert promised.count("signing.seal_document") == 1

    def test_the_enterprise_cannot_sign_before_the_worker(self, uow, sent):
        with pytest.raises(errors.NotYourTurn) as refused:
            attempt(uow, sent, ENTERPRISE)
        assert refused.value.code == "contracts.party.not_your_turn"
        assert nothing_is_signed(uow, sent)

    def test_no_code_is_sent_out_of_turn(self, uow, sent):
        account_id = signer_of(uow, sent, ENTERPRISE).id
        with pytest.raises(errors.NotYourTurn):
            services.send_code(uow, contract_id=sent.id, side=ENTERPRISE, account_id=account_id)

    def test_the_worker_signs_once(self, uow, sent):
        sign(uow, sent, WORKER)
        with pytest.raises(errors.AlreadySigned):
            attempt(uow, sent, WORKER)

    def test_a_draft_cannot_be_signed(self, uow):
        draft = make_draft(uow)
        with pytest.raises(errors.NotOutToSign):
            draft.require_turn(WORKER)

    def test_a_wrong_code_signs_nothing(self, uow, sent):
        right = code_for(uow, sent, WORKER)
        wrong = f"{(int(right) + 1) % 1_000_000:06d}"
        with pytest.raises(CodeWrong):
            attempt(uow, sent, WORKER, code=wrong)
        assert nothing_is_signed(uow, sent)

    def test_an_expired_code_signs_nothing(self, uow, sent):
        code = code_for(uow, sent, WORKER)
        with clock.fixed(clock.now() + timedelta(minutes=11)), pytest.raises(CodeExpired):
            attempt(uow, sent, WORKER, code=code)
        assert nothing_is_signed(uow, sent)

    def test_a_code_that_signed_does_not_sign_again(self, uow, sent):
        code = code_for(uow, sent, WORKER)
        attempt(uow, sent, WORKER, code=code)
        with pytest.raises((errors.AlreadySigned, CodeUsedUp)):
            attempt(uow, sent, WORKER, code=code)

    def test_a_code_for_another_contract_signs_nothing(self, uow, sent):
        other = make_sent(uow)
        code = code_for(uow, other, WORKER)
        with pytest.raises((CodeExpired, CodeWrong)):
            attempt(uow, sent, WORKER, code=code)
        assert nothing_is_signed(uow, sent)

    def test_signing_another_text_than_the_one_that_was_sent_is_refused(self, uow, sent):
        code = code_for(uow, sent, WORKER)
        with pytest.raises(DocumentChanged):
            attempt(uow, sent, WORKER, code=code, document_sha256="0" * 64)
        assert nothing_is_signed(uow, sent)

    def test_each_record_of_will_names_the_one_before(self, uow):
        envelope = find_envelope(uow, make_signed(uow))
        first, second = (signer.evidence for signer in envelope.signers)
        assert second.previous_sha256 == first.record_sha256
        assert first.check_id is not None


class TestTheApplication:
    def test_ends_as_hired_with_the_second_signature(self, uow: UnitOfWork) -> None:
        contract = make_sent(uow)
        application = jobs.apply_to(
            uow, posting_id=contract.posting_id, worker_id=contract.worker_id
        )
        sign(uow, contract, WORKER)
        assert application.state is ApplicationState.APPLIED
        sign(uow, contract, ENTERPRISE)
        assert application.state is ApplicationState.HIRED
        with pytest.raises(NotApplied):
            jobs.decline(uow, application_id=application.id)

    def test_that_was_taken_back_does_not_hinder_the_contract(self, uow: UnitOfWork) -> None:
        contract = make_sent(uow)
        application = jobs.apply_to(
            uow, posting_id=contract.posting_id, worker_id=contract.worker_id
        )
        jobs.withdraw(uow, application_id=application.id)
        sign(uow, contract, WORKER)
        sign(uow, contract, ENTERPRISE)
        assert application.state is ApplicationState.WITHDRAWN
