"""The trail as JSON."""

from typing import Any

from server.core.http import Api
from server.core.identity import Actor
from server.core.unit_of_work import UnitOfWork
from server.trail import queries, services
from server.trail.permissions import TrailPermission
from server.workers.models import Worker

api = Api("trail")


@api.get("/workers/<uuid:worker_id>/trail", needs=TrailPermission.READ, on=queries.trail_of)
def show(uow: UnitOfWork, actor: Actor, worker: Worker) -> dict[str, Any]:
    """A worker's trail, oldest entry first, with the digest of each."""
    return {
        "worker_id": str(worker.id),
        "is_whole": services.verify(uow, worker_id=worker.id).is_whole,
        "entries": [
            {
                "number": line.number,
                "kind": line.kind,
                "sentence": line.sentence,
                "happened_at": line.happened_at.isoformat(),
                "actor_role": line.actor_role,
                "digest": line.digest,
            }
            for line in queries.timeline_of(uow, worker.id)
        ],
    }
