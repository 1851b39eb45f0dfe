"""People at an open booth, committed, each with a browser or a socket."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from server.accounts.models import Account
from server.core.sockets import socketio
from server.fairs.models import Booth, Fair
from server.stations.models import Station
from server.workers.models import Worker
from tests.factories.enterprises import make_enterprise
from tests.factories.interviews import make_open_booth, put_station_in, recruiter_of
from tests.factories.jobs import make_posting
from tests.factories.places import SHIBADONG
from tests.factories.stations import make_officer, make_seat, make_station
from tests.factories.workers import account_of_worker, make_worker

Database = Callable[[], Any]


@dataclass(frozen=True)
class Scene:
    """An open booth with everyone a conversation needs."""

    fair: Fair
    booth: Booth
    recruiter: Account
    stranger: Account
    """A recruiter of another enterprise, with a booth at the same fair."""
    worker: Worker
    worker_account: Account
    other_worker: Worker
    other_account: Account
    station: Station
    officer: Account
    far_officer: Account


@pytest.fixture
def scene(database: Database) -> Scene:
    """Everything committed."""
    with database() as uow:
        enterprise = make_enterprise(uow)
        posting = make_posting(uow, enterprise)
        booth = make_open_booth(uow, enterprise=enterprise, postings=[posting])
        fair = uow.get(Fair, booth.fair_id)
        station = make_station(uow, area_code=SHIBADONG)
        put_station_in(uow, fair, station, make_seat(uow, station))
        worker = make_worker(uow, name="石㛃", household_area_code=SHIBADONG)
        other = make_worker(uow, name="龙𬎆")
        return Scene(
            fair=fair,
            booth=booth,
            recruiter=recruiter_of(uow, booth),
            stranger=recruiter_of(uow, make_open_booth(uow, fair=fair)),
            worker=worker,
            worker_account=account_of_worker(uow, worker),
            other_worker=other,
            other_account=account_of_worker(uow, other),
            station=station,
            officer=make_officer(uow, station),
            far_officer=make_officer(uow),
        )


Send = Callable[..., Any]


class Refused(Exception):
    """What a command was refused with."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["code"])
        self.code: str = error["code"]
        self.message: str = error["message"]


@pytest.fixture
def socket_of(app: Flask, as_: Callable[[Any], Any]) -> Iterator[Callable[[Any], Send]]:
    """`socket_of(account)` (or None) gives `send(name, **payload)`; refusals are raised."""
    opened = []

    def connect(account: Any) -> Send:
        browser = as_(account) if account is not None else app.test_client()
        client = socketio.test_client(app, flask_test_client=browser)
        opened.append(client)

        def send(name: str, **payload: Any) -> Any:
            sent = {
                key: str(value) if not isinstance(value, bool) else value
                for key, value in payload.items()
            }
            answer = client.emit("command", {"name": name, "payload": sent}, callback=True)
            if "error" in answer:
                raise Refused(answer["error"])
            return answer["ok"]

        return send

    yield connect
    for client in opened:
        client.disconnect()
