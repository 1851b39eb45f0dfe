"""What an operator may set for the media node; the only file here that reads the environment."""

import ipaddress
import logging
from functools import cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEMO_KEY = "demo-media-key-not-for-production-0000"
"""Accepted in demo mode only, so that the node can be tried alone."""


def _either(name: str) -> AliasChoices:
    return AliasChoices(f"LIANPIN_{name}", name)


def _split_commas(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _addresses(value: tuple[str, ...]) -> tuple[str, ...]:
    # Browsers resolve no names in candidates; a typing mistake would show only as silence.
    return tuple(str(ipaddress.ip_address(address)) for address in value)


def _level(value: str) -> str:
    if value.upper() not in logging.getLevelNamesMapping():
        raise ValueError(f"LIANPIN_LOG_LEVEL {value} is not a level; take INFO.")
    return value.upper()


CommaList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_commas)]


class Settings(BaseSettings):
    """Environment variables with the prefix ``LIANPIN_``; lists are separated by commas."""

    model_config = SettingsConfigDict(env_prefix="LIANPIN_", extra="ignore", populate_by_name=True)

    demo: bool = False
    """Demo mode: without a key of its own the node takes a well-known one."""

    media_host: str = "127.0.0.1"
    """The address its HTTP listens on."""

    media_port: int = Field(8100, ge=0, le=65535, validation_alias=_either("MEDIA_PORT"))
    """The port of its HTTP; 0 lets the system choose (tests)."""

    media_udp_port: int = Field(8101, ge=0, le=65535, validation_alias=_either("MEDIA_UDP_PORT"))
    """The one UDP port through which every peer of this process speaks."""

    media_addresses: Annotated[CommaList, AfterValidator(_addresses)] = ()
    """Addresses announced to browsers; empty means loopback and this machine's own addresses."""

    media_key: str = ""
    """Secret shared with the core: signs join tokens, webhooks and control calls."""

    media_webhook_url: str = ""
    """Where facts are sent; empty sends none."""

    media_ice_servers: CommaList = ()
    """``stun:`` or ``turn:`` addresses offered to browsers in `Link` headers."""

    media_max_peers: int = Field(3000, ge=1)
    """Connections this process accepts before it says that it is full."""

    web_origins: CommaList = (
        "http://127.0.0.1:8000",
        "http://localhost:8000",
    )
    """Origins whose pages may call the node (CORS)."""

    log_level: Annotated[str, AfterValidator(_level)] = "INFO"
    """Least level that is written to standard error."""

    @model_validator(mode="after")
    def _refuse_a_weak_key(self) -> Self:
        if self.demo and not self.media_key:
            self.media_key = DEMO_KEY
        if len(self.media_key) < 32:
            raise ValueError("LIANPIN_MEDIA_KEY is missing or has fewer than 32 characters.")
        if not self.demo and self.media_key == DEMO_KEY:
            raise ValueError(
                "LIANPIN_MEDIA_KEY is the demo's; outside demo mode it must be your own."
            )
        return self

    @cached_property
    def key(self) -> bytes:
        """The shared secret as bytes."""
        return self.media_key.encode()
