"""Pages that belong to no domain: the landing page, the language switch, the demo outbox."""

from typing import Any

import sqlalchemy as sa

from server.core import design_samples, front, sms
from server.core.errors import NotFound
from server.core.http import Pages, render
from server.core.identity import Actor
from server.core.permissions import PUBLIC
from server.core.settings import settings
from server.core.unit_of_work import UnitOfWork

pages = Pages("core")
SHOWN = 50
"""The demo outbox shows this many messages."""


@pages.get("/", needs=PUBLIC)
def home(uow: UnitOfWork, actor: Actor) -> Any:
    """The landing page; someone who is signed in goes to their own first page."""
    return render("core/home.html", parts=front.draw_parts(uow, actor))


@pages.get("/demo/outbox", needs=PUBLIC)
def demo_outbox(uow: UnitOfWork, actor: Actor) -> Any:
    """Text messages that a carrier would have sent; only in demo mode."""
    if not settings().demo:
        raise NotFound
    messages = uow.scalars(
        sa.select(sms.DemoMessage).order_by(sms.DemoMessage.created_at.desc()).limit(SHOWN)
    )
    return render("core/demo_outbox.html", messages=messages)


@pages.get("/design", needs=PUBLIC)
def design(uow: UnitOfWork, actor: Actor) -> Any:
    """The living style page; only in demo mode."""
    if not settings().demo:
        raise NotFound
    return render("core/design.html", sample=design_samples.samples())
