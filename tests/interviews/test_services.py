"""The verbs of queue, call and room against a real database."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from server.core import clock
from server.core.events import EventRow
from server.core.outbox import Promise
from server.core.settings import settings
from server.core.unit_of_work import UnitOfWork
from server.fairs.errors import FairNotOpen
from server.fairs.events import FairCancelled
from server.fairs.models import Fair, FairState
from server.interviews import errors, queries, queue_order, services, tasks
from server.interviews.events import EndReason, ScoreResult
from server.interviews.models import InterviewState, Ticket, TicketState
from server.media import queries as rooms
from server.media.grants import Place
from server.media.models import Room
from tests.factories.accounts import make_account
from tests.factories.interviews import (
    actor_of,
    both_come,
    make_interview,
    make_open_booth,
    make_open_fair,
    make_ticket,
    put_station_in,
    recruiter_of,
    worker_actor,
)
from tests.factories.media import state
from tests.factories.places import HUAYUAN_TOWN, SHIBADONG
from tests.factories.stations import make_officer, make_seat, make_station
from tests.factories.workers import make_worker
from webrtc import tokens


def told(uow: UnitOfWork) -> list[str]:
    """The facts of this domain, in order."""
    rows = uow.scalars(sa.select(EventRow).order_by(EventRow.sequence))
    return [
        row.name.removeprefix("interviews.") for row in rows if row.name.startswith("interviews.")
    ]


def after(delta: timedelta):
    """The clock, moved on."""
    return clock.fixed(clock.now() + delta)


class TestJoinQueue:
    def test_the_first_gets_number_one_and_the_next_number_two(self, uow: UnitOfWork) -> None:
        booth = make_open_booth(uow)
        assert [make_ticket(uow, booth=booth).number for _ in range(2)] == [1, 2]

    def test_a_second_number_at_the_same_booth_is_refused(self, uow: UnitOfWork) -> None:
        ticket = make_ticket(uow)
        with pytest.raises(errors.AlreadyWaiting):
            services.join_queue(uow, booth_id=ticket.booth_id, worker_id=ticket.worker_id)
        assert told(uow) == ["ticket.issued"]

    def test_the_table_itself_refuses_a_second_active_number(self, uow: UnitOfWork) -> None:
        ticket = make_ticket(uow)
        twin = Ticket(
            booth_id=ticket.booth_id,
            fair_id=ticket.fair_id,
            worker_id=ticket.worker_id,
            number=99,
            turn=99,
        )
        with pytest.raises(sa.exc.IntegrityError), uow.session.begin_nested():
            uow.add(twin)

    def test_a_worker_may_wait_at_two_booths_at_once(self, uow: UnitOfWork) -> None:
        worker = make_worker(uow)
        fair = make_open_fair(uow)
        make_ticket(uow, booth=make_open_booth(uow, fair=fair), worker=worker)
        make_ticket(uow, booth=make_open_booth(uow, fair=fair), worker=worker)
        assert len(queries.list_tickets_of(uow, worker.id)) == 2

    def test_who_left_may_take_a_new_number(self, uow: UnitOfWork) -> None:
        ticket = make_ticket(uow)
        services.leave_queue(uow, ticket_id=ticket.id)
        again = services.join_queue(uow, booth_id=ticket.booth_id, worker_id=ticket.worker_id)
        assert again.number == 2

    def test_a_fair_that_is_not_open_gives_no_numbers(self, uow: UnitOfWork) -> None:
        booth = make_open_booth(uow)
        with after(timedelta(hours=9)), pytest.raises(FairNotOpen):
            make_ticket(uow, booth=booth)

    def test_the_own_villages_station_is_found(self, uow: UnitOfWork) -> None:
        booth = make_open_booth(uow)
        near = make_station(uow, area_code=SHIBADONG)
        fair = uow.get(Fair, booth.fair_id)
        put_station_in(uow, fair, near, make_seat(uow, near))
        worker = make_worker(uow, household_area_code=SHIBADONG)
        ticket = make_ticket(uow, booth=booth, worker=worker, officer_may_sit_in=True)
        assert (ticket.station_id, ticket.officer_may_sit_in) == (near.id, True)

    def test_a_station_of_another_township_has_no_part(self, uow: UnitOfWork) -> None:
        booth = make_open_booth(uow)
        far = make_station(uow, area_code=HUAYUAN_TOWN)
        put_station_in(uow, uow.get(Fair, booth.fair_id), far, make_seat(uow, far))
        worker = make_worker(uow, household_area_code=SHIBADONG)
        ticket = make_ticket(uow, booth=booth, worker=worker, officer_may_sit_in=True)
        assert (ticket.station_id, ticket.officer_may_sit_in) == (None, False)


class TestCallNext:
    def test_the_worker_who_waited_longest_is_called(self, uow: UnitOfWork) -> None:
        booth = make_open_booth(uow)
        first, _ = make_ticket(uow, booth=booth), make_ticket(uow, booth=booth)
        called = services.call_next(uow, booth_id=booth.id, by=None)
        assert called is first
        assert called.answer_by == called.called_at + queue_order.ANSWER_WITHIN

    def test_an_empty_queue_says_that_nobody_is_waiting(self, uow: UnitOfWork) -> None:
        with pytest.raises(errors.NobodyWaiting):
            services.call_next(uow, booth_id=make_open_booth(uow).id, by=None)

    def test_a_recruiter_who_is_calling_calls_no_one_else(self, uow: UnitOfWork) -> None:
        booth = make_open_booth(uow)
        make_ticket(uow, booth=booth), make_ticket(uow, booth=booth)
        by = booth.recruiter_account_id
        services.call_next(uow, booth_id=booth.id, by=by)
        with pytest.raises(errors.RecruiterBusy):
            services.call_next(uow, booth_id=booth.id, by=by)

    def test_a_recruiter_in_an_interview_calls_no_one_else(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow)
        make_ticket(uow, booth=make_open_booth(uow))
        with pytest.raises(errors.RecruiterBusy):
            services.call_next(uow, booth_id=interview.booth_id, by=interview.recruiter_account_id)

    def test_a_worker_whose_phone_rings_elsewhere_is_passed_over(self, uow: UnitOfWork) -> None:
        fair, worker = make_open_fair(uow), make_worker(uow)
        one, other = make_open_booth(uow, fair=fair), make_open_booth(uow, fair=fair)
        make_ticket(uow, booth=one, worker=worker)
        make_ticket(uow, booth=other, worker=worker)
        free = make_ticket(uow, booth=other)
        services.call_next(uow, booth_id=one.id, by=None)
        assert services.call_next(uow, booth_id=other.id, by=None) is free

    def test_after_the_fair_nobody_is_called(self, uow: UnitOfWork) -> None:
        ticket = make_ticket(uow)
        with after(timedelta(hours=9)), pytest.raises(FairNotOpen):
            services.call_next(uow, booth_id=ticket.booth_id, by=None)


class TestMissedCall:
    def test_who_misses_a_call_lets_the_next_three_pass(self, uow: UnitOfWork) -> None:
        booth = make_open_booth(uow)
        late, *_others = [make_ticket(uow, booth=booth) for _ in range(5)]
        services.call_next(uow, booth_id=booth.id, by=None)
        with after(queue_order.ANSWER_WITHIN + timedelta(seconds=10)):
            tasks.miss_calls(uow)
        order = [ticket.number for ticket in queries.list_waiting(uow, booth.id)]
        assert order == [2, 3, 4, 1, 5]
        assert (late.missed, late.state) == (1, TicketState.WAITING)

    def test_a_second_missed_call_ends_the_ticket(self, uow: UnitOfWork) -> None:
        ticket = make_ticket(uow)
        for _ in range(2):
            services.call_next(uow, booth_id=ticket.booth_id, by=None)
            services.miss_call(uow, ticket_id=ticket.id)
        assert ticket.state is TicketState.MISSED
        assert told(uow)[-2:] == ["ticket.called", "ticket.left"]

    def test_a_call_that_still_rings_is_left_alone(self, uow: UnitOfWork) -> None:
        ticket = make_ticket(uow)
        services.call_next(uow, booth_id=ticket.booth_id, by=None)
        tasks.miss_calls(uow)
        assert ticket.state is TicketState.CALLED

    def test_not_now_counts_as_a_missed_call(self, uow: UnitOfWork) -> None:
        ticket = make_ticket(uow)
        services.call_next(uow, booth_id=ticket.booth_id, by=None)
        services.decline_call(uow, ticket_id=ticket.id)
        assert (ticket.state, ticket.missed) == (TicketState.WAITING, 1)

    def test_the_recruiter_is_free_again_after_a_missed_call(self, uow: UnitOfWork) -> None:
        ticket = make_ticket(uow)
        by = recruiter_of(uow, make_open_booth(uow)).id
        services.call_next(uow, booth_id=ticket.booth_id, by=by)
        services.miss_call(uow, ticket_id=ticket.id)
        assert not queries.is_recruiter_busy(uow, by)

    def test_running_the_task_twice_misses_once(self, uow: UnitOfWork) -> None:
        ticket = make_ticket(uow)
        services.call_next(uow, booth_id=ticket.booth_id, by=None)
        with after(timedelta(minutes=2)):
            tasks.miss_calls(uow)
            tasks.miss_calls(uow)
        assert ticket.missed == 1


class TestAnswer:
    def test_the_interview_and_its_room_come_to_be(self, uow: UnitOfWork) -> None:
        ticket = make_ticket(uow)
        services.call_next(uow, booth_id=ticket.booth_id, by=None)
        interview, entry = services.answer_call(uow, ticket_id=ticket.id)
        grant = tokens.verify(entry["token"], settings().media_key)
        assert (grant.room, grant.place) == (str(interview.room_id), "worker")
        assert ticket.state is TicketState.IN_INTERVIEW
        assert interview.state is InterviewState.OPENED

    def test_a_call_that_rang_too_long_cannot_be_answered(self, uow: UnitOfWork) -> None:
        ticket = make_ticket(uow)
        services.call_next(uow, booth_id=ticket.booth_id, by=None)
        late = queue_order.ANSWER_WITHIN + queue_order.GRACE + timedelta(seconds=1)
        with after(late), pytest.raises(errors.CallOver):
            services.answer_call(uow, ticket_id=ticket.id)
        assert ticket.state is TicketState.CALLED

    def test_a_number_that_was_not_called_cannot_answer(self, uow: UnitOfWork) -> None:
        with pytest.raises(errors.CallOver):
            services.answer_call(uow, ticket_id=make_ticket(uow).id)

    def test_a_called_worker_may_also_leave(self, uow: UnitOfWork) -> None:
        ticket = make_ticket(uow)
        services.call_next(uow, booth_id=ticket.booth_id, by=None)
        services.leave_queue(uow, ticket_id=ticket.id)
        assert ticket.state is TicketState.LEFT

    def test_who_is_in_an_interview_cannot_leave_the_queue(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow)
        with pytest.raises(errors.NotWaiting):
            services.leave_queue(uow, ticket_id=interview.ticket_id)


class TestStart:
    def test_it_starts_when_both_are_there(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow)
        state(uow, interview.room_id, "participant_joined", Place.WORKER)
        assert interview.state is InterviewState.OPENED
        state(uow, interview.room_id, "participant_joined", Place.RECRUITER)
        assert interview.state is InterviewState.STARTED

    def test_coming_back_does_not_start_it_again(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow, started=True)
        state(uow, interview.room_id, "participant_left", Place.WORKER)
        state(uow, interview.room_id, "participant_joined", Place.WORKER)
        assert told(uow).count("interview.started") == 1

    def test_the_officer_alone_with_the_worker_does_not_start_it(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow)
        state(uow, interview.room_id, "participant_joined", Place.WORKER)
        state(uow, interview.room_id, "participant_joined", Place.OFFICER)
        assert interview.state is InterviewState.OPENED


class TestEnterRoom:
    def test_the_recruiter_takes_the_recruiters_place(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow)
        recruiter = make_account(uow)
        entry = services.enter_room(uow, interview_id=interview.id, actor=actor_of(recruiter))
        grant = tokens.verify(entry["token"], settings().media_key)
        assert (grant.place, grant.person) == ("recruiter", str(recruiter.id))

    def test_the_worker_takes_the_workers_place(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow)
        actor = worker_actor(make_worker(uow))
        actor = type(actor)(worker_id=interview.worker_id)
        entry = services.enter_room(uow, interview_id=interview.id, actor=actor)
        assert entry["place"] == "worker"

    def test_nobody_enters_after_the_end(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow, ended=True)
        with pytest.raises(errors.InterviewOver):
            services.enter_room(uow, interview_id=interview.id, actor=actor_of(make_account(uow)))


class TestThirdSeat:
    @pytest.fixture
    def interview(self, uow: UnitOfWork):
        booth = make_open_booth(uow)
        station = make_station(uow, area_code=SHIBADONG)
        put_station_in(uow, uow.get(Fair, booth.fair_id), station, make_seat(uow, station))
        worker = make_worker(uow, household_area_code=SHIBADONG)
        return make_interview(uow, ticket=make_ticket(uow, booth=booth, worker=worker))

    def test_without_the_workers_word_the_officer_stays_out(
        self, uow: UnitOfWork, interview
    ) -> None:
        officer = make_officer(uow)
        with pytest.raises(errors.NotLetIn):
            services.enter_room(uow, interview_id=interview.id, actor=actor_of(officer))

    def test_with_the_workers_word_the_officer_sits_in(self, uow: UnitOfWork, interview) -> None:
        services.let_officer_in(uow, interview_id=interview.id, allowed=True)
        officer = make_officer(uow)
        entry = services.enter_room(uow, interview_id=interview.id, actor=actor_of(officer))
        assert entry["place"] == "officer"
        assert interview.officer_account_id == officer.id

    def test_taking_the_word_back_clears_the_seat(self, uow: UnitOfWork, interview) -> None:
        services.let_officer_in(uow, interview_id=interview.id, allowed=True)
        officer = make_officer(uow)
        services.enter_room(uow, interview_id=interview.id, actor=actor_of(officer))
        services.let_officer_in(uow, interview_id=interview.id, allowed=False)
        kick = uow.scalars(sa.select(Promise).where(Promise.task == "media.kick"))[0]
        assert kick.payload["person"] == str(officer.id)

    def test_the_officers_coming_is_noted(self, uow: UnitOfWork, interview) -> None:
        state(uow, interview.room_id, "participant_joined", Place.OFFICER)
        assert told(uow)[-1] == "officer.sat_in"

    def test_the_stations_desk_lists_it_only_with_the_workers_word(
        self, uow: UnitOfWork, interview
    ) -> None:
        assert queries.list_for_station(uow, interview.station_id) == []
        services.let_officer_in(uow, interview_id=interview.id, allowed=True)
        (found,) = queries.list_for_station(uow, interview.station_id)
        assert found.interview is interview


class TestEnd:
    def test_ticket_room_and_interview_end_together(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow, started=True)
        services.end_interview(uow, interview_id=interview.id)
        assert interview.state is InterviewState.ENDED
        assert uow.get(Ticket, interview.ticket_id).state is TicketState.DONE
        assert uow.get(Room, interview.room_id).ended_at is not None

    def test_its_length_is_that_of_the_conversation(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow, started=True)
        with after(timedelta(minutes=7)):
            services.end_interview(uow, interview_id=interview.id)
        assert interview.length_s in (420, 419)

    def test_a_second_end_says_that_it_is_over(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow, ended=True)
        with pytest.raises(errors.InterviewOver):
            services.end_interview(uow, interview_id=interview.id)
        assert told(uow).count("interview.ended") == 1

    def test_an_interview_that_both_left_is_ended_after_a_while(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow, started=True)
        for place in (Place.WORKER, Place.RECRUITER):
            state(uow, interview.room_id, "participant_left", place)
        tasks.end_abandoned(uow)
        assert interview.is_open
        with after(timedelta(minutes=5)):
            tasks.end_abandoned(uow)
        assert interview.end_reason is EndReason.ABANDONED

    def test_an_interview_in_which_one_is_left_goes_on(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow, started=True)
        state(uow, interview.room_id, "participant_left", Place.WORKER)
        with after(timedelta(minutes=5)):
            tasks.end_abandoned(uow)
        assert interview.is_open

    def test_an_interview_in_which_they_never_met_is_ended_after_ten_minutes(
        self, uow: UnitOfWork
    ) -> None:
        interview = make_interview(uow)
        with after(timedelta(minutes=11)):
            tasks.end_abandoned(uow)
        assert interview.end_reason is EndReason.ABANDONED

    def test_the_end_of_a_fair_ends_the_waiting_and_lets_the_talking_finish(
        self, uow: UnitOfWork
    ) -> None:
        booth = make_open_booth(uow)
        interview = make_interview(uow, ticket=make_ticket(uow, booth=booth), started=True)
        waiting = make_ticket(uow, booth=booth)
        fair = uow.get(Fair, booth.fair_id)
        fair.state, fair.cancel_reason = FairState.CANCELLED, "样例原因"
        uow.publish(FairCancelled(fair_id=fair.id, bureau_id=fair.host_bureau_id))
        assert waiting.state is TicketState.LEFT
        assert interview.is_open


MARKS = {"experience": 4, "communication": 5, "readiness": 3}


class TestScore:
    def test_marks_are_kept_and_the_result_stated(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow, ended=True)
        card = services.score(
            uow, interview_id=interview.id, **MARKS, result=ScoreResult.PASS, note="踏实"
        )
        assert card.total == 12
        assert told(uow)[-1] == "candidate.scored"

    def test_the_note_is_sealed_in_the_table(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow, ended=True)
        services.score(
            uow, interview_id=interview.id, **MARKS, result=ScoreResult.HOLD, note="踏实肯干"
        )
        raw = uow.session.execute(sa.text("SELECT note FROM scorecards")).scalar_one()
        assert "踏实肯干".encode() not in bytes(raw)

    def test_a_conversation_that_goes_on_is_not_scored(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow, started=True)
        with pytest.raises(errors.InterviewNotOver):
            services.score(uow, interview_id=interview.id, **MARKS, result=ScoreResult.PASS)

    def test_a_card_is_filled_in_once(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow, ended=True)
        services.score(uow, interview_id=interview.id, **MARKS, result=ScoreResult.PASS)
        with pytest.raises(errors.AlreadyScored):
            services.score(uow, interview_id=interview.id, **MARKS, result=ScoreResult.REJECT)


class TestOneConversationAtATime:
    def test_the_table_refuses_a_worker_in_two_interviews(self, uow: UnitOfWork) -> None:
        worker, fair = make_worker(uow), make_open_fair(uow)
        one, other = make_open_booth(uow, fair=fair), make_open_booth(uow, fair=fair)
        make_interview(uow, ticket=make_ticket(uow, booth=one, worker=worker))
        second = make_ticket(uow, booth=other, worker=worker)
        second.call(clock.now(), clock.now(), None)
        with pytest.raises(sa.exc.IntegrityError):
            uow.flush()

    def test_both_sides_present_is_what_the_node_said(self, uow: UnitOfWork) -> None:
        interview = make_interview(uow)
        both_come(uow, interview.room_id)
        assert rooms.places_present(uow, interview.room_id) == {Place.WORKER, Place.RECRUITER}
