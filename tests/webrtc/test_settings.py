"""A wrong setting is one clear sentence."""

import os
import subprocess
import sys

import pytest
from pydantic import ValidationError

from webrtc.settings import DEMO_KEY, Settings


def start(**environment):
    return subprocess.run(
        [sys.executable, "-m", "webrtc"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def test_lists_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("LIANPIN_MEDIA_ADDRESSES", "203.0.113.5, 2001:db8::5")
    assert Settings(demo=True).media_addresses == ("203.0.113.5", "2001:db8::5")


def test_the_plain_names_of_the_ports_are_understood(monkeypatch):
    monkeypatch.setenv("MEDIA_PORT", "18100")
    monkeypatch.setenv("LIANPIN_MEDIA_UDP_PORT", "18101")
    settings = Settings(demo=True)
    assert (settings.media_port, settings.media_udp_port) == (18100, 18101)


def test_an_address_that_is_a_name_is_refused(monkeypatch):
    monkeypatch.setenv("LIANPIN_MEDIA_ADDRESSES", "media.example.org")
    with pytest.raises(ValidationError, match=r"media\.example\.org"):
        Settings(demo=True)


def test_a_level_is_understood_however_it_is_written(monkeypatch):
    monkeypatch.setenv("LIANPIN_LOG_LEVEL", "warning")
    assert Settings(demo=True).log_level == "WARNING"


def test_what_the_core_imports_of_the_node_brings_no_event_loop_and_no_media():
    code = (
        "import sys, webrtc.tokens, webrtc.control.client, webrtc.control.signature\n"
        "print({'asyncio', 'aiortc', 'aiohttp', 'OpenSSL'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_a_short_or_missing_key_is_refused():
    for key in ("", "short"):
        with pytest.raises(ValidationError, match="fewer than 32 characters"):
            Settings(demo=False, media_key=key)


def test_the_demo_key_is_refused_outside_the_demo():
    with pytest.raises(ValidationError, match="your own"):
        Settings(demo=False, media_key=DEMO_KEY)


def test_a_busy_port_is_one_sentence_and_exit_code_1(node):
    second = start(MEDIA_PORT=str(node.port), MEDIA_UDP_PORT="0")
    assert second.returncode == 1
    assert f"TCP port 127.0.0.1:{node.port} is in use." in second.stderr
    assert "Traceback" not in second.stderr
    third = start(MEDIA_PORT="0", MEDIA_UDP_PORT=str(node.udp_port))
    assert third.returncode == 1
    assert f"UDP port {node.udp_port} on 127.0.0.1 is in use." in third.stderr
    assert "Traceback" not in third.stderr
