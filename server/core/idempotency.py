"""A command sent twice has one effect: its key and answer are written in its own transaction.

Answers hold what only their receiver may read (a name, a token that opens a room), so they are
encrypted as other personal data is.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from pydantic_core import to_json
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from server.core import clock
from server.core.db import Row
from server.core.errors import Conflict
from server.core.i18n import lazy
from server.core.privacy import EncryptedText
from server.core.schemas import Payload
from server.core.tasks import every
from server.core.unit_of_work import UnitOfWork

KEPT = timedelta(hours=24)
"""A key is remembered this long."""


class KeyReused(Conflict):
    """The same key came with another command."""

    code = "idempotency.key_reused"
    message = lazy("This form was already used for something else. Please open the page again.")


class AnsweredCommand(Row):
    """The answer to a command, to be given again when the command comes again."""

    __tablename__ = "idempotency_keys"

    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """SHA-256 over the one who sent it and the key that was sent."""
    command: Mapped[str] = mapped_column(sa.String(64))
    """SHA-256 over the door, the path's values and the payload: the key stands for no other."""
    answer: Mapped[str | None] = mapped_column(EncryptedText("idempotency.answer"))
    """JSON."""

    def keep(self, answer: Mapping[str, Any]) -> None:
        """Keep what is to be answered again."""
        self.answer = to_json(answer).decode()


class Replay(Exception):
    """Carries the answer given the first time."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__()
        self.answer = answer


Command = tuple[str, Mapping[str, Any], Payload | None]
"""The door's name, the path's values, the payload."""


def begin(uow: UnitOfWork, *, owner: str, key: str, command: Command) -> AnsweredCommand:
    """Reserve `key` in this transaction; raises `Replay` when the command was done before.

    On PostgreSQL a second sender waits here for the first one's commit and then gets its answer.
    """
    digest = _sha256(f"{owner}\x00{key}".encode())
    sent = _sha256(to_json(command))
    row = AnsweredCommand(key=digest, command=sent)
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
            uow.session.flush()
    except IntegrityError:
        known = uow.session.scalars(
            sa.select(AnsweredCommand).where(AnsweredCommand.key == digest)
        ).one()
        if known.command != sent or known.answer is None:
            raise KeyReused from None
        raise Replay(json.loads(known.answer)) from None
    return row


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@every(seconds=3600, name="core.forget_keys")
def forget_keys(uow: UnitOfWork) -> None:
    """Forget keys older than `KEPT`."""
    uow.session.execute(
        sa.delete(AnsweredCommand).where(AnsweredCommand.created_at < clock.now() - KEPT)
    )
