"""Pages of contracts: reading, completing and sending, signing, downloading, verifying."""

from typing import Any

from flask import Response, flash, request

from server.contracts import errors, queries, schemas, services, wording
from server.contracts.clauses import NUMERALS
from server.contracts.events import PartyKind
from server.contracts.models import Contract, ContractState
from server.contracts.permissions import ContractPermission
from server.core import event_log, navigation, rate_limit
from server.core.cards import Card
from server.core.errors import TooMany
from server.core.http import Pages, redirect, render, url_for
from server.core.i18n import _, lazy
from server.core.identity import Actor, Role
from server.core.permissions import PUBLIC, SIGNED_IN
from server.core.schemas import FormState
from server.core.unit_of_work import UnitOfWork
from server.enterprises import desk
from server.signing import wording as verdict_words
from server.signing.errors import NotAPdf
from server.signing.models import EnvelopeState
from server.workers import home

pages = Pages("contracts")


@pages.get("/contracts", needs=SIGNED_IN)
def index(uow: UnitOfWork, actor: Actor) -> str:
    """One's own contracts, or one's enterprise's."""
    listed = queries.list_contracts(uow, actor)
    return render("contracts/index.html", listed=listed, states=wording.STATES)


def show(uow: UnitOfWork, actor: Actor, contract: Contract, form: FormState = FormState()) -> str:
    """The contract: three cards, who has signed, every clause, and what to do next."""
    shown = queries.snapshot_contract(uow, contract)
    turn = contract.next_party
    side = queries.side_of(actor)
    return render(
        "contracts/show.html",
        shown=shown,
        contract=contract,
        state=wording.STATES[contract.state.value],
        steps=wording.STEPS,
        step=_step(contract),
        my_turn=turn is not None and turn.kind is side,
        may_send=contract.state is ContractState.DRAFTED and side is PartyKind.ENTERPRISE,
        delayed=shown.envelope is not None
        and shown.envelope.state is EnvelopeState.TIMESTAMP_PENDING,
        numerals=NUMERALS,
        position=str(event_log.last_position(uow)),
        form=form,
    )


def _step(contract: Contract) -> int:
    """How many of the four steps are done."""
    if contract.state is ContractState.SEALED:
        return len(wording.STEPS)
    signed = sum(party.signed_at is not None for party in contract.parties)
    return signed + (contract.state is not ContractState.DRAFTED)


pages.get(
    "/contracts/<uuid:contract_id>", needs=ContractPermission.READ, on=queries.contract_by_id
)(show)


