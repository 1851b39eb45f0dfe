"""Who hears of contracts."""

from server.contracts import queries
from server.contracts.events import (
    ContractCompleted,
    ContractDrafted,
    ContractSealed,
    ContractSent,
    PartySigned,
)
from server.contracts.permissions import ContractPermission
from server.core import audiences
from server.core.sockets import listen, push
from server.signing.events import SealDelayed

AnyContractFact = ContractDrafted | ContractSent | PartySigned | ContractCompleted | ContractSealed


def _everyone(event: AnyContractFact) -> list[str]:
    """The contract's own page, and what else both sides have open."""
    return [
        audiences.contract(event.contract_id),
        audiences.worker(event.worker_id),
        audiences.enterprise(event.enterprise_id),
    ]


def _its_page(event: SealDelayed) -> list[str]:
    ours = event.purpose == queries.PURPOSE
    return [audiences.contract(event.subject_id)] if ours else []


listen("contract", needs=ContractPermission.READ, on=queries.contract_by_id)
push(ContractDrafted, to=_everyone)
push(ContractSent, to=_everyone)
push(PartySigned, to=_everyone)
push(ContractCompleted, to=_everyone)
push(ContractSealed, to=_everyone)
push(SealDelayed, to=_its_page)
