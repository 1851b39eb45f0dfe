"""`flask --app wsgi trail verify`: exit code 0 when every chain is whole, 1 when one is not."""

import json
import sys
from uuid import UUID

import click
from flask.cli import AppGroup

from server.core import unit_of_work
from server.core.identity import Actor
from server.trail import services

cli = AppGroup("trail", help="The employment trail.")


@cli.command("verify")
@click.option("--worker", "worker_id", type=click.UUID, help="Only this worker's trail.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(worker_id: UUID | None, *, as_json: bool) -> None:
    """Verify the hash chains; name the first broken row of each broken chain."""
    with unit_of_work.reading(Actor.system()) as uow:
        found = services.verify(uow, worker_id=worker_id)
    if as_json:
        breaks = [
            {"worker": str(item.worker_id), "number": item.number, "break": str(item.kind)}
            for item in found.findings
        ]
        click.echo(json.dumps({"chains": found.chains, "entries": found.entries, "breaks": breaks}))
    else:
        click.echo(f"{found.chains} chains, {found.entries} entries")
        for item in found.findings:
            click.echo(f"BROKEN worker {item.worker_id} entry {item.number}: {item.kind}")
        if found.is_whole:
            click.echo("every chain is whole")
    sys.exit(0 if found.is_whole else 1)
