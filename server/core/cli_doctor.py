"""`flask --app wsgi doctor`."""

import json
import sys
from dataclasses import asdict

import click

from server.core.doctor import Finding, Level, error, examine
from server.core.settings import Settings, SettingsError, read

MARKS = {Level.OK: "ok     ", Level.WARNING: "warning", Level.ERROR: "error  "}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with every finding.")
def cli(*, as_json: bool) -> None:
    """Name every misconfiguration and what to do; exit code 1 when there is an error."""
    try:
        findings = examine_all(read())
    except SettingsError as problem:
        do = "Correct it in the environment file; .env.example explains each setting."
        findings = [error("settings.unreadable", str(problem), do)]
    sys.exit(report(findings, as_json=as_json))


def report(findings: list[Finding], *, as_json: bool) -> int:
    """Print the findings.

    :return: 0, or 1 when one is an error
    """
    bad = sum(finding.level is Level.ERROR for finding in findings)
    if as_json:
        told = {"healthy": not bad, "findings": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{MARKS[finding.level]}  {finding.text}")
            if finding.do:
                click.echo(f"         → {finding.do}")
        click.echo(f"Errors: {bad}.")
    return 1 if bad else 0


def examine_all(conf: Settings) -> list[Finding]:
    """Every finding of the core and of the domains."""
    from server.core.doctor import configuration, database, files, media_node  # noqa: F401 - they add themselves

    return examine(conf)
