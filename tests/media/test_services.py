"""Rooms: reserve, let in, end, take in facts."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from server.core import clock
from server.core.events import EventRow
from server.core.ids import new_id
from server.core.outbox import Promise
from server.core.settings import settings
from server.core.unit_of_work import UnitOfWork
from server.media import queries, services
from server.media.errors import NoSuchPlace, RoomOver
from server.media.grants import Place, RoomPurpose
from server.media.models import RoomState
from tests.factories.media import make_fact, make_room, state
from webrtc import tokens
from webrtc.control.client import LiveParticipant, LiveRoom


def facts_of(uow: UnitOfWork) -> list[str]:
    rows = uow.scalars(sa.select(EventRow).order_by(EventRow.sequence))
    return [row.name.removeprefix("media.") for row in rows]


class TestReserveRoom:
    def test_an_interview_has_one_room_however_often_it_is_asked_for(self, uow: UnitOfWork) -> None:
        subject = new_id()
        first = make_room(uow, subject_id=subject)
        assert make_room(uow, subject_id=subject) is first


class TestGrantEntry:
    def test_the_token_says_what_the_place_may_do(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        entry = services.grant_entry(uow, room, person="p", place=Place.WORKER)
        grant = tokens.verify(entry["token"], settings().media_key, room=room.name)
        assert (grant.person, grant.place) == ("p", "worker")
        assert grant.publishes == {"audio", "video"}
        assert grant.watches
        assert grant.expires_at - grant.issued_at == tokens.LIFETIME

    def test_the_answer_names_the_node_and_the_room(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        entry = services.grant_entry(uow, room, person="p", place=Place.WORKER)
        assert entry["url"] == settings().media_url
        assert entry["room"] == str(room.id)
        assert entry["ice_servers"] == settings().ice_servers

    def test_every_entry_is_a_live_use_of_its_own(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        sessions = {
            tokens.verify(
                services.grant_entry(uow, room, person="p", place=Place.WORKER)["token"],
                settings().media_key,
            ).session
            for _ in range(3)
        }
        assert len(sessions) == 3

    def test_nobody_enters_a_room_that_has_ended(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        services.end_room(uow, room.id)
        with pytest.raises(RoomOver):
            services.grant_entry(uow, room, person="p", place=Place.WORKER)

    def test_an_interview_has_no_place_for_a_viewer(self, uow: UnitOfWork) -> None:
        with pytest.raises(NoSuchPlace):
            services.grant_entry(uow, make_room(uow), person="p", place=Place.VIEWER)


class TestEndRoom:
    def test_the_node_is_told_through_the_outbox(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        services.end_room(uow, room.id)
        promise = uow.scalars(sa.select(Promise))[0]
        assert (promise.task, promise.payload) == ("media.end_room", {"room": room.name})
        assert room.state is RoomState.ENDED

    def test_ending_twice_changes_nothing(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        services.end_room(uow, room.id)
        services.end_room(uow, room.id)
        assert facts_of(uow) == ["room.ended"]


class TestRecordWebhook:
    def test_someone_who_joins_is_present_and_stated(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        state(uow, room, "participant_joined", Place.WORKER)
        assert queries.places_present(uow, room.id) == {Place.WORKER}
        assert facts_of(uow) == ["participant.joined"]

    def test_the_same_message_heard_twice_is_stated_once(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        fact = make_fact(room, "participant_joined", Place.WORKER)
        assert services.record_webhook(uow, fact_id="one", fact=fact)
        assert not services.record_webhook(uow, fact_id="one", fact=fact)
        assert facts_of(uow) == ["participant.joined"]

    def test_leaving_ends_the_presence(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        state(uow, room, "participant_joined", Place.WORKER)
        state(uow, room, "participant_left", Place.WORKER)
        assert queries.places_present(uow, room.id) == set()
        assert facts_of(uow) == ["participant.joined", "participant.left"]

    def test_news_of_leaving_that_overtakes_news_of_coming_leaves_nobody_behind(
        self, uow: UnitOfWork
    ) -> None:
        room = make_room(uow)
        came = clock.now()
        state(uow, room, "participant_left", Place.WORKER, at=came + timedelta(seconds=2))
        state(uow, room, "participant_joined", Place.WORKER, at=came)
        assert queries.places_present(uow, room.id) == set()

    def test_who_comes_back_with_the_same_session_is_present_again(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        for kind in ("participant_joined", "participant_left", "participant_joined"):
            state(uow, room, kind, Place.WORKER)
        assert queries.places_present(uow, room.id) == {Place.WORKER}

    def test_a_publication_begins_and_ends(self, uow: UnitOfWork) -> None:
        room = make_room(uow, purpose=RoomPurpose.LIVE_SESSION)
        state(uow, room, "publication_started", Place.STAGE)
        assert queries.is_published(uow, room.id, Place.STAGE)
        state(uow, room, "publication_ended", Place.STAGE)
        assert not queries.is_published(uow, room.id, Place.STAGE)

    def test_a_room_nobody_knows_is_passed_over(self, uow: UnitOfWork) -> None:
        state(uow, new_id(), "participant_joined", Place.WORKER)
        assert facts_of(uow) == []

    def test_a_fact_of_a_kind_nobody_knows_is_passed_over(self, uow: UnitOfWork) -> None:
        state(uow, make_room(uow), "participant_sang", Place.WORKER)
        assert facts_of(uow) == []


class TestSetRight:
    def live(self, room_name: str, *people: LiveParticipant) -> list[LiveRoom]:
        return [LiveRoom(name=room_name, participants=people)]

    def person(self, place: Place, *publications: str) -> LiveParticipant:
        return LiveParticipant(
            person="p", place=place.value, session=f"session-{place}", publications=publications
        )

    def test_a_join_that_was_never_heard_of_is_stated(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        live = self.live(room.name, self.person(Place.WORKER, "cam"))
        assert services.set_right(uow, live, asked_at=clock.now()) == 2
        assert queries.places_present(uow, room.id) == {Place.WORKER}
        assert queries.is_published(uow, room.id, Place.WORKER)

    def test_someone_who_is_gone_at_the_node_is_gone_here(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        state(uow, room, "participant_joined", Place.WORKER)
        state(uow, room, "publication_started", Place.WORKER)
        asked_at = clock.now() + timedelta(seconds=1)
        assert services.set_right(uow, [], asked_at=asked_at) == 2
        assert queries.places_present(uow, room.id) == set()

    def test_who_came_after_the_question_stays(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        asked_at = clock.now()
        state(uow, room, "participant_joined", Place.WORKER, at=asked_at + timedelta(seconds=1))
        assert services.set_right(uow, [], asked_at=asked_at) == 0
        assert queries.places_present(uow, room.id) == {Place.WORKER}

    def test_when_both_agree_nothing_is_stated(self, uow: UnitOfWork) -> None:
        room = make_room(uow)
        state(uow, room, "participant_joined", Place.WORKER)
        live = self.live(room.name, self.person(Place.WORKER))
        assert services.set_right(uow, live, asked_at=clock.now()) == 0

    def test_a_room_that_ended_here_and_lives_at_the_node_is_ended_there_again(
        self, uow: UnitOfWork
    ) -> None:
        room = make_room(uow)
        services.end_room(uow, room.id)
        live = self.live(room.name, self.person(Place.WORKER))
        services.set_right(uow, live, asked_at=clock.now())
        assert len(uow.scalars(sa.select(Promise).where(Promise.task == "media.end_room"))) == 2
