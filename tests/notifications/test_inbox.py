"""The inbox: who is told what, in which words, and how it is read."""

import re

import pytest
import sqlalchemy as sa

from server.accounts.models import Account
from server.core import sms
from server.core.events import EventRow
from server.core.identity import Role
from server.core.unit_of_work import UnitOfWork
from server.enterprises.events import EnterpriseApproved, EnterpriseRegistered
from server.fairs.events import BureauInvited
from server.interviews.events import TicketCalled
from server.notifications import queries
from server.notifications.kinds import BY_KIND, NOTICES
from server.notifications.models import Notification
from server.notifications.readers import Readers
from tests.factories.accounts import make_account
from tests.factories.bureaus import make_bureau, make_organizer
from tests.factories.enterprises import make_enterprise, make_recruiter
from tests.factories.interviews import make_open_booth, make_ticket
from tests.factories.offers import make_offer
from tests.factories.workers import account_of_worker, make_worker


def inbox(uow: UnitOfWork, account: Account) -> list[str]:
    """The kinds in an inbox, oldest first."""
    mine = sa.select(Notification.kind).where(Notification.account_id == account.id)
    return uow.scalars(mine.order_by(Notification.id))


class TestWhoIsTold:
    def test_a_worker_hears_of_an_offer(self, uow):
        worker = make_worker(uow)
        make_offer(uow, worker=worker)
        assert "offers.offer.made:worker" in inbox(uow, account_of_worker(uow, worker))

    def test_only_that_worker_does(self, uow):
        other = make_worker(uow)
        make_offer(uow, worker=make_worker(uow))
        assert "offers.offer.made:worker" not in inbox(uow, account_of_worker(uow, other))

    def test_an_approved_enterprise_hears_of_it(self, uow):
        enterprise = make_enterprise(uow, approved=False)
        recruiter = make_recruiter(uow, enterprise)
        uow.publish(EnterpriseApproved(enterprise_id=enterprise.id))
        assert inbox(uow, recruiter) == ["enterprises.enterprise.approved:enterprise"]

    def test_a_new_enterprise_is_told_to_the_nearest_bureau_alone(self, uow):
        enterprise = make_enterprise(uow, approved=False)
        near = make_organizer(uow, make_bureau(uow, area_code="441900"))
        far = make_organizer(uow, make_bureau(uow, area_code="440000"))
        uow.publish(EnterpriseRegistered(enterprise_id=enterprise.id))
        assert inbox(uow, near) == ["enterprises.enterprise.registered:reviewers"]
        assert inbox(uow, far) == []

    def test_a_closed_account_is_told_nothing(self, uow):
        enterprise = make_enterprise(uow, approved=False)
        recruiter = make_recruiter(uow, enterprise)
        recruiter.disable(uow.now)
        uow.publish(EnterpriseApproved(enterprise_id=enterprise.id))
        assert inbox(uow, recruiter) == []

    def test_every_kind_of_reader_is_found_by_a_query(self):
        assert set(queries._READERS) == set(Readers)


class TestWords:
    def test_a_notice_keeps_no_name(self, uow):
        worker = make_worker(uow)
        make_offer(uow, worker=worker)
        rows = uow.session.execute(sa.text("SELECT kind, fields FROM notifications")).all()
        assert worker.name not in str(rows)

    def test_the_sentence_names_enterprise_and_job(self, uow):
        worker = make_worker(uow)
        offer = make_offer(uow, worker=worker)
        mine = sa.select(Notification).where(Notification.kind == "offers.offer.made:worker")
        (line,) = queries.lines_of(uow, uow.scalars(mine))
        names = queries.names_behind(uow, [{"enterprise_id": str(offer.enterprise_id)}])
        assert next(iter(names.values())) in line.text
        assert line.is_unread

    def test_an_enterprise_reads_the_worker_masked(self, uow):
        worker = make_worker(uow, name="石小花")
        fields = {"worker_id": str(worker.id)}
        text = queries.sentence(
            BY_KIND["offers.offer.accepted:enterprise"], fields, queries.names_behind(uow, [fields])
        )
        assert "石" in text
        assert "小花" not in text

    @pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.kind)
    def test_every_sentence_can_be_filled_from_its_fact(self, app, notice):
        known = {*queries._BLANKS.values(), *notice.event.__dataclass_fields__}
        given = {
            blank
            for name, blank in {"booth_id": "enterprise", **queries._BLANKS}.items()
            if name in notice.event.__dataclass_fields__
        }
        with app.test_request_context():
            wanted = set(re.findall(r"%\((\w+)\)s", str(notice.says)))
        assert wanted <= given | set(notice.event.__dataclass_fields__)
        assert wanted <= known

    def test_no_kind_is_declared_twice(self):
        assert len(BY_KIND) == len(NOTICES)


