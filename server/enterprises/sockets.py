"""What is heard of enterprises."""

from server.core import audiences
from server.core.sockets import listen, push
from server.enterprises import events, queries
from server.enterprises.permissions import EnterprisePermission

listen("enterprise", needs=EnterprisePermission.READ, on=queries.enterprise_by_id)
push(events.EnterpriseApproved, to=lambda e: [audiences.enterprise(e.enterprise_id)])
push(events.EnterpriseRefused, to=lambda e: [audiences.enterprise(e.enterprise_id)])
push(events.EnterpriseFrozen, to=lambda e: [audiences.enterprise(e.enterprise_id)])
push(events.EnterpriseReleased, to=lambda e: [audiences.enterprise(e.enterprise_id)])
