"""`flask --app wsgi demo load`: one fair on air, every role, two provinces. Everything is 样例."""

import importlib
import json
from importlib.util import find_spec
from typing import Any

import click
from flask.cli import AppGroup

from server.core import unit_of_work
from server.core.app import DOMAINS
from server.core.heartbeat import Heartbeat
from server.core.identity import Actor
from server.core.settings import settings

cli = AppGroup("demo", help="Demo data.")
MARK = "demo.loaded"
PASSWORD = "lianpin-demo-2026"  # noqa: S105 -- printed in the README; demo mode only
ACCOUNTS = (
    ("组织者 organizer (广东东莞)", "organizer", PASSWORD),
    ("协作方组织者 partner (湖南花垣)", "partner", PASSWORD),
    ("招聘专员 recruiter", "recruiter", PASSWORD),
    ("站点人员 officer", "officer", PASSWORD),
    ("审计 auditor", "auditor", PASSWORD),
    ("管理员 admin", "admin", PASSWORD),
    ("劳动者 worker", "13800000001", "验证码见 /demo/outbox"),
)


class World(dict[str, Any]):
    """What the domains' demo data hand on to the domains above: rows by name."""

    __getattr__ = dict.__getitem__

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value


@cli.command("load")
def load() -> None:
    """Load the demo data once; a second call changes nothing."""
    if not settings().demo:
        raise click.ClickException("Demo data is only loaded in demo mode (LIANPIN_DEMO=true).")
    with unit_of_work.writing(Actor.system()) as uow:
        if uow.find(Heartbeat, MARK) is not None:
            click.echo("The demo data is there already.")
            return
        world = World(password=PASSWORD)
        for domain in DOMAINS:
            if find_spec(f"server.{domain}.demo"):
                importlib.import_module(f"server.{domain}.demo").load(uow, world)
        uow.add(Heartbeat(name=MARK, at=uow.now))
    click.echo("The demo data is loaded.")


@cli.command("accounts")
@click.option("--json", "as_json", is_flag=True)
def accounts(*, as_json: bool) -> None:
    """Print the demo accounts."""
    if as_json:
        rows = [{"who": who, "login": login, "secret": secret} for who, login, secret in ACCOUNTS]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for who, login, secret in ACCOUNTS:
        click.echo(f"  {who:<32} {login:<14} {secret}")
