"""`flask --app wsgi contracts …`: checking files without a browser."""

import json
import sys
from pathlib import Path

import click

from server.contracts import queries
from server.core import unit_of_work
from server.core.errors import NotFound
from server.core.identity import Actor


@click.group("contracts")
def cli() -> None:
    """Labor contracts."""


@cli.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--number", metavar="LP-…", help="The contract it is said to be.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
def verify(file: Path, number: str | None, as_json: bool) -> None:
    """Check whether FILE is a contract that was sealed here, unaltered.

    Exit code 0: TOTAL-PASSED. 1: TOTAL-FAILED or INDETERMINATE. 2: wrong use.
    """
    if file.stat().st_size > queries.LARGEST_FILE:
        raise click.UsageError(f"{file} is too large to be a contract.")
    with unit_of_work.reading(Actor.system()) as uow:
        try:
            found = queries.verify_file(uow, file.read_bytes(), number=number)
        except NotFound:
            raise click.UsageError(f"There is no contract {number}.") from None
    verdict = found.verdict
    if as_json:
        print(json.dumps({"contract": found.number} | verdict.as_json()))
    else:
        print(f"{verdict.outcome.value}  {verdict.reason.value}")
        print(f"contract  {found.number or 'none on record'}")
        print(f"sha256    {verdict.sha256}")
        for check in verdict.checks:
            mark = {True: "holds", False: "FAILS", None: "-"}[check.holds]
            print(f"{check.number}  {mark:6} {check.name}")
        for signature in verdict.signatures:
            at = signature.timestamp.isoformat() if signature.timestamp else "no timestamp"
            print(f"   {signature.field}  {at}  {signature.common_name}")
    sys.exit(0 if verdict.passed else 1)
