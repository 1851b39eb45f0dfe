"""What can be done with fairs. Every verb locks the fair first, then what it takes of others."""

from server.fairs.services.booths import (
    apply_for_booth,
    approve_booth,
    assign_recruiter,
    refuse_booth,
    show_postings,
)
from server.fairs.services.feeds import renew_feed
from server.fairs.services.hours import clone_fair, engagements_at, move_fair
from server.fairs.services.partners import (
    add_station,
    answer_invitation,
    invite_bureau,
    remove_station,
)
from server.fairs.services.planning import (
    AirPlan,
    FairPlan,
    cancel_fair,
    end_fair,
    plan_fair,
    publish,
    revise_fair,
)
from server.fairs.services.program import add_air_slot, remove_air_slot

__all__ = [
    "AirPlan",
    "FairPlan",
    "add_air_slot",
    "add_station",
    "answer_invitation",
    "apply_for_booth",
    "approve_booth",
    "assign_recruiter",
    "cancel_fair",
    "clone_fair",
    "end_fair",
    "engagements_at",
    "invite_bureau",
    "move_fair",
    "plan_fair",
    "publish",
    "refuse_booth",
    "remove_air_slot",
    "remove_station",
    "renew_feed",
    "revise_fair",
    "show_postings",
]
