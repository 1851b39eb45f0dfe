"""Identifiers: UUIDv7, so that rows sort by the time they were made (:rfc:`9562`)."""

from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """A new UUIDv7."""
    return compat.uuid7()
