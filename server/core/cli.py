"""The command line: `flask --app wsgi GROUP COMMAND`; domains bring their groups in `cli.py`."""

import importlib
from importlib.util import find_spec

import click
from flask import Flask, current_app

from server.core import migrations, unit_of_work
from server.core.worker import Worker


def register(app: Flask) -> None:
    """Add the commands of the core to `app`."""
    app.cli.add_command(worker)
    for name in ("cli_db", "cli_doctor", "cli_demo", "cli_prepare"):
        if find_spec(f"server.core.{name}"):
            app.cli.add_command(importlib.import_module(f"server.core.{name}").cli)


@click.command()
def worker() -> None:
    """Keep promises and run the clock until stopped."""
    refusal = migrations.refusal(unit_of_work.engine())
    if refusal:
        raise click.ClickException(refusal)
    Worker(current_app.extensions["lianpin_waker"]).run()
