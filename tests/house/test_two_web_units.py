"""Two web units over one database: what one commits, the other's clients hear."""

import asyncio
import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import socketio

from tests.house.databases import POSTGRES, fresh_database
from tests.house.programs import FLASK, WEB, environment, flask, running
from tools.places import ROOT

MODES = ["threading", "eventlet"] if POSTGRES else ["threading"]
LOGIN, PASSWORD = "two-units", "a-password-of-two-units"


@dataclass(frozen=True)
class Units:
    """Two web processes, and the environment that they share."""

    one: str
    other: str
    environment: dict[str, str]


@pytest.fixture(params=MODES)
def units(request, tmp_path, free_port) -> Iterator[Units]:
    with fresh_database(f"lianpin_units_{request.param}", tmp_path) as database_url:
        ports = free_port(), free_port()
        shared = environment(
            tmp_path,
            LIANPIN_ASYNC_MODE=request.param,
            LIANPIN_DATABASE_URL=database_url,
            LIANPIN_REDIS_URL=os.environ.get("LIANPIN_TEST_REDIS_URL", ""),
        )
        done = flask(shared, "db", "upgrade")
        assert done.returncode == 0, done.stderr
        one, other = (f"http://127.0.0.1:{port}" for port in ports)
        first, second = ({**shared, "PORT": str(port)} for port in ports)
        with running(WEB, first, f"{one}/readyz"), running(WEB, second, f"{other}/readyz"):
            yield Units(one, other, shared)


def create_account(units: Units) -> None:
    words = ["accounts", "create", "--role", "auditor", "--name", "样例", "--login", LOGIN]
    done = subprocess.run(
        [*FLASK, *words, "--password-stdin"],
        cwd=ROOT,
        env=units.environment,
        input=PASSWORD,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def call(url: str, method: str, token: str = "", body: object = None) -> dict:
    asked = urllib.request.Request(  # noqa: S310 - our own address
        url,
        method=method,
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Content-Type": "application/json"}
        | ({"Authorization": f"Bearer {token}"} if token else {}),
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 - our own address
        return json.load(answer)


def sign_in(unit: str) -> str:
    answer = call(
        f"{unit}/api/v1/session", "POST", body={"login_name": LOGIN, "password": PASSWORD}
    )
    return answer["token"]


class TestTwoUnits:
    def test_a_fact_committed_by_one_reaches_the_other_ones_clients(self, units: Units):
        create_account(units)
        token, second = sign_in(units.other), sign_in(units.other)

        async def scenario() -> tuple[dict, bool]:
            client = socketio.AsyncClient(reconnection=False)
            heard: asyncio.Queue[dict] = asyncio.Queue()
            gone = asyncio.Event()
            client.on("event", heard.put)
            client.on("disconnect", lambda *_reason: gone.set())
            await client.connect(
                units.one,
                headers={"Cookie": f"lianpin_session={token}"},
                transports=["websocket"],
            )
            await asyncio.to_thread(call, f"{units.other}/api/v1/session", "DELETE", second)
            event = await asyncio.wait_for(heard.get(), 10)
            disabled = await asyncio.to_thread(
                flask, units.environment, "accounts", "disable", LOGIN
            )
            assert disabled.returncode == 0, disabled.stderr
            await asyncio.wait_for(gone.wait(), 5)
            return event, gone.is_set()

        event, hung_up = asyncio.run(scenario())
        assert event["name"] == "accounts.session.ended"
        assert hung_up
