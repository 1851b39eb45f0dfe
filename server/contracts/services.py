"""Verbs of contracts: draft, complete and send, sign, record the seal."""

import dataclasses
from dataclasses import dataclass
from uuid import UUID

from server.accounts import services as accounts
from server.areas.queries import name_of
from server.contracts import content as contents
from server.contracts import errors, queries
from server.contracts.clauses import ClauseMissing
from server.contracts.content import ContractContent, Employee, Employer
from server.contracts.document import EMPLOYER_FIELD, WORKER_FIELD, document_data
from server.contracts.drafting import content_of, new_number
from server.contracts.events import (
    ContractCompleted,
    ContractDrafted,
    ContractSealed,
    ContractSent,
    PartyKind,
    PartySigned,
)
from server.contracts.models import Contract, ContractParty
from server.contracts.templates import TEMPLATES, clauses_of
from server.core.i18n import lazy
from server.core.unit_of_work import UnitOfWork
from server.enterprises.models import Enterprise
from server.offers.errors import EnterpriseStopped
from server.offers.models import Offer
from server.signing import authority
from server.signing import errors as signing_errors
from server.signing import services as signing
from server.signing.models import Envelope, SignerKind
from server.signing.tasks import seal_document
from server.workers.models import Worker

SIGN = "contracts.sign"
"""What a one-time code for signing is bound to, together with the document's digest."""

DRAFT_MARK = "草稿"


@dataclass(frozen=True)
class Details:
    """What a contract needs beyond the offer; the enterprise fills it in."""

    legal_representative: str
    employer_address: str
    employer_phone: str
    employee_address: str
    hazards: str


def draft_from_offer(uow: UnitOfWork, *, offer_id: UUID) -> Contract:
    """Write a contract from the terms that were accepted; in the acceptance's transaction."""
    offer = uow.get(Offer, offer_id)
    worker = uow.get(Worker, offer.worker_id)
    enterprise = uow.get(Enterprise, offer.enterprise_id)
    content = content_of(
        number=new_number(uow.now),
        employer=Employer(
            name=enterprise.name,
            uscc=enterprise.uscc,
            address=enterprise.address,
            legal_representative=queries.last_representative(uow, enterprise.id),
            phone=enterprise.contact_phone,
        ),
        employee=Employee(
            name=worker.name,
            id_number=worker.id_number,
            address=name_of(uow, worker.household_area_code).replace(" ", ""),
            phone=worker.phone,
        ),
        terms=offer.terms,
        at=uow.now.replace(microsecond=0),
    )
    contract = uow.add(
        Contract(
            number=content.number,
            offer_id=offer.id,
            terms_version=offer.version,
            worker_id=worker.id,
            enterprise_id=enterprise.id,
            posting_id=offer.posting_id,
            template=content.template,
            content_json=contents.dump(content),
            parties=[
                ContractParty(turn=1, kind=PartyKind.WORKER, party_id=worker.id),
                ContractParty(turn=2, kind=PartyKind.ENTERPRISE, party_id=enterprise.id),
            ],
        )
    )
    uow.publish(
        ContractDrafted(
            contract_id=contract.id,
            offer_id=offer.id,
            worker_id=worker.id,
            enterprise_id=enterprise.id,
            posting_id=offer.posting_id,
        )
    )
    return contract


def send(uow: UnitOfWork, *, contract_id: UUID, details: Details, by: UUID | None) -> Contract:
    """Complete a draft, fix its bytes, and put it before the worker. Locks the contract.

    :raises NotADraft: when it was sent already
    :raises EnterpriseStopped: when a bureau has stopped the enterprise (offers)
    :raises DetailsMissing: when something the law requires is empty
    """
    contract = uow.locked(Contract, contract_id)
    if not uow.get(Enterprise, contract.enterprise_id).is_approved:
        raise EnterpriseStopped
    contract.rewrite(_completed(contract.content, details))
    content = contract.content
    envelope = signing.prepare(
        uow,
        purpose=queries.PURPOSE,
        subject_id=contract.id,
        template=TEMPLATES[contract.template].document,
        data=_data(content),
        dated=content.drafted_at,
        parties=[
            signing.PartySpec(
                SignerKind.PERSON, contract.worker_id, content.employee.name, WORKER_FIELD
            ),
            signing.PartySpec(
                SignerKind.ENTERPRISE, contract.enterprise_id, content.employer.name, EMPLOYER_FIELD
            ),
        ],
    )
    contract.send(envelope.id, by, uow.now)
    uow.flush()
    uow.publish(
        ContractSent(
            contract_id=contract.id,
            worker_id=contract.worker_id,
            enterprise_id=contract.enterprise_id,
            posting_id=contract.posting_id,
            document_sha256=envelope.prepared_sha256,
        )
    )
    return contract


