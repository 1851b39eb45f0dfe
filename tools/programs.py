"""The three programs, as `make run`, `make node` and `make worker` start them."""

from collections.abc import Mapping

from tools import places
from tools.supervisor import Program


def web(environment: Mapping[str, str]) -> Program:
    """gunicorn; worker class and threads by server/core/gunicorn_conf.py."""
    gunicorn = [str(places.PYTHON), "-m", "gunicorn", "-c", "server/core/gunicorn_conf.py"]
    return Program("web", [*gunicorn, "wsgi:app"], environment)


def media(environment: Mapping[str, str]) -> Program:
    """The media node."""
    return Program("media", [str(places.PYTHON), "-m", "webrtc"], environment)


def worker(environment: Mapping[str, str]) -> Program:
    """Outbox, clock, documents."""
    return Program("worker", [*flask(), "worker"], environment)


def flask() -> list[str]:
    """The beginning of every command line of the application."""
    return [str(places.PYTHON), "-m", "flask", "--app", "wsgi"]
