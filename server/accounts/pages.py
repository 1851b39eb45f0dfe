"""Signing in and out, and one's own account."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app, flash, request
from flask import session as cookie
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from server.accounts import devices, queries, schemas, services
from server.accounts.errors import CodeExpired, PasswordsDiffer, SignInRefused
from server.accounts.models import WORKER_LASTS, Account, AuthSession, OneTimeCode
from server.accounts.services.sign_in import (
    confirm_sign_in_code,
    send_sign_in_code,
    sign_in_with_password,
)
from server.core.errors import NotFound
from server.core.http import Pages, drop_session, keep_session, redirect, render, url_for
from server.core.i18n import LOCALES, _
from server.core.identity import Actor, Role
from server.core.permissions import PUBLIC, SIGNED_IN
from server.core.privacy import mask_phone
from server.core.schemas import FormState
from server.core.unit_of_work import UnitOfWork

pages = Pages("accounts")

HOMES = {
    Role.ORGANIZER: "fairs.calendar_page",
    Role.RECRUITER: "enterprises.desk",
    Role.WORKER: "workers.home",
    Role.OFFICER: "stations.desk",
}
"""Where each role begins; the others begin on the landing page."""
REGISTER = "workers.register"
"""Where a phone without an account goes on."""
CODE_ID = "code_id"
"""Cookie session: the id of the code that was sent; the phone itself stays on the server."""
PHONE_PROOF = "confirmed_phone_token"
"""Cookie session: the id of the code that proved a phone (`queries.proven_phone`)."""


@pages.get("/sign-in", needs=PUBLIC, payload=schemas.Asked)
def sign_in(uow: UnitOfWork, actor: Actor, asked: schemas.Asked) -> Any:
    """Workers by phone, staff by name; someone who is signed in goes on."""
    if actor.is_signed_in:
        return redirect(_onward(actor.role, asked.next))
    by_name = asked.role not in (None, Role.WORKER)
    return _sign_in_page(by_name=by_name, onward=asked.next, form=FormState())


def _sign_in_page(*, by_name: bool, onward: str, form: FormState) -> Any:
    return render("accounts/sign_in.html", by_name=by_name, onward=onward, form=form)


def phone_again(uow: UnitOfWork, actor: Actor, form: FormState) -> Any:
    """The worker's sign-in with what was typed."""
    return _sign_in_page(by_name=False, onward=form.value("next"), form=form)


def password_again(uow: UnitOfWork, actor: Actor, form: FormState) -> Any:
    """The staff's sign-in with what was typed, but for the password."""
    return _sign_in_page(by_name=True, onward=form.value("next"), form=form)


@pages.post("/sign-in/phone", needs=PUBLIC, payload=schemas.Phone, again=phone_again)
def send_code(uow: UnitOfWork, actor: Actor, sent: schemas.Phone) -> Any:
    """Send a code to a phone; the answer is the same whether it has an account."""
    row = send_sign_in_code(uow, phone=sent.phone, address=_address())
    cookie[CODE_ID] = str(row.id)
    return redirect(url_for("accounts.enter_code", next=sent.next or None))


def _code_of_browser(uow: UnitOfWork) -> OneTimeCode | None:
    kept = cookie.get(CODE_ID)
    return uow.find(OneTimeCode, UUID(kept)) if kept else None


def code_in_hand(uow: UnitOfWork, actor: Actor) -> OneTimeCode:
    """The code that was sent to this browser's person; raises `CodeExpired`."""
    row = _code_of_browser(uow)
    if row is None:
        raise CodeExpired
    return row


@pages.get("/sign-in/code", needs=PUBLIC, payload=schemas.Asked)
def enter_code(uow: UnitOfWork, actor: Actor, asked: schemas.Asked) -> Any:
    """Where the digits are typed."""
    row = _code_of_browser(uow)
    if actor.is_signed_in or row is None:
        return redirect(url_for("accounts.sign_in", next=asked.next or None))
    return _code_page(row, asked.next, FormState())


def _code_page(row: OneTimeCode, onward: str, form: FormState) -> Any:
    phone = mask_phone(row.phone)
    return render("accounts/enter_code.html", phone=phone, onward=onward, form=form)


def code_again(uow: UnitOfWork, actor: Actor, row: OneTimeCode, form: FormState) -> Any:
    """The same page with what was wrong."""
    return _code_page(row, form.value("next"), form)


@pages.post("/sign-in/code/again", needs=PUBLIC, on=code_in_hand, payload=schemas.Again)
def send_code_again(uow: UnitOfWork, actor: Actor, row: OneTimeCode, sent: schemas.Again) -> Any:
    """Send another code to the same phone."""
    newer = send_sign_in_code(uow, phone=row.phone, address=_address())
    cookie[CODE_ID] = str(newer.id)
    flash(_("A new code is on its way. The one before no longer works."), "good")
    return redirect(url_for("accounts.enter_code", next=sent.next or None))


@pages.post(
    "/sign-in/code",
    needs=PUBLIC,
    on=code_in_hand,
    payload=schemas.Code,
    again=code_again,
    idempotent=False,  # a repeated answer would lack the cookie
)
def confirm_code(uow: UnitOfWork, actor: Actor, row: OneTimeCode, sent: schemas.Code) -> Any:
    """Come in with the code; a phone without an account goes on to registration."""
    account = confirm_sign_in_code(uow, code_id=row.id, code=sent.code)
    cookie.clear()
    if account is None:
        cookie[PHONE_PROOF] = str(row.id)
        return redirect(url_for(REGISTER, next=sent.next or None))
    return come_in(uow, account, sent.next)


