"""Text messages: a port, a carrier's adapter, and the demo outbox.

A message is sent by the worker from a promise, so a code whose transaction was rolled back is never
sent. Carriers in China send registered templates only, so a message is a kind and its blanks.
"""

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core import clock
from server.core.db import Row, UTCDateTime
from server.core.errors import Unavailable
from server.core.i18n import lazy
from server.core.ids import new_id
from server.core.privacy import EncryptedText
from server.core.settings import Settings, settings
from server.core.tasks import Work, task
from server.core.unit_of_work import UnitOfWork


class SmsUnavailable(Unavailable):
    """The carrier did not take the message; the outbox tries again."""

    code = "sms.unavailable"
    message = lazy("Text messages cannot be sent right now.")


class Message(Row):
    """A message to be sent; its phone and blanks are erased once it is."""

    __tablename__ = "sms_messages"

    phone: Mapped[str | None] = mapped_column(EncryptedText("sms.phone"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    blanks: Mapped[str | None] = mapped_column(EncryptedText("sms.blanks"))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """A code that is over is not sent late."""
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    def sent(self, at: datetime) -> None:
        """Keep that it was sent, not to whom nor what."""
        self.sent_at = at
        self.phone = None
        self.blanks = None


class DemoMessage(Row):
    """A message shown on the demo outbox page."""

    __tablename__ = "sms_demo_messages"

    phone: Mapped[str] = mapped_column(EncryptedText("sms.phone"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    blanks: Mapped[str] = mapped_column(EncryptedText("sms.blanks"))

    @property
    def fields(self) -> dict[str, str]:
        """The blanks by name."""
        return dict(json.loads(self.blanks))


class Carrier(Protocol):
    """Sends one registered template to one phone."""

    def send(self, phone: str, kind: str, blanks: dict[str, str]) -> None:
        """Send, or raise `SmsUnavailable`."""


class AliyunCarrier:
    """Alibaba Cloud's SendSms (Dysmsapi 2017-05-25), its RPC signature of version 1.0."""

    _ADDRESS = "https://dysmsapi.aliyuncs.com/"
    _TIMEOUT_S = 8

    def __init__(self, conf: Settings) -> None:
        self._conf = conf

    def send(self, phone: str, kind: str, blanks: dict[str, str]) -> None:
        """Send, or raise `SmsUnavailable`."""
        request = urllib.request.Request(  # noqa: S310 -- the address is a constant
            self._ADDRESS, data=self.signed(phone, kind, blanks).encode(), method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=self._TIMEOUT_S) as response:  # noqa: S310
                answer = json.load(response)
        except (OSError, urllib.error.URLError, ValueError) as error:
            raise SmsUnavailable from error
        if answer.get("Code") != "OK":
            raise SmsUnavailable

    def signed(self, phone: str, kind: str, blanks: dict[str, str]) -> str:
        """The form body with its signature."""
        conf = self._conf
        fields = {
            "AccessKeyId": conf.sms_access_key_id,
            "Action": "SendSms",
            "Format": "JSON",
            "PhoneNumbers": phone,
            "RegionId": "cn-hangzhou",
            "SignName": conf.sms_sign_name,
            "SignatureMethod": "HMAC-SHA1",
            "SignatureNonce": str(new_id()),
            "SignatureVersion": "1.0",
            "TemplateCode": conf.sms_templates.get(kind, ""),
            "TemplateParam": json.dumps(blanks, ensure_ascii=False),
            "Timestamp": clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Version": "2017-05-25",
        }
        query = "&".join(f"{_quote(name)}={_quote(fields[name])}" for name in sorted(fields))
        to_sign = f"POST&{_quote('/')}&{_quote(query)}"
        key = f"{conf.sms_access_key_secret}&".encode()
        digest = hmac.new(key, to_sign.encode(), hashlib.sha1).digest()
        return f"Signature={_quote(base64.b64encode(digest).decode())}&{query}"


def _quote(text: str) -> str:
    return urllib.parse.quote(text, safe="~")


def promise_message(
    uow: UnitOfWork, *, phone: str, kind: str, blanks: dict[str, str], expires_at: datetime
) -> None:
    """Promise a text message in this transaction.

    In demo mode it stands on the outbox page with the same commit, so nobody waits for the worker.
    """
    text = json.dumps(blanks, ensure_ascii=False)
    if settings().sms == "demo":
        uow.add(DemoMessage(phone=phone, kind=kind, blanks=text))
        return
    message = uow.add(Message(phone=phone, kind=kind, blanks=text, expires_at=expires_at))
    uow.promise(send_message, message_id=message.id)


@task("core.send_message", own_transactions=True)
def send_message(work: Work, *, message_id: UUID) -> None:
    """Hand one message to the carrier, unless it was sent or is over."""
    with work.reading() as uow:
        message = uow.find(Message, message_id)
        if message is None or message.sent_at is not None or message.expires_at < uow.now:
            return
        phone, kind, blanks = message.phone, message.kind, message.blanks
    AliyunCarrier(settings()).send(phone or "", kind, json.loads(blanks or "{}"))
    with work.finishing() as uow:
        uow.get(Message, message_id).sent(uow.now)