class TestTextMessages:
    def test_a_call_is_texted_too_and_not_after_it_is_over(self, uow):
        booth = make_open_booth(uow)
        worker = make_worker(uow)
        ticket = make_ticket(uow, booth=booth, worker=worker)
        uow.publish(
            TicketCalled(
                ticket_id=ticket.id,
                worker_id=worker.id,
                booth_id=booth.id,
                fair_id=booth.fair_id,
                answer_by=uow.now,
            )
        )
        newest = sa.select(sms.DemoMessage).order_by(sms.DemoMessage.id.desc()).limit(1)
        message = uow.scalars(newest)[0]
        assert message.kind == "called"
        assert set(message.fields) >= {"enterprise", "fair"}


class TestReading:
    @pytest.fixture
    def recruiter(self, database) -> Account:
        with database() as uow:
            enterprise = make_enterprise(uow, approved=False)
            recruiter = make_recruiter(uow, enterprise)
            uow.publish(EnterpriseApproved(enterprise_id=enterprise.id))
            return recruiter

    def test_the_page_shows_the_sentence_in_both_languages(self, as_, recruiter):
        browser = as_(recruiter)
        assert "已通过审核" in browser.get("/inbox").text
        assert "is approved" in browser.get("/inbox?lang=en").text

    def test_an_empty_inbox_says_what_will_come(self, as_, database):
        with database() as uow:
            nobody = make_account(uow, Role.AUDITOR)
        assert "data-inbox-lines" in as_(nobody).get("/inbox").text
        assert 'class="empty"' in as_(nobody).get("/inbox").text

    def test_opening_one_marks_it_read_and_leads_on(self, as_, recruiter, database):
        with database() as uow:
            (row,) = uow.scalars(sa.select(Notification))
        answer = as_(recruiter).post(f"/inbox/{row.id}/open")
        assert answer.location == "/desk"
        with database() as uow:
            assert queries.count_unread(uow, recruiter.id) == 0

    def test_somebody_elses_cannot_be_opened(self, as_, recruiter, database):
        with database() as uow:
            (row,) = uow.scalars(sa.select(Notification))
            other = make_account(uow, Role.AUDITOR)
        assert as_(other).post(f"/inbox/{row.id}/open").status_code == 404

    def test_everything_can_be_marked_as_read(self, as_, recruiter, database):
        as_(recruiter).post("/inbox/read-all")
        with database() as uow:
            assert queries.count_unread(uow, recruiter.id) == 0

    def test_a_change_is_pushed_to_its_account_alone(self, recruiter, database):
        with database() as uow:
            changed = sa.select(EventRow).where(EventRow.name == "notifications.inbox.changed")
            (row,) = uow.scalars(changed)
            assert [item.audience for item in row.audiences] == [f"account:{recruiter.id}"]
            assert row.payload == {"account_id": str(recruiter.id), "unread": 1, "is_new": True}

    def test_a_visitor_is_sent_to_sign_in(self, client):
        assert "/sign-in" in client.get("/inbox").location


class TestInvitation:
    def test_an_invited_bureau_reads_who_invites_it(self, uow):
        from tests.factories.fairs import make_fair

        host, guest = make_bureau(uow), make_bureau(uow, area_code="433124")
        organizer = make_organizer(uow, guest)
        fair = make_fair(uow, host)
        uow.publish(BureauInvited(fair_id=fair.id, bureau_id=guest.id, host_bureau_id=host.id))
        assert "fairs.bureau.invited:bureau" in inbox(uow, organizer)
