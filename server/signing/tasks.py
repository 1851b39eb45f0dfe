"""What signing does in the worker program."""

from uuid import UUID

from server.core import clock, storage
from server.core.tasks import Work, task
from server.signing import authority, services
from server.signing.errors import TimestampUnavailable
from server.signing.sealing import make_seal


@task("signing.seal_document", own_transactions=True)
def seal_document(work: Work, *, envelope_id: UUID) -> None:
    """Make the final file of an envelope that every party has signed.

    Signing takes longer than a write transaction may, so it happens between two short ones. Killed
    anywhere, it starts again with fresh keys; the recording is one commit, so there is one file.
    When there is no timestamp to be had, that is noted and the promise is tried again.
    """
    with work.reading() as uow:
        plan = services.plan_seal(uow, envelope_id)
    if plan is None:
        with work.finishing():
            return
    try:
        document = make_seal(
            plan,
            authority=authority.certificate_authority(),
            timestamper=authority.timestamper(),
            typesetter=authority.typesetter(),
            trust=authority.trust(),
            at=clock.now(),
        )
    except TimestampUnavailable:
        with work.writing() as uow:
            services.delay_seal(uow, envelope_id=envelope_id)
        raise
    key = storage.put(document.pdf, kind=services.KIND)
    with work.finishing() as uow:
        services.record_seal(uow, envelope_id=envelope_id, key=key, document=document)
