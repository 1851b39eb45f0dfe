import pytest

from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.permissions import allows
from server.enterprises import services as enterprises
from server.enterprises.models import Enterprise
from server.jobs import queries
from server.jobs.permissions import JobPermission
from tests.factories.enterprises import make_enterprise
from tests.factories.jobs import make_application, make_posting
from tests.factories.places import DONGGUAN, HUAYUAN


def recruiter(enterprise_id):
    return Actor(role=Role.RECRUITER, enterprise_id=enterprise_id)


def worker(worker_id):
    return Actor(role=Role.WORKER, worker_id=worker_id)


def organizer(area):
    return Actor(role=Role.ORGANIZER, area_code=area)


class TestWhoFindsAPosting:
    def test_everyone_finds_what_is_published(self, uow):
        posting = make_posting(uow)
        for actor in (Actor.nobody(), worker(posting.id), organizer(HUAYUAN), recruiter(None)):
            assert queries.posting_by_id(uow, actor, posting.id) is posting
            assert allows(uow, actor, JobPermission.READ, posting)

    def test_only_its_enterprise_finds_a_draft(self, uow):
        draft = make_posting(uow, published=False)
        assert queries.posting_by_id(uow, recruiter(draft.enterprise_id), draft.id) is draft
        others = (Actor.nobody(), organizer(DONGGUAN), recruiter(make_enterprise(uow).id))
        for actor in others:
            with pytest.raises(NotFound):
                queries.posting_by_id(uow, actor, draft.id)

    def test_what_a_frozen_enterprise_published_is_found_by_its_own_and_its_bureau(self, uow):
        posting = make_posting(uow)
        enterprises.freeze(uow, enterprise_id=posting.enterprise_id, reason="收到投诉")
        for actor in (recruiter(posting.enterprise_id), organizer(DONGGUAN)):
            assert queries.posting_by_id(uow, actor, posting.id) is posting
        for actor in (Actor.nobody(), organizer(HUAYUAN)):
            with pytest.raises(NotFound):
                queries.posting_by_id(uow, actor, posting.id)

    def test_another_enterprise_does_not_find_it_among_its_own(self, uow):
        posting = make_posting(uow)
        assert queries.own_posting(uow, recruiter(posting.enterprise_id), posting.id) is posting
        for actor in (recruiter(make_enterprise(uow).id), Actor.nobody()):
            with pytest.raises(NotFound):
                queries.own_posting(uow, actor, posting.id)


class TestRulesOfPostings:
    def test_its_recruiters_manage_it_and_its_bureau_may_stop_it(self, uow):
        posting = make_posting(uow)
        own, stranger = recruiter(posting.enterprise_id), recruiter(make_enterprise(uow).id)
        assert allows(uow, own, JobPermission.MANAGE, posting)
        assert allows(uow, own, JobPermission.STOP, posting)
        assert allows(uow, organizer(DONGGUAN), JobPermission.STOP, posting)
        assert not allows(uow, organizer(DONGGUAN), JobPermission.MANAGE, posting)
        for actor in (stranger, organizer(HUAYUAN), worker(posting.id), Actor.nobody()):
            assert not allows(uow, actor, JobPermission.STOP, posting)
            assert not allows(uow, actor, JobPermission.MANAGE, posting)

    def test_recruiters_write_and_read_for_their_own_enterprise(self, uow):
        posting = make_posting(uow)
        enterprise = uow.get(Enterprise, posting.enterprise_id)
        for permission in (JobPermission.WRITE, JobPermission.LIST_RECEIVED):
            assert allows(uow, recruiter(enterprise.id), permission, enterprise)
            assert not allows(uow, recruiter(None), permission, enterprise)
            assert not allows(uow, organizer(DONGGUAN), permission, enterprise)


class TestRulesOfApplications:
    def test_only_workers_apply_and_list_their_own(self, uow):
        for permission in (JobPermission.APPLY, JobPermission.LIST_OWN):
            for role in Role:
                assert allows(uow, Actor(role=role), permission) is (role is Role.WORKER)
            assert not allows(uow, Actor.nobody(), permission)

    def test_each_side_finds_it_and_ends_its_own_part(self, uow):
        application = make_application(uow)
        made, got = worker(application.worker_id), recruiter(application.enterprise_id)
        for actor in (made, got):
            assert queries.application_by_id(uow, actor, application.id) is application
        assert allows(uow, made, JobPermission.WITHDRAW, application)
        assert not allows(uow, made, JobPermission.DECLINE, application)
        assert allows(uow, got, JobPermission.DECLINE, application)
        assert not allows(uow, got, JobPermission.WITHDRAW, application)

    def test_nobody_else_finds_it(self, uow):
        application = make_application(uow)
        strangers = (
            worker(application.id),
            recruiter(make_enterprise(uow).id),
            organizer(DONGGUAN),
            Actor.nobody(),
        )
        for actor in strangers:
            with pytest.raises(NotFound):
                queries.application_by_id(uow, actor, application.id)
