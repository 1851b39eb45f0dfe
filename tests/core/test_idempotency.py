"""A command that comes twice has one effect and one answer; its key stands for nothing else."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from server.core import idempotency, unit_of_work
from server.core.events import EventRow
from server.core.idempotency import AnsweredCommand, KeyReused, Replay
from server.core.identity import Actor
from server.core.ids import new_id
from server.core.schemas import Payload
from tests.core.test_unit_of_work import LampLit

Database = Callable[[], Any]
OWNER = "somebody"


class Lamp(Payload):
    """What a command about a lamp takes."""

    brightness: int = 1


def done(database: Database, *, brightness: int = 1, path: str = "one", answer: Any = None) -> None:
    """Do the command under the key "k" and commit."""
    with database() as uow:
        command = ("POST /lamps", {"lamp": path}, Lamp(brightness=brightness))
        kept = idempotency.begin(uow, owner=OWNER, key="k", command=command)
        uow.publish(LampLit(lamp_id=new_id(), brightness=brightness))
        kept.keep(answer or {"token": "opens-the-room"})


class TestAKey:
    def test_gives_the_first_answer_again(self, database: Database) -> None:
        done(database)
        with pytest.raises(Replay) as replay:
            done(database)
        assert replay.value.answer == {"token": "opens-the-room"}

    def test_is_not_for_other_words(self, database: Database) -> None:
        done(database, brightness=1)
        with pytest.raises(KeyReused):
            done(database, brightness=2)

    def test_is_not_for_another_row(self, database: Database) -> None:
        done(database, path="one")
        with pytest.raises(KeyReused):
            done(database, path="two")

    def test_keeps_its_answer_where_nobody_reads_it(self, database: Database) -> None:
        done(database)
        with database() as uow:
            raw = uow.session.execute(sa.text("SELECT answer FROM idempotency_keys")).scalar_one()
        assert b"opens-the-room" not in bytes(raw)

    def test_sent_by_many_at_once_has_one_effect(self, app: Flask, database: Database) -> None:
        together, answers = threading.Barrier(6), []

        def send() -> None:
            together.wait()
            try:
                with unit_of_work.writing(Actor.system()) as uow:
                    command = ("POST /lamps", {}, None)
                    kept = idempotency.begin(uow, owner=OWNER, key="k", command=command)
                    uow.publish(LampLit(lamp_id=new_id(), brightness=1))
                    kept.keep({"number": 7})
                    answers.append({"number": 7})
            except Replay as before:
                answers.append(before.answer)

        threads = [threading.Thread(target=send) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with database() as uow:
            effects = uow.scalars(sa.select(EventRow).where(EventRow.name == "tests.lamp.lit"))
            keys = uow.scalars(sa.select(AnsweredCommand))
        assert (len(effects), len(keys), answers) == (1, 1, [{"number": 7}] * 6)
