"""What is heard of postings and applications."""

from server.core import audiences
from server.core.sockets import push
from server.jobs.events import (
    ApplicantHired,
    ApplicationDeclined,
    ApplicationMade,
    ApplicationWithdrawn,
    PostingClosed,
)


def _both_sides(
    e: ApplicationMade | ApplicationWithdrawn | ApplicationDeclined | ApplicantHired,
) -> list[str]:
    return [audiences.enterprise(e.enterprise_id), audiences.worker(e.worker_id)]


push(ApplicationMade, to=_both_sides)
push(ApplicationWithdrawn, to=_both_sides)
push(ApplicationDeclined, to=_both_sides)
push(ApplicantHired, to=_both_sides)
push(PostingClosed, to=lambda e: [audiences.enterprise(e.enterprise_id)])
