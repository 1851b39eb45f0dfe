"""No line holds a phone or an identity number, however it got there."""

import logging

import pytest

from server.core import logs
from server.core.sockets import socketio


class TestScrub:
    @pytest.mark.parametrize(
        "text",
        [
            "13900001111",
            "+8613900001111",
            "8613900001111",
            "0086 13900001111",
            "139 0000 1111",
            "139-0000-1111",
            "phone=13900001111&x=1",
            "手机13900001111号",
        ],
    )
    def test_a_phone_is_blacked_out(self, text: str) -> None:
        assert "0000" not in logs.scrub(text)
        assert "1111" not in logs.scrub(text)

    def test_an_identity_number_is_blacked_out(self) -> None:
        assert logs.scrub("id 43312419900101001X.") == "id [id]."

    def test_other_numbers_stay(self) -> None:
        for text in ("1700000000000", "0191d2a0-1390-7000-8000-000000000000", "20000"):
            assert logs.scrub(text) == text

    def test_values_inside_lists_and_mappings_are_scrubbed_too(self) -> None:
        line = logs._scrub_values(
            None, "", {"event": "x", "sent": {"phone": ["13900001111"]}, "number": 13900001111}
        )
        assert "0000" not in str(line)


class TestLibraries:
    @pytest.mark.usefixtures("app")
    def test_socket_servers_log_through_the_scrubbed_handler(self) -> None:
        for logger in (socketio.server.logger, socketio.server.eio.logger):
            assert isinstance(logger, logging.Logger)
            assert logger.handlers == []
            assert logger.propagate
