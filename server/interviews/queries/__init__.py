"""Reading queues, interviews and scorecards. Row scope is here; outside it there is nothing."""

from server.interviews.queries.interviews import (
    find_open_interview_of,
    find_open_interview_with,
    find_scorecard,
    interview_by_id,
    interview_of,
    is_recruiter_busy,
    list_for_station,
    list_interviews,
    people_of,
    snapshot_interview,
)
from server.interviews.queries.queue import (
    find_active_ticket,
    find_station_for,
    last_turn,
    list_tickets_of,
    list_waiting,
    next_waiting,
    recent_lengths,
    snapshot_queue,
    ticket_of,
)

__all__ = [
    "find_active_ticket",
    "find_open_interview_of",
    "find_open_interview_with",
    "find_scorecard",
    "find_station_for",
    "interview_by_id",
    "interview_of",
    "is_recruiter_busy",
    "last_turn",
    "list_for_station",
    "list_interviews",
    "list_tickets_of",
    "list_waiting",
    "next_waiting",
    "people_of",
    "recent_lengths",
    "snapshot_interview",
    "snapshot_queue",
    "ticket_of",
]
