"""The walk: from the fair's calendar to the sealed contract in the employment trail.

Real pages in real browsers, real video through the media node, the real worker process sealing. The
steps share one evening: each test goes on where the one before it stopped.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from server.core.db import make_engine
from server.enterprises.uscc import check_character as uscc_check
from server.trail.models import TrailEvent
from server.workers.id_number import check_character as id_check
from tests.journeys.conftest import Stack
from tests.journeys.media_stats import hears_and_sees, sees
from tests.journeys.people import Person, Phone, Staff, in_days, quiet_zone, today_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.every_database]

WORKER_NAME = "石㛃䶮𬎆"
ENTERPRISE = "样例精密电子(东莞)有限公司长名称测试分公司"
TITLE = "花垣—东莞 “春风” 视频招聘会"
POSTING = "电子装配工"
_uscc_body = "91441900MA4W2X7T6"
USCC = _uscc_body + uscc_check(_uscc_body)
_id_body = "43312419920315042"
ID_NUMBER = _id_body + id_check(_id_body)
WRONG_ID = _id_body + ("1" if id_check(_id_body) != "1" else "2")
PHONE = "13900002026"
PICTURES = os.environ.get("LIANPIN_PICTURES", "")
APPLY_AGAIN = """
async ([url, posting_id]) => {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token, "X-CSRF-Token": token },
    body: JSON.stringify({ posting_id }),
  });
  return [answer.status, await answer.json()];
}
"""


@dataclass
class Evening:
    """Who is there, and what they have made so far."""

    organizer: Staff
    partner: Staff
    recruiter: Staff
    officer: Staff
    worker: Phone
    viewer: Page
    stack: Stack
    folder: Path
    ids: dict[str, str] = field(default_factory=dict)

    def picture(self, person: Person | Page, name: str) -> None:
        """Keep a picture for the README when `LIANPIN_PICTURES` names a folder."""
        page = person.page if isinstance(person, Person) else person
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.fixture(scope="module")
def evening(
    stack: Stack, browsers: Callable[..., Page], tmp_path_factory: pytest.TempPathFactory
) -> Evening:
    messages = browsers()
    return Evening(
        organizer=Staff(browsers()),
        partner=Staff(browsers()),
        recruiter=Staff(browsers()),
        officer=Staff(browsers(width=1024)),
        worker=Phone(browsers(width=390, height=844), PHONE, messages),
        viewer=browsers(width=1200),
        stack=stack,
        folder=tmp_path_factory.mktemp("contracts"),
    )


class Walk:
    """The steps, in order of their numbers."""

    def step_01_an_enterprise_registers_and_the_bureau_approves_it(self, evening: Evening) -> None:
        recruiter, organizer = evening.recruiter, evening.organizer
        recruiter.go("/enterprises/register")
        recruiter.fill(
            name=ENTERPRISE,
            uscc=USCC,
            address="松山湖科技园路 1 号",
            contact_name="陈样例",
            contact_phone="076922220000",
            login_name="journey",
            password="journey-2026-long",
            phone="13900002027",
        )
        recruiter.tick("kind", "employer")
        recruiter.place("area_code", "dongguan", "东莞市")
        recruiter.press("/enterprises/register")
        organizer.sign_in("organizer")
        organizer.go("/enterprises")
        organizer.page.get_by_role("link", name=ENTERPRISE).first.click()
        organizer.press("/approve")
        recruiter.go("/desk")
        recruiter.reads(ENTERPRISE)

    def step_02_a_posting_without_pay_is_refused_and_nothing_typed_is_lost(
        self, evening: Evening
    ) -> None:
        recruiter = evening.recruiter
        recruiter.go("/desk/postings/new")
        recruiter.fill(
            title=POSTING,
            occupation="电子设备装配工",
            headcount="30",
            description="在流水线上装配耳机,坐着做;会看图样即可,不需要经验。",
            place="松山湖科技园路 1 号 2 号厂房",
        )
        _first_choices(recruiter.page)
        recruiter.place("area_code", "dongguan", "东莞市")
        recruiter.page.locator("form[data-draft]").evaluate("form => form.noValidate = true")
        _submit(recruiter.page, "button[name=publish]")
        expect(
            recruiter.page.locator("#f-pay_from_fen-error, .field.has-error").first
        ).to_be_visible()
        expect(recruiter.page.locator('[name="title"]')).to_have_value(POSTING)
        recruiter.fill(pay_from_fen="5200", pay_to_fen="6800")
        recruiter.tick("pay_period", "month")
        _submit(recruiter.page, "button[name=publish]")
        recruiter.reads(POSTING)
        recruiter.reads("5,200")

    def step_03_a_fair_is_planned_with_a_partner_and_its_stations(self, evening: Evening) -> None:
        organizer, partner = evening.organizer, evening.partner
        zone = quiet_zone()
        organizer.go("/calendar")
        organizer.page.locator('a[href*="/fairs/new"]').first.click()
        organizer.fill(
            title=TITLE,
            held_on=today_in(zone),
            opens_at="00:00",
            closes_at="23:59",
            booth_count="20",
            description="两地人社部门联合举办。",
        )
        organizer.choose(timezone=zone)
        organizer.press("/fairs")
        # The demo fair of the same bureau has the same hours: it is named before anything is saved.
        organizer.reads("样例")
        organizer.tick("accept_overlap")
        organizer.press("/fairs")
        evening.ids["fair"] = organizer.path_id()
        organizer.go(f"/fairs/{evening.ids['fair']}/manage")
        option = organizer.page.locator('select[name="bureau_id"] option', has_text="花垣").first
        organizer.choose(bureau_id=option.get_attribute("value") or "")
        organizer.press("/partners")
        partner.sign_in("partner")
        partner.go(f"/fairs/{evening.ids['fair']}/invitation")
        _submit(partner.page, 'button[name=accept][value="yes"]')
        partner.go(f"/fairs/{evening.ids['fair']}/stations")
        partner.page.get_by_label("十八洞村").and_(partner.page.get_by_label("2号机")).check(
            force=True
        )
        partner.press("/stations")
        organizer.go(f"/fairs/{evening.ids['fair']}/manage")
        organizer.press("/publish")

    def step_04_the_fair_stands_on_the_calendar_and_in_its_feed(self, evening: Evening) -> None:
        viewer = evening.viewer
        viewer.goto("/calendar")
        expect(viewer.locator("body")).to_contain_text(TITLE)
        evening.picture(viewer, "calendar")
        feed = viewer.request.get("/calendar.ics")
        text = feed.body().decode().replace("\r\n ", "")
        assert feed.headers["content-type"].startswith("text/calendar")
        assert evening.ids["fair"] in text
        assert "BEGIN:VTIMEZONE" in text

    def step_05_the_enterprise_takes_a_booth_and_a_slot_on_air(self, evening: Evening) -> None:
        recruiter, organizer, fair = evening.recruiter, evening.organizer, evening.ids["fair"]
        recruiter.go(f"/fairs/{fair}/apply")
        recruiter.page.locator('[name="posting_ids"]').first.check(force=True)
        recruiter.press("/apply")
        organizer.go(f"/fairs/{fair}/manage")
        organizer.press("/approve")
        organizer.reads(ENTERPRISE)
        organizer.fill(slot_title="耳机车间与宿舍实景", starts="00:00", ends="23:58")
        booth = organizer.page.locator('select[name="booth_id"] option', has_text=ENTERPRISE).first
        evening.ids["booth"] = booth.get_attribute("value") or ""
        organizer.choose(booth_id=evening.ids["booth"])
        organizer.press("/air-slots")
        organizer.reads("耳机车间与宿舍实景")

    def step_06_the_recruiter_goes_on_air_and_a_visitor_watches(self, evening: Evening) -> None:
        recruiter, viewer = evening.recruiter, evening.viewer
        recruiter.go(f"/fairs/{evening.ids['fair']}")
        recruiter.page.locator('a[href*="/studio"]').first.click()
        recruiter.page.wait_for_load_state()
        recruiter.page.locator("[data-go]").click(timeout=30_000)
        expect(recruiter.page.locator("[data-on-air-badge]")).to_be_visible(timeout=30_000)
        viewer.goto(f"/fairs/{evening.ids['fair']}")
        viewer.locator('a[href*="/live/"]').first.click()
        viewer.wait_for_load_state()
        evening.ids["live"] = re.search(r"/live/([0-9a-f-]{36})", viewer.url)[1]  # type: ignore[index]
        hears_and_sees(viewer)
        expect(viewer.locator("aside")).to_contain_text(POSTING)
        evening.picture(viewer, "live")

    def step_07_a_worker_registers_by_phone_and_real_name(self, evening: Evening) -> None:
        worker = evening.worker
        worker.ask_for_code()
        code = worker.code("sign_in_code")
        worker.enter_code("000000" if code != "000000" else "111111")
        expect(worker.page.locator(".has-error, [role=alert]").first).to_be_visible()
        worker.enter_code(code)
        worker.fill(name=WORKER_NAME, id_number=WRONG_ID)
        worker.place("household_area_code", "shibadong", "十八洞村")
        worker.tick("agreed")
        worker.press("/register")
        expect(worker.page.locator("#f-id_number-error")).to_be_visible()
        expect(worker.page.locator('[name="name"]')).to_have_value(WORKER_NAME)
        worker.fill(id_number=ID_NUMBER)
        worker.tick("agreed")
        worker.press("/register")
        worker.reads(WORKER_NAME)

    def step_08_the_worker_watches_applies_with_one_tap_and_takes_a_number(
        self, evening: Evening
    ) -> None:
        worker = evening.worker
        worker.go(f"/live/{evening.ids['live']}")
        sees(worker.page)
        worker.page.locator("[data-apply]").first.click()
        expect(worker.page.locator("[data-applied-badge]").first).to_be_visible()
        again = worker.page.evaluate(
            APPLY_AGAIN,
            [f"/api/v1/live/{evening.ids['live']}/applications", _posting_id(worker.page)],
        )
        assert again[0] == 409, again
        assert again[1]["code"] == "jobs.application.already_applied"
        worker.go(f"/booths/{evening.ids['booth']}/queue")
        worker.tick("officer_may_sit_in")
        _submit(worker.page, "form[data-join] button[type=submit]")
        expect(worker.page.locator("[data-ticket-number]").first).to_have_text("1")
        evening.picture(worker, "queue")

    def step_09_the_phone_rings_and_both_see_and_hear_each_other(self, evening: Evening) -> None:
        worker, recruiter = evening.worker, evening.recruiter
        recruiter.go(f"/booths/{evening.ids['booth']}/desk")
        recruiter.page.locator("[data-call-next]").click()
        ringing = worker.page.locator("#ringing")
        expect(ringing).to_be_visible()
        with worker.page.expect_navigation():
            ringing.locator('[data-action="answer"]').click()
        # The desk leads the recruiter into the room by itself as soon as the worker has answered.
        recruiter.page.wait_for_url(re.compile("/room"))
        evening.ids["interview"] = recruiter.path_id()
        hears_and_sees(worker.page)
        hears_and_sees(recruiter.page)

    def step_10_the_officer_of_the_station_takes_the_third_seat(self, evening: Evening) -> None:
        worker, officer = evening.worker, evening.officer
        officer.sign_in("officer")
        officer.go("/interviews/seats")
        officer.page.locator(f'a[href*="{evening.ids["interview"]}"]').first.click()
        hears_and_sees(officer.page)
        hears_and_sees(worker.page)
        evening.picture(evening.recruiter, "room")

    def step_11_the_interview_ends_and_is_scored(self, evening: Evening) -> None:
        recruiter, interview = evening.recruiter, evening.ids["interview"]
        recruiter.page.locator('[data-action="hang-up"]').click()
        _confirm(recruiter.page)
        recruiter.page.wait_for_url(re.compile("scorecard"))
        for name in ("experience", "communication", "readiness"):
            recruiter.tick(name, "4")
        recruiter.tick("result", "pass")
        recruiter.fill(note="手脚麻利,愿意上夜班。")
        recruiter.press(f"/{interview}/scorecard")
        recruiter.page.locator(f'a[href*="/interviews/{interview}/offers/new"]').first.click()

    def step_12_an_offer_is_made_and_accepted(self, evening: Evening) -> None:
        recruiter, worker = evening.recruiter, evening.worker
        recruiter.page.wait_for_url(re.compile("/offers/new"))
        recruiter.fill(base_pay_fen="3000", pay_post_fen="2200", starts_on=in_days(9))
        _submit(recruiter.page, "form .btn-accent[type=submit]")
        recruiter.reads(WORKER_NAME)
        worker.go("/offers")
        worker.page.locator('main a[href*="/offers/"]').first.click()
        worker.reads("3,000")
        worker.press("/accept")

    def step_13_the_contract_is_signed_in_turn_with_codes(self, evening: Evening) -> None:
        recruiter, worker = evening.recruiter, evening.worker
        recruiter.go("/contracts")
        recruiter.page.locator('main a[href*="/contracts/"]').first.click()
        contract = evening.ids["contract"] = recruiter.path_id()
        recruiter.fill(
            legal_representative="陈样例",
            employer_phone="076922220000",
            employer_address="东莞市松山湖科技园路 1 号",
            employee_address="湖南省花垣县十八洞村 3 组",
            hazards="焊锡烟尘,发放防护口罩,工位有抽风。",
        )
        _submit(recruiter.page, f'form[action$="/{contract}/send"] button', confirm=True)
        recruiter.go(f"/contracts/{contract}/sign")
        recruiter.reads(re.compile("没有轮到|还没轮到|未轮到|轮到"))
        worker.go(f"/contracts/{contract}")
        worker.reads(WORKER_NAME)
        worker.go(f"/contracts/{contract}/sign")
        worker.press(f"/{contract}/code")
        code = worker.code("confirm_code")
        worker.tick("agreed")
        worker.fill(code="000000" if code != "000000" else "111111")
        worker.press("/sign")
        expect(worker.page.locator(".has-error, [role=alert]").first).to_be_visible()
        worker.tick("agreed")
        worker.fill(code=code)
        worker.press("/sign")
        recruiter.go(f"/contracts/{contract}/sign")
        recruiter.press(f"/{contract}/code")
        mine = Phone(recruiter.page, "13900002027", worker.messages)
        recruiter.tick("agreed")
        recruiter.fill(code=mine.code("confirm_code"))
        recruiter.press("/sign")

    def step_14_the_sealed_file_is_valid_for_every_party(self, evening: Evening) -> None:
        worker, contract = evening.worker, evening.ids["contract"]
        worker.go(f"/contracts/{contract}")
        expect(worker.page.locator('[data-state="sealed"]')).to_be_visible(timeout=60_000)
        evening.picture(worker, "contract")
        answer = worker.page.request.get(f"/contracts/{contract}/document.pdf")
        assert answer.status == 200
        file = evening.folder / "contract.pdf"
        file.write_bytes(answer.body())
        judged = _run("pdfsig", str(file))
        valid = re.findall(r"Signature Validation: Signature is Valid", judged)
        assert len(valid) >= 2, judged
        text = _run("pdftotext", str(file), "-")
        for expected in (WORKER_NAME, ENTERPRISE):
            assert expected in re.sub(r"\s", "", text), text[:2000]
        verdict = evening.stack.flask("contracts", "verify", str(file), "--json")
        assert verdict.returncode == 0, verdict.stdout + verdict.stderr
        assert "TOTAL-PASSED" in verdict.stdout
        broken = bytearray(answer.body())
        broken[len(broken) // 3] ^= 1
        file.write_bytes(broken)
        assert evening.stack.flask("contracts", "verify", str(file)).returncode == 1

    def step_15_the_trail_tells_every_step_in_order(self, evening: Evening) -> None:
        worker = evening.worker
        worker.go("/trail")
        evening.picture(worker, "trail")
        told = worker.page.locator("main").inner_text()
        steps = [
            "实名登记",
            "投递了",
            "取号",
            "叫号面试",
            "应答了",
            "视频面试开始",
            "视频面试结束",
            "发出",
            "接受了",
            "已起草",
            "等待签署",
            "劳动者已签署",
            "用人单位已签署",
            "双方均已签署",
            "时间戳",
        ]
        places = [told.find(step) for step in steps]
        assert -1 not in places, dict(zip(steps, places, strict=True))
        assert places == sorted(places)
        assert ENTERPRISE in told

    def step_16_an_edit_in_the_database_is_named(self, evening: Evening) -> None:
        assert evening.stack.flask("trail", "verify").returncode == 0
        engine = make_engine(evening.stack.database_url).execution_options(lianpin_writes=True)
        table = TrailEvent.__table__
        made = table.c.kind == "offers.offer.made"
        with engine.begin() as connection:
            facts, number = connection.execute(
                sa.select(table.c.facts, table.c.number).where(made)
            ).one()
            connection.execute(table.update().where(made).values(facts=facts | {"posting": "保安"}))
        found = evening.stack.flask("trail", "verify", "--json")
        assert found.returncode == 1
        assert json.loads(found.stdout)["breaks"][0]["number"] == number
        with engine.begin() as connection:
            connection.execute(table.update().where(made).values(facts=facts))
        engine.dispose()
        assert evening.stack.flask("trail", "verify").returncode == 0

    def step_17_no_personal_data_reached_a_log_or_the_database_in_clear(
        self, evening: Evening
    ) -> None:
        data = Path(evening.stack.environment["LIANPIN_DATA_DIR"])
        written = [evening.stack.log, *data.glob("lianpin.db*")]
        for path in written:
            content = path.read_bytes()
            for canary in (ID_NUMBER, PHONE, WORKER_NAME):
                assert canary.encode() not in content, path.name


@pytest.mark.timeout(600)
def test_a_worker_is_hired_at_a_fair(evening: Evening) -> None:
    walk = Walk()
    for name in sorted(name for name in dir(walk) if name.startswith("step_")):
        try:
            getattr(walk, name)(evening)
        except BaseException as problem:
            problem.add_note(f"in {name}; the platform's log is {evening.stack.log}")
            for who in ("organizer", "partner", "recruiter", "officer", "worker"):
                page = getattr(evening, who).page
                shot = evening.folder / f"{who}.png"
                page.screenshot(path=shot)
                problem.add_note(f"{who} was at {page.url}: {shot}")
            raise


def _first_choices(page: Page) -> None:
    for name in ("shift_pattern", "meals_lodging", "insurance"):
        options = page.locator(f'select[name="{name}"] option')
        values = [option.get_attribute("value") for option in options.all()]
        page.locator(f'select[name="{name}"]').select_option(next(v for v in values if v))


def _posting_id(page: Page) -> str:
    return page.locator("[data-apply]").first.get_attribute("data-apply") or ""


def _submit(page: Page, selector: str, *, confirm: bool = False) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()
        if confirm:
            _confirm(page)


def _confirm(page: Page) -> None:
    """Press yes in the page's own confirmation dialog."""
    page.locator(
        "dialog[open] .btn-danger, dialog[open] .btn-primary, dialog[open] .btn-accent"
    ).first.click()


def _run(program: str, *words: str) -> str:
    assert shutil.which(program), f"{program} is part of poppler-utils"
    return subprocess.run([program, *words], capture_output=True, text=True, check=True).stdout
