"""What contracts do when a fact becomes true elsewhere."""

from server.contracts import queries, services
from server.contracts.events import ContractCompleted
from server.core.events import in_transaction
from server.core.unit_of_work import UnitOfWork
from server.jobs import services as jobs
from server.offers.events import OfferAccepted
from server.signing.events import DocumentSealed


@in_transaction(OfferAccepted)
def draft(uow: UnitOfWork, event: OfferAccepted) -> None:
    """An accepted offer becomes a drafted contract, in one transaction."""
    services.draft_from_offer(uow, offer_id=event.offer_id)


@in_transaction(ContractCompleted)
def close_application(uow: UnitOfWork, event: ContractCompleted) -> None:
    """Who has signed is hired; the application is no longer open to be declined or taken back."""
    jobs.note_hired(uow, posting_id=event.posting_id, worker_id=event.worker_id)


@in_transaction(DocumentSealed)
def note_seal(uow: UnitOfWork, event: DocumentSealed) -> None:
    """A contract's document was sealed."""
    if event.purpose == queries.PURPOSE:
        services.record_seal(uow, contract_id=event.subject_id)
