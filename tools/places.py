"""Where things lie. Everything that set-up makes is below the repository and ignored by git."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SETUP = ROOT / ".setup"
"""Stamps, the log of set-up, and Node where the system has none."""
LOG = SETUP / "setup.log"
NODE = SETUP / "node"
OFFLINE = ROOT / "offline"
"""In an unpacked bundle: wheels and the list that pins them; absent in a clone."""
NODE_MODULES = ROOT / "node_modules"
MIGRATIONS = ROOT / "migrations" / "versions"
