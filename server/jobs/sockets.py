"""What is heard of postings and applications."""

from server.core import audiences
from server.core.sockets import push
from server.jobs.events import (
    ApplicationDeclined,
    ApplicationMade,
    ApplicationWithdrawn,
    PostingClosed,
)

for _kind in (ApplicationMade, ApplicationWithdrawn, ApplicationDeclined):
    push(
        _kind,
        to=lambda e: [audiences.enterprise(e.enterprise_id), audiences.worker(e.worker_id)],
    )
push(PostingClosed, to=lambda e: [audiences.enterprise(e.enterprise_id)])
