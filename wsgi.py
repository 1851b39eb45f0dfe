"""The entry point of the web process and of `flask --app wsgi`.

Nothing here imports eventlet: in that mode gunicorn's worker (server/core/eventlet_worker.py) has
replaced the blocking parts of the standard library before it loads this file, and only a web
process should have them replaced. Settings that cannot start are refused here, in sentences.
"""

import sys
import warnings

from server.core.settings import SettingsError, settings

try:
    settings()
except SettingsError as refusal:
    if "doctor" in sys.argv:
        # The doctor is there for settings that cannot start; it names these and the rest.
        from server.core import cli_doctor

        cli_doctor.cli.main([each for each in sys.argv if each.startswith("--json")])
    sys.exit(f"lianpin: these settings cannot start:\n{refusal}")

# Socket.IO imports it in that mode; the ADR on the async mode answers what it announces.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

from server.core.app import create_app

app = create_app()
