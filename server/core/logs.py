"""Logs: one line an event, English, with the request's id and without personal data.

Identity numbers and phones that slip into any value are masked by shape before a line is written;
SQL parameters and form values are never logged at all.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{9}[\dXx](?![0-9A-Za-z])")
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:\+|00)?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?![0-9A-Za-z])"
)


def scrub(text: str) -> str:
    """`text` with everything shaped like an identity number or a phone blacked out."""
    return _PHONE.sub("[phone]", _ID_NUMBER.sub("[id]", text))


def _scrub_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: _scrubbed(value) for name, value in event.items()}


def _scrubbed(value: Any) -> Any:
    """A value of a line without personal data, also inside lists and mappings."""
    if isinstance(value, Mapping):
        return {name: _scrubbed(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_scrubbed(part) for part in value]
    if value is None or isinstance(value, bool | float | int):
        # A number can be a phone as well.
        return value if scrub(str(value)) == str(value) else scrub(str(value))
    return scrub(str(value))


def _drop_locals(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep a traceback's files and lines and the class; a text may quote SQL parameters."""
    info = event.pop("exc_info", None)
    if info:
        if isinstance(info, BaseException):
            info = (type(info), info, info.__traceback__)
        kind, error, trace = sys.exc_info() if info is True else info
        frames: list[str] = []
        while trace is not None:
            frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["exception"] = kind.__name__ if kind else type(error).__name__
        event["at"] = " > ".join(frame.rpartition("/")[2] for frame in frames[-6:])
        if error is not None and not _quotes_data(error):
            event["reason"] = scrub(str(error))[:300]
    return event


def _quotes_data(error: BaseException) -> bool:
    """Whether the text of `error` may quote what a person typed."""
    return type(error).__module__.split(".")[0] in {"sqlalchemy", "pydantic", "pydantic_core"}


class _ScrubFilter(logging.Filter):
    """The same for lines of libraries, which log through the standard library."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = scrub(record.getMessage())
        record.args = ()
        if record.exc_info and record.exc_info[1] is not None:
            record.msg += f" [{type(record.exc_info[1]).__name__}]"
        record.exc_info = None
        record.exc_text = None
        return True


def configure(*, as_json: bool) -> None:
    """Set up logging for this process: standard output, a line an event."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _drop_locals,
            _scrub_values,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.addFilter(_ScrubFilter())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in ("socketio.server", "engineio.server"):
        # Their warnings are about clients that went away.
        logging.getLogger(name).setLevel(logging.ERROR)
