"""`flask --app wsgi accounts …`: making and closing accounts from the terminal."""

import json
import sys
from typing import NoReturn
from uuid import UUID

import click

from server.accounts import queries, services
from server.accounts.models import Account
from server.core import unit_of_work
from server.core.errors import Invalid, LianpinError
from server.core.identity import Actor, Role


@click.group("accounts")
def cli() -> None:
    """Accounts."""


def _password(*, from_stdin: bool) -> str:
    """From the pipe, or asked for twice; never an argument, since arguments are seen by all."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


@cli.command("create")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--name", "display_name", required=True, help="The person's name.")
@click.option("--login", "login_name", help="Login name; asked for a password then.")
@click.option("--phone", help="Mobile number; workers sign in with it.")
@click.option("--worker", "worker_id", type=click.UUID)
@click.option("--enterprise", "enterprise_id", type=click.UUID)
@click.option("--bureau", "bureau_id", type=click.UUID)
@click.option("--station", "station_id", type=click.UUID)
@click.option("--area", "area_code", help="Area whose people the account may see.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object instead of a sentence."
)
def create(  # noqa: PLR0913, PLR0917 -- one parameter per option
    role: str,
    display_name: str,
    login_name: str | None,
    phone: str | None,
    worker_id: UUID | None,
    enterprise_id: UUID | None,
    bureau_id: UUID | None,
    station_id: UUID | None,
    area_code: str | None,
    password_stdin: bool,
    as_json: bool,
) -> None:
    """Make an account: workers with --phone, staff with --login."""
    if not (login_name or phone):
        _refuse("an account needs --login or --phone")
    password = _password(from_stdin=password_stdin) if login_name else None
    try:
        with unit_of_work.writing(Actor.system()) as uow:
            account = services.create_account(
                uow,
                role=Role(role),
                display_name=display_name,
                login_name=login_name,
                phone=phone,
                password=password,
                worker_id=worker_id,
                enterprise_id=enterprise_id,
                bureau_id=bureau_id,
                station_id=station_id,
                area_code=area_code,
            )
    except LianpinError as refusal:
        _refuse(_sentence(refusal))
    _say(account, "created", as_json=as_json)


@cli.command("disable")
@click.argument("login_name")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object instead of a sentence."
)
def disable(login_name: str, as_json: bool) -> None:
    """Close the account of LOGIN_NAME and end its sessions at once."""
    with unit_of_work.writing(Actor.system()) as uow:
        account = queries.find_by_login(uow, login_name)
        if account is not None:
            services.disable_account(uow, account_id=account.id)
    if account is None:
        _refuse("there is no account with this login name")
    _say(account, "disabled", as_json=as_json)


@cli.command("set-password")
@click.argument("login_name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object instead of a sentence."
)
def set_password(login_name: str, password_stdin: bool, as_json: bool) -> None:
    """Give LOGIN_NAME another password; every session of the account ends."""
    password = _password(from_stdin=password_stdin)
    try:
        with unit_of_work.writing(Actor.system()) as uow:
            account = queries.find_by_login(uow, login_name)
            if account is not None:
                services.set_password(uow, account_id=account.id, password=password)
    except LianpinError as refusal:
        _refuse(_sentence(refusal))
    if account is None:
        _refuse("there is no account with this login name")
    _say(account, "given a new password", as_json=as_json)


def _say(account: Account, done: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"account_id": str(account.id), "role": account.role, "done": done}))
    else:
        click.echo(f"The account {account.login_name or account.id} is {done}.")


def _sentence(refusal: LianpinError) -> str:
    fields = refusal.fields.values() if isinstance(refusal, Invalid) else ()
    return " ".join([refusal.text, *(str(text) for text in fields if str(text) != refusal.text)])


def _refuse(sentence: str) -> NoReturn:
    click.echo(f"lianpin: {sentence}", err=True)
    sys.exit(1)
