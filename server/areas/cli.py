"""`flask --app wsgi areas …`: filling the table of areas."""

import json
import sys
import time
from pathlib import Path

import click

from server.areas import data_files, services
from server.areas.data_files import COUNTRY, FOLDER, province_file
from server.core import unit_of_work
from server.core.identity import Actor


@click.group("areas")
def cli() -> None:
    """Administrative divisions."""


@cli.command("import")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--province", "provinces", multiple=True, metavar="CODE",
    help="Also townships and villages of this province (two digits); may be given again.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Townships and villages of every province.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of sentences.")
def import_areas(
    file: Path | None, provinces: tuple[str, ...], everything: bool, as_json: bool
) -> None:
    """Import divisions, of FILE or as built; may be run again at any time.

    Without FILE: provinces, prefectures and counties of the whole country, and what --province and
    --all ask for. A FILE has lines of code, name, parent code and successor code, parted by tabs.
    """
    begun = time.monotonic()
    wanted = data_files.provinces_built() if everything else [code[:2] for code in provinces]
    files = (
        [file] if file else [FOLDER / COUNTRY, *[FOLDER / province_file(code) for code in wanted]]
    )
    counts: dict[str, int] = {}
    for path in files:
        if not path.exists():
            _refuse(f"{path.name} is not built: run `python -m server.areas.build_data` first.")
        try:
            counts[path.name] = _import(path, quiet=as_json)
        except ValueError as wrong:
            _refuse(str(wrong))
    spent_s = round(time.monotonic() - begun, 1)
    if as_json:
        click.echo(
            json.dumps({"imported": sum(counts.values()), "files": counts, "seconds": spent_s})
        )
    else:
        click.echo(f"Imported {sum(counts.values()):,} areas in {spent_s} s.")


def _import(path: Path, *, quiet: bool) -> int:
    """One file in one transaction."""
    divisions = list(data_files.read(path))
    with unit_of_work.writing(Actor.system()) as uow:
        if quiet:
            return services.import_divisions(uow, divisions)
        with click.progressbar(length=len(divisions), label=path.name, file=sys.stderr) as bar:
            return services.import_divisions(
                uow, divisions, told=lambda done: bar.update(done - bar.pos)
            )


def _refuse(sentence: str) -> None:
    click.echo(f"lianpin: {sentence}", err=True)
    sys.exit(1)
