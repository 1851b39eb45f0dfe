"""Who or what would be in two places at once. Pure.

An engagement takes a resource for a stretch of time, from its start up to, not including, its end:
ten to eleven and eleven to twelve do not clash.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Resource(StrEnum):
    """What can be taken."""

    RECRUITER = "recruiter"
    """A person who speaks for an enterprise; staffs one booth at a time."""
    SEAT = "seat"
    """A camera position at a village station."""
    STAGE = "stage"
    """The hour on air: a fair has one stage."""
    BUREAU = "bureau"
    """The hour of a hosting bureau. It may have the people for two fairs at once, and says so."""


@dataclass(frozen=True, kw_only=True)
class Engagement:
    """A resource taken for a stretch of time by a fair."""

    resource: Resource
    resource_id: UUID
    label: str
    """What it is called on the page: an enterprise, a seat, an air slot, a bureau."""
    starts_at: datetime
    """Aware."""
    ends_at: datetime
    """Aware, after `starts_at`."""
    fair_id: UUID | None
    """None while the fair is only being planned."""
    fair_title: str
    zone: str
    """IANA zone of the fair, in which its times are told."""
    part_id: UUID | None = None
    """The row that takes it (booth, seat, slot), so that it does not clash with itself."""

    @property
    def is_empty(self) -> bool:
        """Nothing is taken when the end is not after the start."""
        return self.ends_at <= self.starts_at


@dataclass(frozen=True)
class Clash:
    """Two engagements of one resource at one time."""

    wanted: Engagement
    taken: Engagement

    @property
    def starts_at(self) -> datetime:
        """When the two begin to overlap."""
        return max(self.wanted.starts_at, self.taken.starts_at)

    @property
    def ends_at(self) -> datetime:
        """When they cease to overlap."""
        return min(self.wanted.ends_at, self.taken.ends_at)

    @property
    def may_be_accepted(self) -> bool:
        """A bureau may decide to hold two fairs at once; a person or a camera cannot be twice."""
        return self.taken.resource is Resource.BUREAU


def overlap(one: Engagement, other: Engagement) -> bool:
    """Whether the two take the same resource at some moment."""
    same = (one.resource, one.resource_id) == (other.resource, other.resource_id)
    if not same or one.is_empty or other.is_empty:
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def clashes(wanted: Iterable[Engagement], taken: Iterable[Engagement]) -> list[Clash]:
    """Every clash of what is wanted with what is taken, and of the wanted with each other.

    An engagement does not clash with an earlier version of itself (the same `part_id`).

    :return: in the order in which they would happen
    """
    wanted = list(wanted)
    by_resource: dict[tuple[Resource, UUID], list[Engagement]] = defaultdict(list)
    for engagement in taken:
        by_resource[engagement.resource, engagement.resource_id].append(engagement)
    found = []
    for new in wanted:
        known = by_resource[new.resource, new.resource_id]
        found += [Clash(new, old) for old in known if overlap(new, old) and not _same(new, old)]
        known.append(new)
    return sorted(found, key=lambda clash: (clash.starts_at, clash.ends_at))


def _same(one: Engagement, other: Engagement) -> bool:
    return one.part_id is not None and one.part_id == other.part_id
