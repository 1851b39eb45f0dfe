"""What is heard of enterprises."""

from server.core import audiences
from server.core.sockets import listen, push
from server.enterprises import events, queries
from server.enterprises.permissions import EnterprisePermission

listen("enterprise", needs=EnterprisePermission.READ, on=queries.enterprise_by_id)
for _decision in (
    events.EnterpriseApproved,
    events.EnterpriseRefused,
    events.EnterpriseFrozen,
    events.EnterpriseReleased,
):
    push(_decision, to=lambda e: [audiences.enterprise(e.enterprise_id)])
