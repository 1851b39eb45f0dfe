"""A record of will has one digest, and any change gives another."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from server.signing.evidence import WillRecord

RECORD = WillRecord(
    envelope_id=UUID(int=1),
    turn=1,
    party_id=UUID(int=2),
    account_id=UUID(int=3),
    session_id=None,
    method="one_time_code",
    check_id=UUID(int=4),
    action="contracts.sign",
    document_sha256="0" * 64,
    confirmed_at=datetime(2026, 11, 21, 10, 30, tzinfo=UTC),
    previous_sha256="",
)


def test_the_digest_never_changes_with_the_program():
    # Written into signatures: if this fails, records of sealed contracts no longer match theirs.
    assert RECORD.sha256 == "4a7da6fff5d28a009d3376c6f0f7b40a796725ba5f36cd2de3abce280d7374a6"


@pytest.mark.parametrize(
    "changed",
    [
        {"turn": 2},
        {"party_id": UUID(int=9)},
        {"account_id": UUID(int=9)},
        {"check_id": None},
        {"document_sha256": "1" * 64},
        {"confirmed_at": datetime(2026, 11, 21, 10, 31, tzinfo=UTC)},
        {"previous_sha256": "2" * 64},
    ],
)
def test_any_change_gives_another_digest(changed):
    assert replace(RECORD, **changed).sha256 != RECORD.sha256
