"""gunicorn's settings: `gunicorn -c server/core/gunicorn_conf.py wsgi:app`.

One worker process: Socket.IO's clients are bound to the process that they connected to. More
processes are more units on more ports behind nginx with sticky addresses (docs/operations.md).
This file is loaded in gunicorn's master, so it must not import what eventlet replaces later.
"""

import os
import sys
from typing import Any

_green = os.environ.get("LIANPIN_ASYNC_MODE", "threading") == "eventlet"

BOOT_FAILED = 3
"""gunicorn's master ends, instead of trying again, when a worker leaves with this code."""

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = 1
worker_class = "server.core.eventlet_worker.EventletWorker" if _green else "gthread"
threads = int(os.environ.get("LIANPIN_WEB_THREADS", "256"))
"""gthread: every open socket holds one, requests share the rest."""
worker_connections = 2000
"""eventlet: connections at once."""
sendfile = not _green
"""eventlet's sockets do not block, and the standard library's sendfile refuses those."""
timeout = 60
graceful_timeout = 3
"""Seconds that open requests have after SIGTERM; sockets reconnect by themselves."""
keepalive = 15
control_socket_disable = True
"""The default lies in the home directory: instances would share it."""
max_requests = 0
errorlog = "-"
loglevel = os.environ.get("LIANPIN_WEB_LOG_LEVEL", "warning")
accesslog = None
"""Request lines hold addresses of people; metrics count requests without them."""


def post_worker_init(worker: Any) -> None:
    """After the fork and after the application is loaded: listen for what others commit."""
    from server.core import migrations, unit_of_work
    from server.core.app import serve_pushes

    refusal = migrations.refusal(unit_of_work.engine())
    if refusal:
        worker.log.error("lianpin: %s", refusal)
        sys.exit(BOOT_FAILED)
    serve_pushes(worker.app.wsgi())
