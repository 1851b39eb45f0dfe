"""`make migrate`: bring the database of this environment to the newest schema."""

from tools import environment, programs
from tools.commandline import run_logged
from tools.say import step
from tools.steps import set_up


def main(_arguments: list[str]) -> None:
    """:raises Refusal: the migration failed; its last lines say why."""
    set_up()
    found = environment.load()
    complete = environment.complete(found, environment.ports(found))
    with step("Migrating the database"):
        run_logged("Migrating the database", [*programs.flask(), "db", "upgrade"], complete)
