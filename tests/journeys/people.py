"""The people of a journey: each has a browser and does only what the pages offer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

Open = Callable[..., Page]
PASSWORD = "lianpin-demo-2026"


def today_in(zone: str) -> str:
    """The calendar day over there, as a date field takes it."""
    return datetime.now(ZoneInfo(zone)).date().isoformat()


def in_days(days: int) -> str:
    """A day to come, as a date field takes it."""
    return (datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=days)).isoformat()


def quiet_zone() -> str:
    """A zone in which midnight is not about to pass, so that "today" stays today."""
    late = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%H:%M")
    return "Asia/Urumqi" if late > "23:30" else "Asia/Shanghai"


@dataclass
class Person:
    """Somebody at a browser."""

    page: Page

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(path)

    def press(self, action: str) -> None:
        """Press the button of the form whose address ends like this; waits for the answer."""
        button = self.page.locator(f'form[action$="{action}"] button[type=submit]').first
        with self.page.expect_navigation():
            button.click()

    def fill(self, **fields: str) -> None:
        """Fill fields by their names."""
        for name, value in fields.items():
            self.page.locator(f'[name="{name}"]:not([type=hidden])').first.fill(value)

    def choose(self, **fields: str) -> None:
        """Choose in lists by value."""
        for name, value in fields.items():
            self.page.locator(f'select[name="{name}"]').select_option(value)

    def tick(self, name: str, value: str | None = None) -> None:
        """Tick a box or a radio card."""
        which = f'[name="{name}"]' + (f'[value="{value}"]' if value else "")
        self.page.locator(which).first.check(force=True)

    def place(self, name: str, typed: str, shown: str) -> None:
        """Choose a place by typing part of its name."""
        picker = self.page.locator(f"#f-{name}")
        picker.locator("[data-area-search]").fill(typed)
        picker.locator("[data-area-results] [role=option]", has_text=shown).first.click()
        expect(picker.locator("[data-area-name]")).to_contain_text(shown)

    def reads(self, text: str | re.Pattern[str]) -> None:
        """The page says this somewhere."""
        expect(self.page.locator("body")).to_contain_text(text)

    def path_id(self) -> str:
        """The id in the address of the page."""
        found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", self.page.url)
        assert found, self.page.url
        return found[0]


@dataclass
class Staff(Person):
    """Somebody with a login name."""

    def sign_in(self, login_name: str, password: str = PASSWORD) -> None:
        """Sign in on the staff's tab."""
        self.go("/sign-in?role=organizer")
        self.fill(login_name=login_name, password=password)
        self.press("/sign-in/password")


@dataclass
class Phone(Person):
    """A worker with a phone; messages appear on the demo outbox page."""

    number: str
    messages: Page

    def code(self, kind: str) -> str:
        """The newest code of a kind that was sent to this phone."""
        self.messages.goto("/demo/outbox")
        message = self.messages.locator(f'[data-message="{kind}"]', has_text=self.number).first
        return message.locator("[data-code]").inner_text().strip()

    def ask_for_code(self) -> None:
        """Ask for a code to sign in."""
        self.go("/sign-in")
        self.fill(phone=self.number)
        self.press("/sign-in/phone")

    def enter_code(self, code: str) -> None:
        """Enter the code that came; the page sends six digits by itself."""
        with self.page.expect_navigation():
            self.fill(code=code)
