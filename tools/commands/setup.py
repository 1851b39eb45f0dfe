"""`make setup`: the environment and everything that is built, without starting anything."""

from tools.say import line
from tools.steps import set_up


def main(arguments: list[str]) -> None:
    """`--tests` also installs what tests and checks need."""
    set_up(for_tests="--tests" in arguments)
    line("Everything is set up. `make run` starts it.")
