"""`python3 -m tools COMMAND`: what the Makefile calls.

This file and preflight.py keep to the syntax of any Python 3, so that a too old one can say so.
"""

import importlib
import sys

from tools import preflight

COMMANDS = {
    "setup": "create the environment and everything that is built",
    "run": "set up, migrate, load demo data and start web, media and worker",
    "node": "start the media node alone",
    "worker": "start the background worker alone",
    "test": "run every check and every test",
    "check": "linters, types, import rules",
    "migrate": "bring the database to the newest schema",
    "bundle": "make an offline archive",
    "requirements": "compile requirements/*.in to pinned, hashed files",
    "import_rules": "check the rings inside each domain",
    "files": "check files for trailing space, size and private keys",
}


def main(arguments: "list[str]") -> int:
    """Run one command; exit code 0 done, 1 refused or failed (said in a sentence), 2 misused."""
    if not arguments or arguments[0] not in COMMANDS:
        for name, what in COMMANDS.items():
            sys.stderr.write("  {:14} {}\n".format(name, what))
        return 2
    preflight.ensure_python(arguments)
    from tools.say import Refusal

    try:
        module = importlib.import_module("tools.commands." + arguments[0])
        return int(module.main(arguments[1:]) or 0)
    except Refusal as refusal:
        sys.stderr.write("lianpin: {}\n".format(refusal))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
