"""`flask --app wsgi db …`: the schema's versions."""

from pathlib import Path

import click

from server.core import migrations, unit_of_work


@click.group("db")
def cli() -> None:
    """Move the database between versions of the schema."""


@cli.command()
@click.argument("to", default="head")
def upgrade(to: str) -> None:
    """Bring the database to the newest version, or to TO."""
    at = migrations.current(unit_of_work.engine())
    if at is not None and not migrations.is_known(at):
        raise click.ClickException(str(migrations.refusal(unit_of_work.engine())))
    migrations.upgrade(unit_of_work.engine(), to)
    click.echo(f"The database is at {migrations.current(unit_of_work.engine())}.")


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("to")
def downgrade(to: str) -> None:
    """Bring the database back to version TO, by steps (-1), or to nothing (base)."""
    migrations.downgrade(unit_of_work.engine(), to)
    click.echo(f"The database is at {migrations.current(unit_of_work.engine()) or 'base'}.")


@cli.command()
@click.option("-m", "--message", required=True, help="A sentence without its full stop.")
@click.option("--empty", is_flag=True, help="Do not look at the difference: a change of data.")
def revision(message: str, *, empty: bool) -> None:
    """Write a new version from the difference between models and database."""
    click.echo(migrations.write_revision(message, empty=empty))


@cli.command()
def heads() -> None:
    """Print the newest version in the code."""
    for head in migrations.heads():
        click.echo(head)


@cli.command()
def current() -> None:
    """Print the version of the database."""
    click.echo(migrations.current(unit_of_work.engine()) or "base")


@cli.command()
def check() -> None:
    """Exit code 1 unless there is one newest version and it says what the models say."""
    found = migrations.heads()
    if len(found) != 1:
        raise click.ClickException(
            f"{len(found)} newest versions ({', '.join(found)}); merge them."
        )
    with migrations.newest() as engine:
        differences = migrations.differences(engine)
    for difference in differences:
        click.echo(difference, err=True)
    if differences:
        raise click.ClickException(
            "Models and migrations differ; `flask --app wsgi db revision -m …`."
        )
    click.echo("One newest version; models and migrations agree.")


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=False, path_type=Path))
def backup(file: Path) -> None:
    """Write a copy of the embedded database to FILE while the programs run."""
    engine = unit_of_work.engine()
    if engine.dialect.name != "sqlite":
        raise click.ClickException("This database is PostgreSQL: copy it with pg_dump -Fc.")
    if file.exists():
        raise click.ClickException(f"{file} is there already; a copy never replaces another.")
    with engine.connect() as connection:
        # Below SQLAlchemy, which would begin a transaction, and VACUUM runs in none.
        driver = connection.connection.driver_connection
        if driver is not None:
            driver.execute("VACUUM INTO ?", (str(file),))
    file.chmod(0o600)
    click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB. Keep LIANPIN_FIELD_KEY apart from it.")
