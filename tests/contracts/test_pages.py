"""From the recruiter's form to the sealed file, through the real doors."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from server.contracts.events import PartyKind
from server.contracts.models import Contract
from server.core import clock
from server.core.identity import Role
from server.offers.models import Offer
from tests.factories.accounts import make_account
from tests.factories.contracts import (
    DETAILS,
    RARE_NAME,
    digest_of,
    last_code,
    make_sent,
    signer_of,
)
from tests.factories.interviews import recruiter_of
from tests.factories.offers import make_finished_interview
from tests.factories.workers import account_of_worker, make_worker

SEND = vars(DETAILS)


def offer_form(posting_id: Any, **changed: str) -> dict[str, str]:
    """What a recruiter types."""
    typed = {
        "posting_id": str(posting_id),
        "post": "电子装配工",
        "duties": "贴片、插件、外观检查",
        "place": "东莞市常平镇样例路1号",
        "base_pay_fen": "4200",
        "pay_attendance_fen": "300",
        "pay_day": "15",
        "shift_pattern": "two_shift",
        "hours_system": "standard",
        "starts_on": (clock.today() + timedelta(days=10)).isoformat(),
        "term_months": "24",
        "probation_months": "1",
        "probation_pay_fen": "3800",
        "meals_lodging": "both",
        "transport": "arranged",
        "reply_days": "3",
    }
    return typed | changed


@pytest.fixture
def people(app, database, as_) -> SimpleNamespace:
    """A finished interview, and the two browsers of those who were in it."""
    with app.test_request_context(), database() as uow:
        worker = make_worker(uow, name=RARE_NAME)
        interview, posting = make_finished_interview(uow, worker=worker)
        from server.fairs.models import Booth

        recruiter = recruiter_of(uow, uow.get(Booth, interview.booth_id))
        account = account_of_worker(uow, worker)
    return SimpleNamespace(
        interview=interview,
        posting=posting,
        recruiter=as_(recruiter),
        worker=as_(account),
    )


@pytest.fixture
def sent(app, database, as_) -> SimpleNamespace:
    """A contract that is out to be signed, and the two browsers."""
    with app.test_request_context(), database() as uow:
        contract = make_sent(uow)
        digest = digest_of(uow, contract)
        signers = {side: signer_of(uow, contract, side) for side in PartyKind}
    return SimpleNamespace(
        id=contract.id,
        digest=digest,
        worker=as_(signers[PartyKind.WORKER]),
        recruiter=as_(signers[PartyKind.ENTERPRISE]),
        url=f"/contracts/{contract.id}",
        api=f"/api/v1/contracts/{contract.id}",
    )


def newest(database, model):
    with database() as uow:
        return uow.session.scalars(sa.select(model).order_by(model.id.desc()).limit(1)).one()


def code_of(database) -> str:
    with database() as uow:
        return last_code(uow)


class TestTheWholeWay:
    def test_an_interview_becomes_a_sealed_contract(self, people, database, keep_promises, client):
        form = people.recruiter.get(f"/interviews/{people.interview.id}/offers/new")
        assert form.status_code == 200
        made = people.recruiter.post(
            f"/interviews/{people.interview.id}/offers", data=offer_form(people.posting.id)
        )
        assert made.status_code == 302, made.text
        offer = newest(database, Offer)

        page = people.worker.get(f"/offers/{offer.id}")
        assert "好，我接受" in page.text
        accepted = people.worker.post(f"/offers/{offer.id}/accept", data={"terms_version": "1"})
        assert accepted.status_code == 302, accepted.text

        contract = newest(database, Contract)
        url = f"/contracts/{contract.id}"
        assert "补充并发出" in people.recruiter.get(url).text
        assert people.recruiter.get(f"{url}/document.pdf").data.startswith(b"%PDF")
        assert people.recruiter.post(f"{url}/send", data=SEND).status_code == 302

        for browser in (people.worker, people.recruiter):
            assert "轮到您签署了" in browser.get(url).text
            assert browser.post(f"{url}/code").status_code == 302
            with database() as uow:
                digest = digest_of(uow, uow.get(Contract, contract.id))
            assert digest in browser.get(f"{url}/sign").text
            signed = browser.post(
                f"{url}/sign",
                data={"code": code_of(database), "document_sha256": digest, "agreed": "true"},
            )
            assert signed.status_code == 302, signed.text

        assert "正在盖章" in people.worker.get(url).text
        keep_promises()
        assert "合同已盖章" in people.worker.get(url).text
        files = [
            browser.get(f"{url}/document.pdf") for browser in (people.worker, people.recruiter)
        ]
        assert files[0].data == files[1].data
        assert contract.number in files[0].headers["Content-Disposition"]

        verdict = client.post("/verify", data={"file": (BytesIO(files[0].data), "contract.pdf")})
        assert 'data-verdict="TOTAL-PASSED"' in verdict.text
        assert contract.number in verdict.text
        assert RARE_NAME not in verdict.text

    def test_lists_and_first_pages_name_the_contract(self, sent):
        assert "等待签署" in sent.worker.get("/contracts").text
        assert "等待签署" in sent.recruiter.get("/contracts").text


class TestOfferForm:
    def test_unlawful_probation_is_shown_at_its_field_with_what_was_typed(self, people, database):
        refused = people.recruiter.post(
            f"/interviews/{people.interview.id}/offers",
            data=offer_form(people.posting.id, probation_months="6", post="流水线普工"),
        )
        assert refused.status_code == 422
        assert "试用期超过了法律规定" in refused.text
        assert "流水线普工" in refused.text
        with database() as uow:
            assert uow.session.scalar(sa.select(sa.func.count()).select_from(Offer)) == 0

    def test_a_worker_cannot_make_offers(self, people):
        posted = people.worker.post(
            f"/interviews/{people.interview.id}/offers", data=offer_form(people.posting.id)
        )
        assert posted.status_code in (403, 404)

    def test_the_same_by_api(self, people, database):
        posted = people.recruiter.post(
            "/api/v1/offers",
            json={
                "interview_id": str(people.interview.id),
                "posting_id": str(people.posting.id),
                "post": "电子装配工",
                "duties": "装配",
                "place": "样例路1号",
                "base_pay_fen": 420_000,
                "pay_parts": {"attendance": 30_000},
                "pay_day": 15,
                "shift_pattern": "two_shift",
                "hours_system": "standard",
                "term_months": 12,
                "probation_months": 0,
                "starts_on": (clock.today() + timedelta(days=3)).isoformat(),
                "meals_lodging": "both",
                "transport": "own",
                "reply_by": (clock.now() + timedelta(days=2)).isoformat(),
            },
        )
        assert posted.status_code == 201, posted.text
        offer_id = posted.json["id"]
        stale = people.worker.post(
            f"/api/v1/offers/{offer_id}/acceptance", json={"terms_version": 2}
        )
        assert (stale.status_code, stale.json["code"]) == (409, "offers.terms.changed")
        accepted = people.worker.post(
            f"/api/v1/offers/{offer_id}/acceptance", json={"terms_version": 1}
        )
        assert accepted.json["state"] == "accepted"


class TestRefusalsInWords:
    def test_out_of_turn(self, sent):
        page = sent.recruiter.get(f"{sent.url}/sign")
        assert page.status_code == 409
        assert "还没轮到您签署" in page.text
        by_api = sent.recruiter.post(
            f"{sent.api}/signatures", json={"code": "000000", "document_sha256": sent.digest}
        )
        assert (by_api.status_code, by_api.json["code"]) == (
            409,
            "contracts.party.not_your_turn",
        )

    def test_a_wrong_code(self, sent, database):
        sent.worker.post(f"{sent.url}/code")
        wrong = f"{(int(code_of(database)) + 1) % 1_000_000:06d}"
        refused = sent.worker.post(
            f"{sent.url}/sign",
            data={"code": wrong, "document_sha256": sent.digest, "agreed": "true"},
        )
        assert refused.status_code == 422
        assert 'id="f-code-error"' in refused.text
        with database() as uow:
            parties = uow.get(Contract, sent.id).parties
            assert all(party.signed_at is None for party in parties)

    def test_an_expired_code(self, sent, database):
        sent.worker.post(f"{sent.url}/code")
        code = code_of(database)
        with clock.fixed(clock.now() + timedelta(minutes=11)):
            refused = sent.worker.post(
                f"{sent.api}/signatures", json={"code": code, "document_sha256": sent.digest}
            )
        assert (refused.status_code, refused.json["code"]) == (422, "accounts.code.expired")

    def test_a_changed_document(self, sent, database):
        sent.worker.post(f"{sent.url}/code")
        refused = sent.worker.post(
            f"{sent.api}/signatures",
            json={"code": code_of(database), "document_sha256": "0" * 64},
        )
        assert (refused.status_code, refused.json["code"]) == (409, "signing.document.changed")

    def test_without_saying_that_one_has_read_it(self, sent, database):
        sent.worker.post(f"{sent.url}/code")
        refused = sent.worker.post(
            f"{sent.url}/sign", data={"code": code_of(database), "document_sha256": sent.digest}
        )
        assert refused.status_code == 422
        assert "请勾选" in refused.text

    def test_no_pdf_is_brought(self, client):
        refused = client.post("/verify", data={"file": (BytesIO(b"hello"), "a.pdf")})
        assert refused.status_code == 422


class TestSight:
    def test_others_do_not_find_the_contract(self, sent, database, app, as_, client):
        with app.test_request_context(), database() as uow:
            worker = account_of_worker(uow, make_worker(uow))
            organizer = make_account(uow, Role.ORGANIZER)
        for browser in (as_(worker), as_(organizer)):
            for path in ("", "/document.pdf", "/sign"):
                assert browser.get(sent.url + path).status_code == 404
        assert client.get(sent.url).status_code in (302, 401, 404)

    def test_the_authoritys_files_are_public(self, client):
        assert b"BEGIN CERTIFICATE" in client.get("/pki/root.crt").data
        assert client.get("/pki/issuing.crl").mimetype == "application/pkix-crl"
        assert client.get("/pki/other.crl").status_code == 404
