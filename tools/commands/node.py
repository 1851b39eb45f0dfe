"""`make node`: the media node alone, for another machine or a second process."""

import os

from tools import environment, programs
from tools.say import line
from tools.steps import set_up


def main(_arguments: list[str]) -> None:
    """Replace this process by the media node."""
    set_up()
    found = environment.load()
    complete = environment.complete(found, environment.ports(found))
    program = programs.media(environment.with_media_key(complete))
    line(f"Media node on port {complete['MEDIA_PORT']}, UDP {complete['MEDIA_UDP_PORT']}.")
    os.execve(program.argv[0], list(program.argv), dict(program.environment))
