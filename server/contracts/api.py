"""Contracts as JSON."""

from typing import Any

from server.contracts import queries, schemas, services
from server.contracts.models import Contract
from server.contracts.permissions import ContractPermission
from server.core.errors import Unauthenticated
from server.core.http import Api
from server.core.identity import Actor
from server.core.unit_of_work import UnitOfWork

api = Api("contracts")


@api.get("/contracts/<uuid:contract_id>", needs=ContractPermission.READ, on=queries.contract_by_id)
def show(uow: UnitOfWork, actor: Actor, contract: Contract) -> dict[str, Any]:
    """How a contract stands, and the digest of the document that is signed."""
    return _plain(uow, contract)


@api.post(
    "/contracts/<uuid:contract_id>/sending",
    needs=ContractPermission.SEND,
    on=queries.contract_by_id,
    payload=schemas.SendContract,
)
def send(
    uow: UnitOfWork, actor: Actor, contract: Contract, payload: schemas.SendContract
) -> dict[str, Any]:
    """Complete a draft and send it."""
    details = payload.as_details()
    sent = services.send(uow, contract_id=contract.id, details=details, by=actor.account_id)
    return _plain(uow, sent)


@api.post(
    "/contracts/<uuid:contract_id>/codes",
    needs=ContractPermission.SIGN,
    on=queries.contract_by_id,
)
def send_code(uow: UnitOfWork, actor: Actor, contract: Contract) -> tuple[dict[str, Any], int]:
    """Send the one-time code for signing to the account's phone."""
    if actor.account_id is None:
        raise Unauthenticated
    services.send_code(
        uow,
        contract_id=contract.id,
        side=queries.side_of(actor),
        account_id=actor.account_id,
    )
    return {"sent": True}, 202


@api.post(
    "/contracts/<uuid:contract_id>/signatures",
    needs=ContractPermission.SIGN,
    on=queries.contract_by_id,
    payload=schemas.PostSignature,
)
def sign(
    uow: UnitOfWork, actor: Actor, contract: Contract, payload: schemas.PostSignature
) -> tuple[dict[str, Any], int]:
    """Sign for one's own side, naming the digest of the document that was read."""
    if actor.account_id is None:
        raise Unauthenticated
    signed = services.sign(
        uow,
        contract_id=contract.id,
        side=queries.side_of(actor),
        account_id=actor.account_id,
        code=payload.code,
        document_sha256=payload.document_sha256,
    )
    return _plain(uow, signed), 201


def _plain(uow: UnitOfWork, contract: Contract) -> dict[str, Any]:
    envelope = queries.find_envelope(uow, contract)
    turn = contract.next_party
    return {
        "id": str(contract.id),
        "number": contract.number,
        "state": contract.state.value,
        "offer_id": str(contract.offer_id),
        "worker_id": str(contract.worker_id),
        "enterprise_id": str(contract.enterprise_id),
        "template": contract.template,
        "document_sha256": envelope.prepared_sha256 if envelope else None,
        "sealed_sha256": envelope.sealed_sha256 if envelope else None,
        "seal": envelope.state.value if envelope else None,
        "turn": turn.kind.value if turn else None,
        "parties": [
            {
                "kind": party.kind.value,
                "signed_at": party.signed_at.isoformat() if party.signed_at else None,
            }
            for party in contract.parties
        ],
    }
