"""What is heard of workers."""

from server.core import audiences
from server.core.sockets import listen, push
from server.workers import queries
from server.workers.events import WorkerProfileChanged
from server.workers.permissions import WorkerPermission

listen("worker", needs=WorkerPermission.READ, on=queries.worker_by_id)
push(WorkerProfileChanged, to=lambda e: [audiences.worker(e.worker_id)])
