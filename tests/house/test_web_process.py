"""The web process as it is served, with real WebSocket clients, in each of its two modes."""

import asyncio
import os
import re
from collections.abc import Iterator

import pytest
import socketio

from tests.house.databases import POSTGRES, fresh_database
from tests.house.programs import WEB, environment, flask, get, running, stop

MODES = ["threading", "eventlet"] if POSTGRES else ["threading"]
"""eventlet is for PostgreSQL; the run of `make test` on it has both."""
CLIENTS = 100


@pytest.fixture(params=MODES)
def web(request, tmp_path, free_port) -> Iterator[tuple]:
    """(process, address) of a web process over a migrated, empty database."""
    with fresh_database(f"lianpin_{request.param}", tmp_path) as database_url:
        found = environment(
            tmp_path,
            PORT=(port := free_port()),
            LIANPIN_ASYNC_MODE=request.param,
            LIANPIN_DATABASE_URL=database_url,
            LIANPIN_REDIS_URL=os.environ.get("LIANPIN_TEST_REDIS_URL", ""),
        )
        done = flask(found, "db", "upgrade")
        assert done.returncode == 0, done.stderr
        address = f"http://127.0.0.1:{port}"
        with running(WEB, found, f"{address}/readyz") as process:
            yield process, address


async def connect(address: str, transports: list[str]) -> socketio.AsyncClient:
    client = socketio.AsyncClient(reconnection=False)
    await client.connect(address, transports=transports)
    return client


async def ask(client: socketio.AsyncClient) -> dict:
    """An answer to a command that nobody declared: through every layer and back."""
    return await client.call("command", {"name": "no.such_command"}, timeout=20)


class TestTheWebProcess:
    def test_answers_a_hundred_open_sockets_and_a_page_beside_them(self, web):
        _process, address = web

        async def scenario():
            clients = await asyncio.gather(
                *(connect(address, ["websocket"]) for _ in range(CLIENTS))
            )
            answers = await asyncio.gather(*(ask(client) for client in clients))
            page = await asyncio.to_thread(get, f"{address}/readyz")
            await asyncio.gather(*(client.disconnect() for client in clients))
            return answers, page

        answers, (status, _body) = asyncio.run(scenario())
        assert [answer["error"]["code"] for answer in answers] == ["not_found"] * CLIENTS
        assert status == 200

    def test_serves_the_files_that_its_pages_name(self, web):
        _process, address = web
        status, page = get(f"{address}/")
        files = re.findall(r"/static/dist/[^\"]+", page)
        assert status == 200
        assert {get(f"{address}{file}")[0] for file in files} == {200}

    def test_lets_a_client_behind_a_proxy_begin_with_polling(self, web):
        _process, address = web

        async def scenario():
            upgraded = await connect(address, ["polling", "websocket"])
            polling = await connect(address, ["polling"])
            answers = [await ask(upgraded), await ask(polling)]
            transports = [upgraded.transport(), polling.transport()]
            await upgraded.disconnect()
            await polling.disconnect()
            return answers, transports

        answers, transports = asyncio.run(scenario())
        assert all("error" in answer for answer in answers)
        assert transports == ["websocket", "polling"]

    def test_stops_within_ten_seconds_while_sockets_are_open(self, web):
        process, address = web

        async def scenario():
            clients = await asyncio.gather(*(connect(address, ["websocket"]) for _ in range(20)))
            code = await asyncio.to_thread(stop, process, 10)
            await asyncio.gather(*(client.disconnect() for client in clients))
            return code

        assert asyncio.run(scenario()) == 0
        printed = process.stdout.read()
        assert "Traceback" not in printed, printed
        assert "Bad file descriptor" not in printed


class TestSettingsThatCannotStart:
    @pytest.mark.parametrize("command", [["db", "heads"], ["worker"]])
    def test_are_refused_with_a_sentence_each(self, tmp_path, command):
        done = flask(environment(tmp_path, LIANPIN_DEMO="false"), *command)
        assert done.returncode == 1
        assert "LIANPIN_SECRET_KEY is missing or shorter than 32 characters" in done.stderr
        assert "LIANPIN_SMS=demo shows one-time codes to everyone" in done.stderr
        assert "Traceback" not in done.stderr

    def test_include_eventlet_on_the_embedded_database(self, tmp_path):
        done = flask(environment(tmp_path, LIANPIN_ASYNC_MODE="eventlet"), "db", "heads")
        assert done.returncode == 1
        assert "LIANPIN_ASYNC_MODE=eventlet needs PostgreSQL" in done.stderr

    def test_include_a_value_that_is_none(self, tmp_path):
        done = flask(environment(tmp_path, LIANPIN_ASYNC_MODE="fast"), "db", "heads")
        assert done.returncode == 1
        assert "LIANPIN_ASYNC_MODE: Input should be 'threading' or 'eventlet'." in done.stderr
