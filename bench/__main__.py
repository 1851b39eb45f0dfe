"""``python -m bench NAME [--json] [options]``: exit code 0, or 1 when a peer was not run."""

import argparse
import importlib
import sys

from bench.figures import Report

NAMES = ("media", "signing", "signing_corpus")


def main() -> int:
    """Run one benchmark."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    known, others = parser.parse_known_args()
    module = importlib.import_module(f"bench.{known.name}")
    options = module.parser(f"python -m bench {known.name}").parse_args(others)
    report = Report(as_json=known.json)
    module.run(report, options)
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())
