"""Tables of workers."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Row, StrEnumType, UTCDateTime
from server.core.privacy import EncryptedText, mask_id_number, mask_name, mask_phone
from server.workers.id_number import Sex, age_on


class Worker(Row):
    """A person who looks for work. Name, number and phone are encrypted at rest."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(EncryptedText("workers.name"))
    id_number: Mapped[str] = mapped_column(EncryptedText("workers.id_number"))
    id_number_index: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """Keyed hash of the number, for exact look-up; one person is registered once."""
    phone: Mapped[str] = mapped_column(EncryptedText("workers.phone"))
    phone_index: Mapped[str] = mapped_column(sa.String(64), unique=True)
    birth_date: Mapped[date]
    sex: Mapped[Sex] = mapped_column(StrEnumType(Sex))
    household_area_code: Mapped[str] = mapped_column(sa.String(12), index=True)
    """Where the household is registered: the area whose bureaus look after this worker."""
    residence_area_code: Mapped[str | None] = mapped_column(sa.String(12), index=True)
    """Where they live now, when elsewhere."""
    dialect: Mapped[str | None] = mapped_column(sa.String(40))
    """What they speak best, so that an interpreter can be asked for."""
    skills: Mapped[str] = mapped_column(sa.String(300), default="")
    """Skills and certificates in their own words."""
    experience: Mapped[str] = mapped_column(sa.String(500), default="")
    """Where they worked and what they did, in their own words."""

    notice_version: Mapped[str | None] = mapped_column(sa.String(20))
    """Which privacy notice the worker agreed to when they registered themselves."""
    notice_agreed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def masked_name(self) -> str:
        """For lists and screens that others see."""
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        """`138****5678`."""
        return mask_phone(self.phone)

    @property
    def masked_id_number(self) -> str:
        """Area and last four."""
        return mask_id_number(self.id_number)

    def age_on(self, day: date) -> int:
        """Full years on `day`."""
        return age_on(self.birth_date, day)
