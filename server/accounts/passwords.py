"""Passwords: argon2id with OWASP's least parameters (19 MiB, two passes, one lane). A port.

A sign-in holds the embedded database's one writer while it hashes, so the cost is kept at the least
that OWASP names; tries are limited besides.
"""

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.core.i18n import lazy

LEAST: Final = 10
"""Characters a password must have."""
MOST: Final = 128
"""A longer one is refused before it is hashed."""
TOO_WEAK = lazy("A password needs at least 10 characters and must not be one that is often used.")

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_OFTEN_USED = frozenset(
    {
        "1234567890", "0123456789", "12345678910", "0987654321", "1111111111", "0000000000",
        "qwertyuiop", "password123", "password1234", "passw0rd123", "woaini1314", "5201314520",
        "administrator", "admin123456", "abc1234567", "a123456789", "1q2w3e4r5t", "lianpin123",
    }
)  # fmt: skip
_NOBODY: Final = _hasher.hash("nobody has this password")
"""Verified for unknown names, so that an answer takes as long as for a known one."""


def accept(password: str) -> str:
    """The password, when it may be used.

    :raises ValueError: too short, too long or too common; the text is a sentence for the person
    """
    if not LEAST <= len(password) <= MOST or password.lower() in _OFTEN_USED:
        raise ValueError(TOO_WEAK)
    return password


def hashed(password: str) -> str:
    """The hash to keep, with its parameters inside."""
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one behind the hash; as slow for None, which nothing matches."""
    try:
        return _hasher.verify(kept or _NOBODY, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)
