import pytest

from server.core.errors import NotFound
from server.core.identity import Actor, Role
from server.core.permissions import allows
from server.enterprises import permissions, queries
from server.enterprises.permissions import EnterprisePermission
from tests.factories.enterprises import make_enterprise
from tests.factories.places import DONGGUAN, HUAYUAN

OWN = (EnterprisePermission.DESK, EnterprisePermission.EDIT, EnterprisePermission.ADMIT)


@pytest.fixture
def enterprise(uow):
    return make_enterprise(uow)


def of_bureau(area):
    return Actor(role=Role.ORGANIZER, area_code=area)


class TestRecruiters:
    def test_they_may_everything_with_their_own(self, uow, enterprise):
        me = Actor(role=Role.RECRUITER, enterprise_id=enterprise.id)
        for permission in (*OWN, EnterprisePermission.READ):
            assert allows(uow, me, permission, enterprise)
        assert queries.enterprise_by_id(uow, me, enterprise.id) is enterprise

    def test_they_do_not_find_another(self, uow, enterprise):
        other = make_enterprise(uow)
        me = Actor(role=Role.RECRUITER, enterprise_id=other.id)
        for permission in (*OWN, EnterprisePermission.READ):
            assert not allows(uow, me, permission, enterprise)
        with pytest.raises(NotFound):
            queries.enterprise_by_id(uow, me, enterprise.id)

    def test_they_review_nobody_not_even_themselves(self, uow, enterprise):
        me = Actor(role=Role.RECRUITER, enterprise_id=enterprise.id)
        assert not allows(uow, me, EnterprisePermission.REVIEW, enterprise)


class TestOrganizers:
    @pytest.mark.parametrize("area", [DONGGUAN, "440000000000"])
    def test_those_above_its_area_review_it(self, uow, enterprise, area):
        assert queries.enterprise_by_id(uow, of_bureau(area), enterprise.id) is enterprise
        assert allows(uow, of_bureau(area), EnterprisePermission.REVIEW, enterprise)

    @pytest.mark.parametrize("area", [HUAYUAN, "441900119000", None])
    def test_others_do_not_find_it(self, uow, enterprise, area):
        with pytest.raises(NotFound):
            queries.enterprise_by_id(uow, of_bureau(area), enterprise.id)
        assert not allows(uow, of_bureau(area), EnterprisePermission.REVIEW, enterprise)
        assert queries.list_waiting(uow, of_bureau(area)) == []


class TestOthers:
    @pytest.mark.parametrize("role", [Role.WORKER, Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR])
    def test_they_find_no_entry(self, uow, enterprise, role):
        actor = Actor(role=role, area_code=DONGGUAN)
        with pytest.raises(NotFound):
            queries.enterprise_by_id(uow, actor, enterprise.id)
        for permission in EnterprisePermission:
            assert not allows(uow, actor, permission, enterprise)

    def test_everyone_sees_an_approved_one_in_public_and_no_other(self, uow, enterprise):
        pending = make_enterprise(uow, approved=False)
        nobody = Actor.nobody()
        assert queries.public_enterprise(uow, nobody, enterprise.id) is enterprise
        assert permissions.is_approved(uow, nobody, enterprise)
        with pytest.raises(NotFound):
            queries.public_enterprise(uow, nobody, pending.id)
        assert not permissions.is_approved(uow, nobody, pending)
