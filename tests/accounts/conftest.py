"""Counted tries stand outside the test's transaction, so each test begins with none."""

import pytest
from flask import Flask

from server.accounts.services import tries


@pytest.fixture(autouse=True)
def no_tries_yet(app: Flask) -> None:
    tries.forget_all()
