import pytest
import sqlalchemy as sa

from server.core.identity import Actor
from server.enterprises import errors, services
from server.enterprises.models import EnterpriseKind, EnterpriseStatus
from server.enterprises.services import Entry
from tests.factories.bureaus import make_organizer
from tests.factories.enterprises import make_enterprise, make_recruiter, make_uscc
from tests.factories.places import DONGGUAN_CHANGPING, known_area


def entry(**changed):
    ordinary = {
        "name": "样例家具(东莞)有限公司",
        "area_code": DONGGUAN_CHANGPING,
        "address": "样例路2号",
        "contact_name": "张样例",
        "contact_phone": "0769-00000009",
    }
    return Entry(**(ordinary | changed))


class TestRegister:
    def test_a_new_enterprise_waits_for_review(self, uow):
        assert make_enterprise(uow, approved=False).status is EnterpriseStatus.PENDING

    def test_a_credit_code_is_registered_once(self, uow):
        first = make_enterprise(uow)
        with pytest.raises(errors.AlreadyRegistered):
            services.register(uow, uscc=first.uscc, entry=entry())

    def test_an_agency_without_a_license_is_refused_at_its_field(self, uow):
        known_area(uow, DONGGUAN_CHANGPING)
        with pytest.raises(errors.LicenseMissing) as refused:
            services.register(
                uow, uscc=make_uscc(), entry=entry(kind=EnterpriseKind.DISPATCH_AGENCY)
            )
        assert list(refused.value.fields) == ["license_number"]

    def test_the_contact_is_not_readable_in_the_table(self, uow):
        enterprise = make_enterprise(uow)
        raw = uow.session.execute(sa.text("SELECT contact_name, contact_phone FROM enterprises"))
        stored = b"".join(raw.one())
        assert enterprise.contact_name.encode() not in stored
        assert enterprise.contact_phone.encode() not in stored


class TestReview:
    def test_approval_keeps_who_and_when(self, uow):
        organizer = make_organizer(uow)
        enterprise = make_enterprise(uow, approved=False)
        uow.actor = Actor(account_id=organizer.id)
        services.approve(uow, enterprise_id=enterprise.id)
        assert enterprise.is_approved
        assert (enterprise.reviewed_by, enterprise.reviewed_at is not None) == (organizer.id, True)

    def test_a_refusal_gives_its_reason_and_may_be_answered(self, uow):
        enterprise = make_enterprise(uow, approved=False)
        services.refuse(uow, enterprise_id=enterprise.id, reason="营业执照已过期")
        assert enterprise.refusal_reason == "营业执照已过期"
        services.resubmit(uow, enterprise_id=enterprise.id)
        assert enterprise.status is EnterpriseStatus.PENDING

    def test_what_was_decided_is_not_decided_again(self, uow):
        enterprise = make_enterprise(uow)
        for again in (
            lambda: services.approve(uow, enterprise_id=enterprise.id),
            lambda: services.refuse(uow, enterprise_id=enterprise.id, reason="不符合"),
        ):
            with pytest.raises(errors.NotWaiting):
                again()

    def test_only_a_refused_one_is_sent_in_again(self, uow):
        with pytest.raises(errors.NotRefused):
            services.resubmit(uow, enterprise_id=make_enterprise(uow).id)


class TestFreeze:
    def test_a_frozen_one_is_no_longer_approved_until_released(self, uow):
        enterprise = make_enterprise(uow)
        services.freeze(uow, enterprise_id=enterprise.id, reason="收到投诉")
        with pytest.raises(errors.NotApproved):
            services.require_approved(uow, enterprise.id)
        services.release(uow, enterprise_id=enterprise.id)
        assert services.require_approved(uow, enterprise.id) is enterprise

    def test_only_an_approved_one_is_frozen_and_only_a_frozen_one_released(self, uow):
        pending = make_enterprise(uow, approved=False)
        with pytest.raises(errors.WrongState):
            services.freeze(uow, enterprise_id=pending.id, reason="收到投诉")
        with pytest.raises(errors.WrongState):
            services.release(uow, enterprise_id=pending.id)


class TestEdit:
    def test_a_change_of_what_was_approved_is_reviewed_again(self, uow):
        enterprise = make_enterprise(uow)
        services.edit(uow, enterprise_id=enterprise.id, entry=entry(name="另一家样例有限公司"))
        assert enterprise.status is EnterpriseStatus.PENDING

    def test_another_contact_is_not(self, uow):
        enterprise = make_enterprise(uow, name="样例五金有限公司")
        same = entry(name=enterprise.name, address=enterprise.address, contact_name="赵样例")
        services.edit(uow, enterprise_id=enterprise.id, entry=same)
        assert enterprise.is_approved


class TestAdmitRecruiter:
    def test_the_account_acts_for_the_enterprise(self, uow):
        enterprise = make_enterprise(uow)
        assert make_recruiter(uow, enterprise).enterprise_id == enterprise.id
