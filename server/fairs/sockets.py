"""Who hears of what happens with fairs."""

from typing import Any

from server.core import audiences
from server.core.sockets import listen, push
from server.fairs import events, queries
from server.fairs.permissions import FairPermission


def fair(fact: Any) -> list[str]:
    """Everyone who has the fair open."""
    return [audiences.fair(fact.fair_id)]


def both_bureaus(fact: Any) -> list[str]:
    """The host and the invited bureau."""
    return [audiences.bureau(fact.bureau_id), audiences.bureau(fact.host_bureau_id)]


listen("fair", needs=FairPermission.READ, on=queries.fair_by_id)

push(events.FairRevised, to=fair)
push(events.FairMoved, to=fair)
push(events.FairPublished, to=fair)
push(events.FairCancelled, to=fair)
push(events.FairEnded, to=fair)
push(events.StationAdded, to=fair)
push(events.AirSlotPlanned, to=fair)
push(events.AirSlotRemoved, to=fair)
push(events.BureauInvited, to=both_bureaus)
push(events.InvitationAccepted, to=both_bureaus)
push(events.InvitationDeclined, to=both_bureaus)
push(
    events.BoothApplied,
    to=lambda fact: [
        audiences.enterprise(fact.enterprise_id),
        audiences.bureau(fact.host_bureau_id),
    ],
)
push(
    events.BoothApproved,
    to=lambda fact: [audiences.enterprise(fact.enterprise_id), *fair(fact)],
)
push(events.BoothRefused, to=lambda fact: [audiences.enterprise(fact.enterprise_id)])
