"""gunicorn's worker class for eventlet, on gunicorn's public `AsyncWorker` (it dropped its own).

The only file that imports eventlet. It replaces the blocking parts of the standard library before
the application is loaded, and makes psycopg2 yield while it waits for PostgreSQL.
"""

import contextlib
import errno
import os
import warnings
from types import FrameType
from typing import Any

# It announces at every import that it is only maintained; the ADR on the async mode answers that.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet
import eventlet.wsgi
import greenlet
from eventlet import greenpool, hubs
from eventlet.greenio import GreenSocket
from gunicorn.sock import ssl_wrap_socket
from gunicorn.workers.base_async import AsyncWorker

NOTIFY_S = 1.0
"""How often the master is told that this worker lives."""


CLOSED_TWICE = "socket shutdown error: [Errno 9]"
"""What eventlet writes for every client, when gunicorn has closed the connection before it."""


class QuietErrors:
    """`wsgi.errors` without the line about a socket that is closed already."""

    def __init__(self, errors: Any) -> None:
        self._errors = errors

    def write(self, text: str) -> None:
        """Pass on what says something."""
        if CLOSED_TWICE not in text:
            self._errors.write(text)

    def __getattr__(self, name: str) -> Any:
        """Everything else as it was."""
        return getattr(self._errors, name)


class EventletWorker(AsyncWorker):
    """Serves every connection in a green thread of one process."""

    def init_process(self) -> None:
        """Patch first, then let gunicorn load the application and call `run`."""
        hubs.use_hub()
        eventlet.monkey_patch()
        from psycogreen.eventlet import patch_psycopg

        patch_psycopg()
        super().init_process()

    def load_wsgi(self) -> None:
        """Load the application and stand in front of it for `QuietErrors`."""
        super().load_wsgi()
        application: Any = self.app.wsgi()

        def serve(environ: dict[str, Any], start_response: Any) -> Any:
            environ["wsgi.errors"] = QuietErrors(environ["wsgi.errors"])
            return application(environ, start_response)

        self.wsgi = serve

    def timeout_ctx(self) -> Any:
        """How long an idle connection is kept open for its next request."""
        return eventlet.Timeout(self.cfg.keepalive or None, False)

    def is_already_handled(self, respiter: Any) -> bool:
        """A WebSocket has taken the connection over: there is no response to write."""
        if getattr(eventlet.wsgi.WSGI_LOCAL, "already_handled", False):
            raise StopIteration
        return bool(super().is_already_handled(respiter))

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """One connection, from its first request to its end."""
        if self.cfg.is_ssl:
            client = ssl_wrap_socket(client, self.cfg)
        super().handle(listener, client, addr)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """Outside the signal handler, which may not switch green threads."""
        eventlet.spawn(super().handle_quit, sig, frame)

    def handle_usr1(self, sig: int, frame: FrameType | None) -> None:
        """The same for reopening logs."""
        eventlet.spawn(super().handle_usr1, sig, frame)

    def run(self) -> None:
        """Accept until told to stop; then give open connections `graceful_timeout` seconds."""
        acceptors = []
        pools = []
        for sock in self.sockets:
            green = GreenSocket(sock.sock if hasattr(sock, "sock") else sock)
            green.setblocking(1)
            pool = greenpool.GreenPool(self.worker_connections)
            pools.append(pool)
            acceptors.append(eventlet.spawn(self._accept, green, sock, pool))
        while self.alive and self._has_parent():
            self.notify()
            eventlet.sleep(NOTIFY_S)
        for acceptor in acceptors:
            acceptor.kill()
        with eventlet.Timeout(self.cfg.graceful_timeout, False):
            for pool in pools:
                self._finish(pool)

    def _accept(self, green: GreenSocket, listener: Any, pool: greenpool.GreenPool) -> None:
        while self.alive:
            try:
                client, addr = green.accept()
            except OSError as problem:
                if problem.errno in {errno.ECONNABORTED, errno.EMFILE, errno.EAGAIN}:
                    # Nothing to serve or no file left for it; the others need the time.
                    eventlet.sleep(0.05)
                    continue
                raise
            client.setblocking(1)
            pool.spawn_n(self._serve, listener, client, addr)

    def _serve(self, listener: Any, client: Any, addr: Any) -> None:
        with contextlib.suppress(greenlet.GreenletExit):
            self.handle(listener, client, addr)

    def _finish(self, pool: greenpool.GreenPool) -> None:
        while pool.running():
            self.notify()
            eventlet.sleep(0.1)

    def _has_parent(self) -> bool:
        if self.ppid == os.getppid():
            return True
        self.log.info("The master is gone; shutting down.")
        return False
