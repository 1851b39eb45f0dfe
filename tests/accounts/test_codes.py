"""One-time codes: six digits, ten minutes, five tries, one use, bound to what they permit."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from server.accounts import services
from server.accounts.errors import (
    CodeExpired,
    CodeUsedUp,
    CodeWrong,
    NoPhone,
    TooManyCodes,
)
from server.accounts.models import OneTimeCode
from server.core import clock, sms
from server.core.identity import Role
from server.core.unit_of_work import UnitOfWork
from tests.factories.accounts import make_account

SIGN = "contracts.sign"


def last_code(uow: UnitOfWork) -> str:
    """The digits of the message sent last."""
    newest = sa.select(sms.DemoMessage).order_by(sms.DemoMessage.id.desc()).limit(1)
    found: str = uow.scalars(newest)[0].fields["code"]
    return found


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.fixture
def worker_id(uow: UnitOfWork) -> UUID:
    return make_account(uow, Role.WORKER).id


def send(uow: UnitOfWork, account_id: UUID, subject: str = "sha256:1") -> str:
    services.send_code(uow, account_id=account_id, purpose=SIGN, subject=subject)
    return last_code(uow)


def confirm(uow: UnitOfWork, account_id: UUID, code: str, subject: str = "sha256:1") -> OneTimeCode:
    return services.confirm_code(
        uow, account_id=account_id, purpose=SIGN, subject=subject, code=code
    )


class TestSendCode:
    def test_a_code_has_six_digits(self, uow, worker_id):
        code = send(uow, worker_id)
        assert len(code) == 6
        assert code.isdecimal()

    def test_the_table_holds_neither_the_code_nor_the_phone_in_the_clear(self, uow, worker_id):
        code = send(uow, worker_id)
        row = uow.session.execute(sa.text("SELECT * FROM one_time_codes")).mappings().one()
        assert code not in str(dict(row))
        assert "1390000" not in str(dict(row))

    def test_an_account_without_a_phone_gets_none(self, uow):
        staff = make_account(uow, Role.RECRUITER)
        with pytest.raises(NoPhone):
            send(uow, staff.id)

    def test_a_new_code_takes_the_place_of_the_old_one(self, uow, worker_id):
        old = send(uow, worker_id)
        new = send(uow, worker_id)
        if old != new:
            with pytest.raises(CodeWrong):
                confirm(uow, worker_id, old)
        confirm(uow, worker_id, new)

    def test_a_phone_gets_five_codes_in_ten_minutes(self, uow, worker_id):
        for _ in range(5):
            send(uow, worker_id)
        with pytest.raises(TooManyCodes):
            send(uow, worker_id)


class TestConfirmCode:
    def test_the_right_code_is_accepted_once(self, uow, worker_id):
        code = send(uow, worker_id)
        assert confirm(uow, worker_id, code).used_at is not None
        with pytest.raises(CodeUsedUp):
            confirm(uow, worker_id, code)

    def test_a_code_for_one_document_fails_on_another(self, uow, worker_id):
        code = send(uow, worker_id, "sha256:1")
        with pytest.raises(CodeExpired):
            confirm(uow, worker_id, code, "sha256:2")

    def test_a_code_of_one_worker_fails_for_another(self, uow, worker_id):
        code = send(uow, worker_id)
        other = make_account(uow, Role.WORKER)
        with pytest.raises(CodeExpired):
            confirm(uow, other.id, code)

    def test_a_code_is_over_after_ten_minutes(self, uow, worker_id):
        code = send(uow, worker_id)
        with clock.fixed(uow.now + timedelta(minutes=10)), pytest.raises(CodeExpired):
            confirm(uow, worker_id, code)

    def test_the_sixth_try_fails_even_when_it_is_right(self, uow, worker_id):
        code = send(uow, worker_id)
        for _ in range(4):
            with pytest.raises(CodeWrong):
                confirm(uow, worker_id, another(code))
        with pytest.raises(CodeUsedUp):
            confirm(uow, worker_id, another(code))
        with pytest.raises(CodeUsedUp):
            confirm(uow, worker_id, code)

    def test_wrong_tries_stay_counted_when_the_door_rolls_back(
        self, database: Callable[[], Any]
    ) -> None:
        with database() as uow:
            account_id = make_account(uow, Role.WORKER).id
            code = send(uow, account_id)

        def guess(given: str) -> None:
            with database() as uow:
                confirm(uow, account_id, given)

        for _ in range(4):
            with pytest.raises(CodeWrong):
                guess(another(code))
        with pytest.raises(CodeUsedUp):
            guess(another(code))
        with pytest.raises(CodeUsedUp):
            guess(code)
