"""Filling and reading inboxes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from server.accounts.models import Account
from server.core import sms
from server.core.events import Event
from server.core.unit_of_work import UnitOfWork
from server.notifications import queries
from server.notifications.events import InboxChanged
from server.notifications.kinds import Notice, notices_of
from server.notifications.models import Notification

SMS_LASTS = timedelta(hours=24)
"""A text message that could not be sent for a day comes too late to be of use."""


def tell(uow: UnitOfWork, event: Event) -> list[Notification]:
    """Put a fact into the inbox of everybody whom it concerns, and promise the text messages."""
    made = []
    fields = queries.fields_of(event)
    for notice in notices_of(type(event)):
        for account in queries.readers_of(uow, notice, event):
            made.append(
                uow.add(Notification(account_id=account.id, kind=notice.kind, fields=fields))
            )
            _announce(uow, account.id, is_new=True)
            if notice.sms and account.phone:
                _promise_sms(uow, notice, account, fields, event)
    return made


def mark_read(uow: UnitOfWork, *, notification_id: UUID) -> Notification:
    """Mark one as read."""
    notification = uow.get(Notification, notification_id)
    if notification.read_at is None:
        notification.read(uow.now)
        uow.flush()
        _announce(uow, notification.account_id, is_new=False)
    return notification


def mark_all_read(uow: UnitOfWork, *, account_id: UUID) -> None:
    """Mark everything that is in the inbox now as read."""
    uow.session.execute(
        sa.update(Notification)
        .where(Notification.account_id == account_id, Notification.read_at.is_(None))
        .values(read_at=uow.now)
    )
    _announce(uow, account_id, is_new=False)


def _announce(uow: UnitOfWork, account_id: UUID, *, is_new: bool) -> None:
    unread = queries.count_unread(uow, account_id)
    uow.publish(InboxChanged(account_id=account_id, unread=unread, is_new=is_new))


def _promise_sms(
    uow: UnitOfWork, notice: Notice, account: Account, fields: dict[str, Any], event: Event
) -> None:
    """The carrier keeps the sentence as a registered template; it gets the names in its blanks."""
    names = queries.names_behind(uow, [fields])
    sms.promise_message(
        uow,
        phone=account.phone or "",
        kind=notice.sms,
        blanks=queries.blanks_of(fields, names),
        expires_at=getattr(event, "answer_by", uow.now + SMS_LASTS),
    )