@pages.post(
    "/sign-in/password",
    needs=PUBLIC,
    payload=schemas.Password,
    again=password_again,
    idempotent=False,  # a repeated answer would lack the cookie
)
def confirm_password(uow: UnitOfWork, actor: Actor, sent: schemas.Password) -> Any:
    """Come in with login name and password."""
    account = sign_in_with_password(
        uow, login_name=sent.login_name, password=sent.password, address=_address()
    )
    cookie.clear()
    return come_in(uow, account, sent.next)


def come_in(uow: UnitOfWork, account: Account, onward: str) -> Response:
    """Open a session; an earlier one of this browser ends, so that no token is planted."""
    if uow.actor.account_id and uow.actor.session_id:
        services.end_session(uow, account_id=uow.actor.account_id, session_id=uow.actor.session_id)
    device = devices.described(request.user_agent.string)
    token = services.open_session(uow, account, device=device)
    response = redirect(_onward(account.role, onward))
    return keep_session(response, token, lasts=None if account.is_staff else WORKER_LASTS)


@pages.post("/sign-out", needs=PUBLIC, idempotent=False)
def sign_out(uow: UnitOfWork, actor: Actor) -> Any:
    """End this session; without one there is nothing to end."""
    if actor.account_id and actor.session_id:
        services.end_session(uow, account_id=actor.account_id, session_id=actor.session_id)
    cookie.clear()
    flash(_("You are signed out."), "info")
    return drop_session(redirect(url_for("accounts.sign_in")))


def own_account(uow: UnitOfWork, actor: Actor) -> Account:
    """The signed-in person's account; raises `Unauthenticated`."""
    return queries.account_of(uow, actor)


def own_account_page(
    uow: UnitOfWork, actor: Actor, account: Account, form: FormState = FormState()
) -> Any:
    """Name, language, password, and where one is signed in."""
    return render(
        "accounts/account.html",
        account=account,
        phone=mask_phone(account.phone) if account.phone else "",
        sessions=queries.list_sessions(uow, account.id),
        languages=LOCALES,
        form=form,
    )


pages.get("/account", needs=SIGNED_IN, on=own_account)(own_account_page)


@pages.post("/account/language", needs=SIGNED_IN, on=own_account, payload=schemas.Language)
def choose_language(uow: UnitOfWork, actor: Actor, account: Account, sent: schemas.Language) -> Any:
    """Keep the language for every browser; `?lang=` sets it in this one."""
    services.choose_language(uow, account_id=account.id, locale=sent.locale)
    return redirect(url_for("accounts.own_account_page", lang=sent.locale))


@pages.post(
    "/account/password",
    needs=SIGNED_IN,
    on=own_account,
    payload=schemas.NewPassword,
    again=own_account_page,
)
def change_password(
    uow: UnitOfWork, actor: Actor, account: Account, sent: schemas.NewPassword
) -> Any:
    """Another password, after the one in use was given; other sessions end."""
    if account.login_name is None:
        raise NotFound
    if sent.password != sent.repeated:
        raise PasswordsDiffer
    try:
        sign_in_with_password(
            uow, login_name=account.login_name, password=sent.current, address=_address()
        )
    except SignInRefused:
        raise SignInRefused(fields={"current": _("This is not your password.")}) from None
    services.set_password(
        uow, account_id=account.id, password=sent.password, keep_session=actor.session_id
    )
    flash(_("Your password is changed. Everywhere else you are signed out."), "good")
    return redirect(url_for("accounts.own_account_page"))


def own_session(uow: UnitOfWork, actor: Actor, session_id: UUID) -> AuthSession:
    """A session of the actor's own; raises `NotFound`."""
    found = uow.get(AuthSession, session_id)
    if found.account_id != actor.account_id:
        raise NotFound
    return found


@pages.post("/account/sessions/<uuid:session_id>/end", needs=SIGNED_IN, on=own_session)
def end_session(uow: UnitOfWork, actor: Actor, found: AuthSession) -> Any:
    """Sign out in one other browser."""
    services.end_session(uow, account_id=found.account_id, session_id=found.id)
    flash(_("That device is signed out."), "good")
    return redirect(url_for("accounts.own_account_page"))


@pages.post("/account/sessions/end-others", needs=SIGNED_IN, on=own_account)
def end_other_sessions(uow: UnitOfWork, actor: Actor, account: Account) -> Any:
    """Sign out everywhere but here."""
    services.end_other_sessions(uow, account_id=account.id, keep_session=actor.session_id)
    flash(_("Everywhere else you are signed out."), "good")
    return redirect(url_for("accounts.own_account_page"))


def _onward(role: Role | None, asked: str) -> str:
    """Where to go after signing in: the page that was asked for, or the role's own."""
    if is_page_of_ours(asked):
        return asked
    endpoint = HOMES.get(role, "core.home") if role else "core.home"
    return url_for(endpoint if endpoint in current_app.view_functions else "core.home")


def is_page_of_ours(address: str) -> bool:
    """Whether an address from outside is a path here that answers GET: no redirect elsewhere."""
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    if not address.isprintable():
        # Browsers leave tabs and line ends out, which turns "/\t/evil.example" into another site.
        return False
    try:
        current_app.url_map.bind("").match(urlsplit(address).path, method="GET")
    except HTTPException:
        return False
    return True


def _address() -> str:
    return request.remote_addr or ""