@pages.get(
    "/contracts/<uuid:contract_id>/document.pdf",
    needs=ContractPermission.READ,
    on=queries.contract_by_id,
)
def document(uow: UnitOfWork, actor: Actor, contract: Contract) -> Response:
    """The contract as PDF: draft, text out to be signed, or the sealed file."""
    pdf = services.read_document(uow, contract)
    kind = "attachment" if contract.state is ContractState.SEALED else "inline"
    return Response(
        pdf,
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'{kind}; filename="{contract.number}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


@pages.post(
    "/contracts/<uuid:contract_id>/send",
    needs=ContractPermission.SEND,
    on=queries.contract_by_id,
    payload=schemas.SendContract,
    again=show,
)
def send(uow: UnitOfWork, actor: Actor, contract: Contract, payload: schemas.SendContract) -> Any:
    """The enterprise completes the draft and puts it before the worker."""
    services.send(uow, contract_id=contract.id, details=payload.as_details(), by=actor.account_id)
    flash(_("The contract was sent. Its text is fixed now; the worker signs first."))
    return redirect(url_for("contracts.show", contract_id=contract.id))


def sign_page(
    uow: UnitOfWork, actor: Actor, contract: Contract, form: FormState = FormState()
) -> str:
    """The last page before signing: what is signed, the code, the consent."""
    side = queries.side_of(actor)
    if not form.problem:
        contract.require_turn(side)
    return render(
        "contracts/sign.html",
        shown=queries.snapshot_contract(uow, contract),
        contract=contract,
        form=form,
    )


_SIGN = "/contracts/<uuid:contract_id>/sign"
pages.get(_SIGN, needs=ContractPermission.SIGN, on=queries.contract_by_id)(sign_page)


@pages.post(
    "/contracts/<uuid:contract_id>/code",
    needs=ContractPermission.SIGN,
    on=queries.contract_by_id,
    again=sign_page,
)
def send_code(uow: UnitOfWork, actor: Actor, contract: Contract) -> Any:
    """Send the one-time code to the signer's phone."""
    services.send_code(
        uow,
        contract_id=contract.id,
        side=queries.side_of(actor),
        account_id=_account_of(actor),
    )
    flash(_("The code was sent to your phone. It is good for ten minutes, for this contract only."))
    return redirect(url_for("contracts.sign_page", contract_id=contract.id) + "#f-code")


@pages.post(
    _SIGN,
    needs=ContractPermission.SIGN,
    on=queries.contract_by_id,
    payload=schemas.SignContract,
    again=sign_page,
)
def sign(uow: UnitOfWork, actor: Actor, contract: Contract, payload: schemas.SignContract) -> Any:
    """Sign for one's own side."""
    if not payload.agreed:
        raise errors.NotAgreed(fields={"agreed": errors.NotAgreed.message})
    services.sign(
        uow,
        contract_id=contract.id,
        side=queries.side_of(actor),
        account_id=_account_of(actor),
        code=payload.code,
        document_sha256=payload.document_sha256,
    )
    flash(_("You have signed."))
    return redirect(url_for("contracts.show", contract_id=contract.id))


def _account_of(actor: Actor) -> Any:
    if actor.account_id is None:
        raise TypeError("a party of a contract has an account")
    return actor.account_id


def verify_page(uow: UnitOfWork, actor: Actor, form: FormState = FormState()) -> str:
    """Where anyone brings a file."""
    return render("contracts/verify.html", form=form, verification=None, words=verdict_words)


pages.get("/verify", needs=PUBLIC)(verify_page)


# A check changes nothing, and a stranger's file must not hold the one writer of SQLite.
@pages.post("/verify", needs=PUBLIC, again=verify_page, writes=False)
def verify(uow: UnitOfWork, actor: Actor) -> str:
    """The verdict on a file. The file is not kept."""
    if not rate_limit.allow(f"verify:{request.remote_addr}", per_second=0.2, burst=10):
        raise TooMany(retry_after_s=10)
    file = request.files.get("file")
    pdf = file.stream.read(queries.LARGEST_FILE + 1) if file is not None else b""
    if not pdf.startswith(b"%PDF-") or len(pdf) > queries.LARGEST_FILE:
        raise NotAPdf(fields={"file": NotAPdf.message})
    verification = queries.verify_file(uow, pdf)
    return render(
        "contracts/verify.html", form=FormState(), verification=verification, words=verdict_words
    )


def _to_sign_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    """On a first page: the contracts in which it is one's turn, or that are to be sent."""
    side = queries.side_of(actor)
    waiting = [
        listed for listed in queries.list_contracts(uow, actor) if _waits_for(listed.contract, side)
    ]
    return Card("contracts/_home_card.html", {"listed": waiting}) if waiting else None


def _waits_for(contract: Contract, side: PartyKind) -> bool:
    if contract.state is ContractState.DRAFTED:
        return side is PartyKind.ENTERPRISE
    turn = contract.next_party
    return turn is not None and turn.kind is side


home.add_card(_to_sign_card, order=5)
desk.add_card(_to_sign_card, order=10)
navigation.add(Role.WORKER, lazy("Contracts"), "contracts.index", icon="contract", order=45)
navigation.add(Role.RECRUITER, lazy("Contracts"), "contracts.index", icon="contract", order=55)
