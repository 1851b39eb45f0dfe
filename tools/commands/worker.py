"""`make worker`: the background worker alone."""

import os

from tools import environment, programs
from tools.steps import set_up


def main(_arguments: list[str]) -> None:
    """Replace this process by the worker."""
    set_up()
    found = environment.load()
    program = programs.worker(environment.complete(found, environment.ports(found)))
    os.execve(program.argv[0], list(program.argv), dict(program.environment))
