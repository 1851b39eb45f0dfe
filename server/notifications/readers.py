"""The kinds of readers a fact can have. A pure file."""

from enum import StrEnum


class Readers(StrEnum):
    """Whom a fact concerns; the fact's own ids say which ones."""

    WORKER = "worker"
    """The worker of `worker_id`."""
    ENTERPRISE = "enterprise"
    """The recruiters of `enterprise_id`."""
    BUREAU = "bureau"
    """The organizers of `bureau_id`."""
    HOST = "host"
    """The organizers of `host_bureau_id`."""
    STATION = "station"
    """The officers of `station_id`."""
    ACCOUNT = "account"
    """The account of `account_id`."""
    REVIEWERS = "reviewers"
    """The organizers of the nearest bureau whose area holds the enterprise of `enterprise_id`."""
    FAIR = "fair"
    """Everybody who takes part in the fair of `fair_id`: partners, stations, enterprises."""
