"""Going on air and coming off it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from server.core import clock
from server.core.errors import NotFound
from server.core.events import EventRow
from server.core.identity import Actor
from server.core.settings import settings
from server.core.unit_of_work import UnitOfWork
from server.fairs.errors import FairNotOpen
from server.fairs.events import AirSlotPlanned, AirSlotRemoved
from server.fairs.models import AirSlot, Booth
from server.jobs.errors import AlreadyApplied
from server.livestreams import errors, queries, services, tasks
from server.livestreams.models import LiveState
from server.media.grants import Place
from tests.factories.enterprises import make_enterprise
from tests.factories.interviews import actor_of, make_open_booth, make_open_fair, recruiter_of
from tests.factories.jobs import make_posting
from tests.factories.livestreams import make_session
from tests.factories.media import state
from tests.factories.workers import make_worker
from webrtc import tokens


def told(uow: UnitOfWork) -> list[str]:
    rows = uow.scalars(sa.select(EventRow).order_by(EventRow.sequence))
    names = [row.name for row in rows if row.name.startswith("livestreams.session.")]
    return [name.removeprefix("livestreams.session.") for name in names]


def plan_slot(uow: UnitOfWork, booth: Booth, *, begins_in: timedelta) -> AirSlot:
    slot = uow.add(
        AirSlot(
            fair_id=booth.fair_id,
            booth_id=booth.id,
            title="样例直播带岗",
            starts_at=clock.now() + begins_in,
            ends_at=clock.now() + begins_in + timedelta(hours=1),
        )
    )
    uow.publish(
        AirSlotPlanned(
            fair_id=slot.fair_id,
            air_slot_id=slot.id,
            booth_id=slot.booth_id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
    )
    return slot


class TestPrepare:
    def test_a_slot_has_its_page_as_soon_as_it_is_planned(self, uow: UnitOfWork) -> None:
        slot = plan_slot(uow, make_open_booth(uow), begins_in=timedelta(hours=2))
        session = queries.find_for_slot(uow, slot.id)
        assert session is not None
        assert session.state is LiveState.SCHEDULED

    def test_preparing_twice_gives_one_session(self, uow: UnitOfWork) -> None:
        slot = plan_slot(uow, make_open_booth(uow), begins_in=timedelta(hours=2))
        services.prepare_slot(uow, air_slot_id=slot.id)
        assert told(uow) == ["prepared"]

    def test_a_slot_that_is_taken_out_does_not_go_on_air(self, uow: UnitOfWork) -> None:
        slot = plan_slot(uow, make_open_booth(uow), begins_in=timedelta(hours=2))
        session = queries.find_for_slot(uow, slot.id)
        uow.publish(AirSlotRemoved(fair_id=slot.fair_id, air_slot_id=slot.id))
        assert session.is_over

    def test_a_booth_outside_the_program_opens_its_own(self, uow: UnitOfWork) -> None:
        booth = make_open_booth(uow)
        session = services.open_session(uow, booth_id=booth.id)
        assert services.open_session(uow, booth_id=booth.id) is session

    def test_before_the_fair_a_booth_without_a_slot_has_no_studio(self, uow: UnitOfWork) -> None:
        fair = make_open_fair(uow, opened_ago=timedelta(hours=-2))
        booth = make_open_booth(uow, fair=fair)
        with pytest.raises(FairNotOpen):
            services.open_session(uow, booth_id=booth.id)


class TestTakeStage:
    def test_the_stage_sends_and_receives_nothing(self, uow: UnitOfWork) -> None:
        booth = make_open_booth(uow)
        session = make_session(uow, booth=booth)
        entry = services.take_stage(
            uow, live_session_id=session.id, actor=actor_of(recruiter_of(uow, booth))
        )
        grant = tokens.verify(entry["token"], settings().media_key)
        assert grant.publishes == {"audio", "video"}
        assert not grant.watches

    def test_being_let_onto_the_stage_is_not_being_on_air(self, uow: UnitOfWork) -> None:
        session = make_session(uow)
        services.take_stage(uow, live_session_id=session.id, actor=Actor.system())
        assert session.state is LiveState.SCHEDULED

    def test_long_before_the_slot_the_stage_is_closed(self, uow: UnitOfWork) -> None:
        slot = plan_slot(uow, make_open_booth(uow), begins_in=timedelta(hours=2))
        session = queries.find_for_slot(uow, slot.id)
        with pytest.raises(errors.NotYet):
            services.take_stage(uow, live_session_id=session.id, actor=Actor.system())

    def test_after_the_end_the_stage_is_closed(self, uow: UnitOfWork) -> None:
        session = make_session(uow, on_air=True)
        services.end_session(uow, live_session_id=session.id)
        with pytest.raises(errors.LiveOver):
            services.take_stage(uow, live_session_id=session.id, actor=Actor.system())


class TestOnAir:
    def test_it_is_on_air_when_the_node_says_that_the_stage_sends(self, uow: UnitOfWork) -> None:
        session = make_session(uow, on_air=True)
        assert session.state is LiveState.ON_AIR
        assert told(uow) == ["prepared", "went_on_air"]

    def test_a_line_that_comes_back_does_not_go_on_air_again(self, uow: UnitOfWork) -> None:
        session = make_session(uow, on_air=True)
        state(uow, session.room_id, "publication_ended", Place.STAGE)
        state(uow, session.room_id, "publication_started", Place.STAGE, publication="second")
        assert told(uow).count("went_on_air") == 1


class TestWatch:
    def test_a_visitor_may_watch_and_sends_nothing(self, uow: UnitOfWork) -> None:
        session = make_session(uow, on_air=True)
        entry = services.watch(uow, live_session_id=session.id, actor=Actor.nobody())
        grant = tokens.verify(entry["token"], settings().media_key)
        assert (grant.place, grant.publishes, grant.watches) == ("viewer", frozenset(), True)

    def test_two_visitors_are_two_persons(self, uow: UnitOfWork) -> None:
        session = make_session(uow, on_air=True)
        persons = {
            tokens.verify(
                services.watch(uow, live_session_id=session.id, actor=Actor.nobody())["token"],
                settings().media_key,
            ).person
            for _ in range(2)
        }
        assert len(persons) == 2

    def test_after_the_end_there_is_nothing_to_watch(self, uow: UnitOfWork) -> None:
        session = make_session(uow, on_air=True)
        services.end_session(uow, live_session_id=session.id)
        with pytest.raises(errors.LiveOver):
            services.watch(uow, live_session_id=session.id, actor=Actor.nobody())


class TestEnd:
    def test_the_persons_who_watched_are_counted_once_each(self, uow: UnitOfWork) -> None:
        session = make_session(uow, on_air=True)
        for visit, person in (("1", "anna"), ("2", "anna"), ("3", "bo")):
            state(
                uow,
                session.room_id,
                "participant_joined",
                Place.VIEWER,
                session=visit,
                person=person,
            )
        services.end_session(uow, live_session_id=session.id)
        row = uow.scalars(
            sa.select(EventRow).where(EventRow.name == "livestreams.session.went_off_air")
        )[0]
        assert row.payload["viewers"] == 2

    def test_a_second_end_says_that_it_is_over(self, uow: UnitOfWork) -> None:
        session = make_session(uow, on_air=True)
        services.end_session(uow, live_session_id=session.id)
        with pytest.raises(errors.LiveOver):
            services.end_session(uow, live_session_id=session.id)

    def test_a_stage_that_stays_empty_is_taken_off_the_air(self, uow: UnitOfWork) -> None:
        session = make_session(uow, on_air=True)
        state(uow, session.room_id, "publication_ended", Place.STAGE)
        tasks.end_forgotten(uow)
        assert session.state is LiveState.ON_AIR
        with clock.fixed(clock.now() + timedelta(minutes=11)):
            tasks.end_forgotten(uow)
        assert session.is_over


class TestApplyFromShelf:
    def test_one_tap_applies_and_says_where(self, uow: UnitOfWork) -> None:
        enterprise = make_enterprise(uow)
        posting = make_posting(uow, enterprise)
        booth = make_open_booth(uow, enterprise=enterprise, postings=[posting])
        session = make_session(uow, booth=booth, on_air=True)
        worker = make_worker(uow)
        application = services.apply_from_shelf(
            uow, live_session_id=session.id, posting_id=posting.id, worker_id=worker.id
        )
        assert (application.live_session_id, application.booth_id) == (session.id, booth.id)
        with pytest.raises(AlreadyApplied):
            services.apply_from_shelf(
                uow, live_session_id=session.id, posting_id=posting.id, worker_id=worker.id
            )

    def test_what_is_not_on_the_shelf_cannot_be_applied_for(self, uow: UnitOfWork) -> None:
        session = make_session(uow, on_air=True)
        with pytest.raises(NotFound):
            services.apply_from_shelf(
                uow,
                live_session_id=session.id,
                posting_id=make_posting(uow).id,
                worker_id=make_worker(uow).id,
            )
