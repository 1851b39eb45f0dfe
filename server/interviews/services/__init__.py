"""Verbs of the interviews domain, by noun: queue, call, room, scorecard."""

from server.interviews.services.call import (
    answer_call,
    call_next,
    decline_call,
    miss_call,
    miss_overdue_calls,
)
from server.interviews.services.queue import close_queues, join_queue, leave_queue
from server.interviews.services.room import (
    end_abandoned,
    end_interview,
    enter_room,
    let_officer_in,
    note_officer,
    start_interview,
)
from server.interviews.services.scorecard import score

__all__ = [
    "answer_call",
    "call_next",
    "close_queues",
    "decline_call",
    "end_abandoned",
    "end_interview",
    "enter_room",
    "join_queue",
    "leave_queue",
    "let_officer_in",
    "miss_call",
    "miss_overdue_calls",
    "note_officer",
    "score",
    "start_interview",
]
