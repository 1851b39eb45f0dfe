"""An application that names a booth must have happened there."""

import pytest

from server.core.unit_of_work import UnitOfWork
from server.fairs import errors
from server.jobs import services as jobs
from tests.factories.fairs import make_booth, make_open_fair
from tests.factories.jobs import make_posting
from tests.factories.workers import make_worker


class TestApplyingAtABooth:
    def test_a_job_that_another_booth_shows_is_refused(self, uow: UnitOfWork) -> None:
        fair = make_open_fair(uow)
        booth = make_booth(uow, fair)
        elsewhere = make_posting(uow)
        worker = make_worker(uow)
        with pytest.raises(errors.NotOnThisShelf):
            jobs.apply_to(
                uow,
                posting_id=elsewhere.id,
                worker_id=worker.id,
                fair_id=fair.id,
                booth_id=booth.id,
            )

    def test_a_fair_that_does_not_show_the_job_is_refused(self, uow: UnitOfWork) -> None:
        fair, posting, worker = make_open_fair(uow), make_posting(uow), make_worker(uow)
        with pytest.raises(errors.NotOnThisShelf):
            jobs.apply_to(uow, posting_id=posting.id, worker_id=worker.id, fair_id=fair.id)

    def test_an_application_away_from_any_fair_is_taken(self, uow: UnitOfWork) -> None:
        posting, worker = make_posting(uow), make_worker(uow)
        assert jobs.apply_to(uow, posting_id=posting.id, worker_id=worker.id).id