def _completed(content: ContractContent, details: Details) -> ContractContent:
    empty = [name for name, value in dataclasses.asdict(details).items() if not value.strip()]
    if empty:
        raise errors.DetailsMissing(
            fields={name: lazy("The law requires this in a labor contract.") for name in empty}
        )
    return dataclasses.replace(
        content,
        employer=dataclasses.replace(
            content.employer,
            legal_representative=details.legal_representative,
            address=details.employer_address,
            phone=details.employer_phone,
        ),
        employee=dataclasses.replace(content.employee, address=details.employee_address),
        terms=dataclasses.replace(content.terms, hazards=details.hazards),
    )


def _data(content: ContractContent, *, watermark: str | None = None) -> dict[str, object]:
    try:
        clauses = clauses_of(content)
    except ClauseMissing as missing:
        raise errors.ClausesMissing(clauses=str(missing)) from missing
    trial = authority.certificate_authority().is_trial
    return document_data(content, clauses, trial=trial, watermark=watermark)


def preview(contract: Contract) -> bytes:
    """A draft as PDF, marked as a draft on every page."""
    content = contract.content
    document = TEMPLATES[contract.template].document
    data = _data(content, watermark=DRAFT_MARK)
    return authority.typesetter().typeset(document, data, content.drafted_at).pdf


def read_document(uow: UnitOfWork, contract: Contract) -> bytes:
    """The contract as PDF: a marked draft, the text that is out to be signed, or the sealed file.

    Nobody gets half-signed bytes: until the seal is made, the file has no signature at all.
    """
    envelope = queries.find_envelope(uow, contract)
    if envelope is None:
        return preview(contract)
    if envelope.sealed_key is None:
        return signing.read_prepared(envelope)
    return signing.read_sealed(envelope)


def send_code(uow: UnitOfWork, *, contract_id: UUID, side: PartyKind, account_id: UUID) -> None:
    """Send the one-time code for signing this document to the account's phone.

    :raises NotYourTurn: see `Contract.require_turn`, which says what else
    """
    contract = uow.get(Contract, contract_id)
    contract.require_turn(side)
    accounts.send_code(
        uow, account_id=account_id, purpose=SIGN, subject=_envelope(uow, contract).prepared_sha256
    )


def sign(
    uow: UnitOfWork,
    *,
    contract_id: UUID,
    side: PartyKind,
    account_id: UUID,
    code: str,
    document_sha256: str,
) -> Contract:
    """Sign for one side: its turn, the same bytes, the right code. Locks contract, then envelope.

    After the second signature the seal is promised.

    :param side: the side this account speaks for
    :param document_sha256: of the document on the signer's screen
    :raises NotYourTurn: see `Contract.require_turn`, which says what else
    :raises DocumentChanged: the screen showed other bytes (signing)
    :raises CodeWrong, CodeExpired, CodeUsedUp: the code does not confirm this document (accounts)
    """
    contract = uow.locked(Contract, contract_id)
    party = contract.require_turn(side)
    envelope = _envelope(uow, contract)
    if document_sha256 != envelope.prepared_sha256:
        raise signing_errors.DocumentChanged
    confirmed = accounts.confirm_code(
        uow, account_id=account_id, purpose=SIGN, subject=envelope.prepared_sha256, code=code
    )
    signing.apply_signature(
        uow,
        envelope_id=envelope.id,
        party_id=party.party_id,
        account_id=account_id,
        document_sha256=document_sha256,
        action=SIGN,
        check_id=confirmed.id,
    )
    party.sign(account_id, uow.now)
    uow.flush()
    uow.publish(
        PartySigned(
            contract_id=contract.id,
            worker_id=contract.worker_id,
            enterprise_id=contract.enterprise_id,
            posting_id=contract.posting_id,
            party=party.kind,
        )
    )
    if contract.next_party is None:
        _complete(uow, contract, envelope)
    return contract


def _complete(uow: UnitOfWork, contract: Contract, envelope: Envelope) -> None:
    contract.complete(uow.now)
    uow.flush()
    uow.publish(
        ContractCompleted(
            contract_id=contract.id,
            worker_id=contract.worker_id,
            enterprise_id=contract.enterprise_id,
            posting_id=contract.posting_id,
        )
    )
    uow.promise(seal_document, envelope_id=envelope.id)


def record_seal(uow: UnitOfWork, *, contract_id: UUID) -> None:
    """The final file exists. Locks the contract; does nothing the second time."""
    contract = uow.locked(Contract, contract_id)
    if not contract.seal(uow.now):
        return
    uow.flush()
    uow.publish(
        ContractSealed(
            contract_id=contract.id,
            worker_id=contract.worker_id,
            enterprise_id=contract.enterprise_id,
            posting_id=contract.posting_id,
        )
    )


def _envelope(uow: UnitOfWork, contract: Contract) -> Envelope:
    envelope = queries.find_envelope(uow, contract)
    if envelope is None:
        raise errors.NotOutToSign
    return envelope
