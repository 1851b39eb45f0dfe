from datetime import timedelta

import pytest
import sqlalchemy as sa

from server.accounts import queries as accounts
from server.accounts.errors import PhoneTaken as AccountPhoneTaken
from server.areas.errors import AreaRequired
from server.core import clock
from server.core.events import EventRow
from server.core.identity import Role
from server.workers import errors, queries, services
from server.workers.id_number import Sex
from server.workers.models import Worker
from tests.factories.places import DONGGUAN, HUAYUAN, known_area
from tests.factories.workers import make_id_number, make_worker


def born(years, days=0):
    """The birth date of somebody who turned `years` so many days ago."""
    today = clock.today()
    return today.replace(year=today.year - years, day=min(today.day, 28)) - timedelta(days=days)


class TestRegister:
    def test_the_number_says_birth_date_and_sex(self, uow):
        worker = make_worker(uow, id_number=make_id_number(birth="19950312", number=2))
        assert (worker.birth_date.isoformat(), worker.sex) == ("1995-03-12", Sex.FEMALE)

    def test_an_account_is_made_that_signs_in_by_phone(self, uow):
        worker = make_worker(uow, phone="13712345678")
        (account,) = accounts.list_accounts(uow, worker_id=worker.id)
        assert (account.role, account.phone, account.login_name) == (
            Role.WORKER,
            "13712345678",
            None,
        )

    def test_the_fact_carries_the_id_and_nothing_personal(self, uow):
        worker = make_worker(uow)
        row = uow.session.scalars(
            sa.select(EventRow).where(EventRow.name == "workers.worker.registered")
        ).one()
        assert row.payload == {"worker_id": str(worker.id)}

    def test_rare_characters_of_a_name_come_back_whole(self, uow):
        worker = make_worker(uow, name="麻㛃䶮𬎆")
        uow.session.expire(worker)
        assert worker.name == "麻㛃䶮𬎆"

    def test_a_wrong_check_digit_is_refused_in_words(self, uow):
        number = make_id_number()
        wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
        with pytest.raises(errors.IdNumberWrong) as refused:
            make_worker(uow, id_number=wrong)
        assert "输错了一位" in str(refused.value.fields["id_number"])

    def test_nobody_under_sixteen_is_registered(self, uow):
        child = make_id_number(birth=(born(16) + timedelta(days=40)).strftime("%Y%m%d"))
        with pytest.raises(errors.TooYoung):
            make_worker(uow, id_number=child)

    def test_at_sixteen_one_may_register(self, uow):
        grown = make_id_number(birth=born(16, days=1).strftime("%Y%m%d"))
        assert make_worker(uow, id_number=grown).age_on(clock.today()) == 16

    def test_the_same_number_a_second_time_is_refused(self, uow):
        first = make_worker(uow, id_number=make_id_number(number=7))
        with pytest.raises(errors.AlreadyRegistered):
            make_worker(uow, id_number=f" {first.id_number.lower()} ")

    def test_the_phone_of_another_worker_is_refused(self, uow):
        make_worker(uow, phone="13700009999")
        with pytest.raises((errors.PhoneTaken, AccountPhoneTaken)):
            make_worker(uow, phone="13700009999")

    def test_a_place_that_does_not_exist_is_refused_at_its_field(self, uow):
        with pytest.raises(AreaRequired) as refused:
            services.register(
                uow,
                name="石样例",
                id_number=make_id_number(),
                phone="13700001234",
                household_area_code="990000000000",
            )
        assert "household_area_code" in refused.value.fields

    def test_number_name_and_phone_are_not_readable_in_the_table(self, uow):
        worker = make_worker(uow, name="石明文", phone="13711112222")
        raw = uow.session.execute(
            sa.text("SELECT name, id_number, phone, id_number_index, phone_index FROM workers")
        ).one()
        stored = b"".join(part if isinstance(part, bytes) else part.encode() for part in raw)
        for plain in (worker.name, worker.id_number, worker.phone):
            assert plain.encode() not in stored


class TestEditProfile:
    def test_what_was_missing_is_filled_in(self, uow):
        worker = make_worker(uow)
        assert "skills" in queries.completeness(worker).missing
        known_area(uow, DONGGUAN)
        profile = services.Profile(
            residence_area_code=DONGGUAN, dialect="苗语", skills="缝纫", experience="两年"
        )
        services.edit_profile(uow, worker_id=worker.id, profile=profile)
        assert queries.completeness(worker) == queries.Completeness((), 100, True)

    def test_a_place_that_does_not_exist_changes_nothing(self, uow):
        worker = make_worker(uow)
        with pytest.raises(AreaRequired):
            services.edit_profile(
                uow,
                worker_id=worker.id,
                profile=services.Profile(residence_area_code="99", skills="缝纫"),
            )
        assert worker.skills == ""


class TestMasks:
    def test_others_see_the_family_name_and_the_last_digits(self, uow):
        worker = make_worker(uow, name="石爬专", phone="13712345678")
        assert (worker.masked_name, worker.masked_phone) == ("石**", "137****5678")
        assert worker.masked_id_number == f"433124********{worker.id_number[-4:]}"

    def test_the_display_name_is_masked(self, uow):
        assert queries.display_name(Worker(name="石爬专")) == "石**"


class TestHousehold:
    def test_the_code_is_kept_in_full(self, uow):
        known_area(uow, HUAYUAN)
        assert make_worker(uow, household_area_code="433124").household_area_code == HUAYUAN
