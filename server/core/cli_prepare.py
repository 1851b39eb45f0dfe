"""`flask --app wsgi prepare`: what `make run` needs done before it starts the programs.

One process instead of three: each start of Python with everything imported takes a second or two.
"""

import click
from flask import current_app

from server.core import migrations, unit_of_work
from server.core.settings import settings


@click.command("prepare")
@click.pass_context
def cli(context: click.Context) -> None:
    """Bring the schema to its newest version; in demo mode load the data and print the accounts."""
    refusal = migrations.refusal(unit_of_work.engine())
    if refusal:
        from server.core import cli_db

        context.invoke(cli_db.upgrade)
    if settings().demo:
        demo = current_app.cli.commands["demo"]
        if isinstance(demo, click.Group):
            context.invoke(demo.commands["load"])
            context.invoke(demo.commands["accounts"])
