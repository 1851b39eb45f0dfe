"""Settings, read once from the environment (prefix `LIANPIN_`). `.env.example` explains each.

Outside demo mode a missing or weak secret refuses to start. In demo mode secrets are made once and
kept in the data directory, so that a second start can still read what the first one encrypted.
"""

import os
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from server.core import secret_file

WEAK = 32
"""A secret shorter than this many characters is refused."""


class SettingsError(Exception):
    """The environment does not describe a system that can start; the text says what to change."""


class Settings(BaseSettings):
    """Everything that differs between a laptop, a county and a province."""

    model_config = SettingsConfigDict(env_prefix="LIANPIN_", extra="ignore")

    demo: bool = False
    """Demo mode: demo accounts, an outbox page that shows text messages, secrets made by itself."""
    data_dir: Path = Path("var")
    """Where the embedded database, files and demo secrets live."""
    database_url: str = ""
    """SQLAlchemy address; empty means SQLite in the data directory."""
    redis_url: str = ""
    """Wakes other processes after a commit; empty means that they poll."""
    storage_url: str = ""
    """Where documents are kept; empty means `files/` in the data directory. `file:///path`."""
    secret_key: str = ""
    """Signs cookies and form tokens."""
    field_key: str = ""
    """Encrypts identity numbers and phones in the database, and keys their blind indexes."""
    media_key: str = ""
    """Shared with the media node: join tokens, webhooks, control calls."""
    public_url: str = "http://127.0.0.1:8000"
    """The address that people type; links in messages start with it."""
    media_url: str = "http://127.0.0.1:8100"
    """The media node's address as browsers reach it."""
    media_control_url: str = ""
    """The media node's address as the server reaches it; empty means `media_url`."""
    ice_servers: list[dict[str, str | list[str]]] = Field(default_factory=list)
    """`iceServers` for browsers, as JSON; empty when the node is reachable directly."""
    async_mode: Literal["threading", "eventlet"] = "threading"
    """How the web process runs: threads (embedded), or eventlet with PostgreSQL."""
    trusted_proxies: int = 0
    """How many proxies in front may set X-Forwarded-*."""
    trusted_hosts: list[str] = Field(default_factory=list)
    """Host names that are answered; empty means any (set it in production)."""
    sms: Literal["demo", "aliyun"] = "demo"
    """Who carries text messages."""
    sms_access_key_id: str = ""
    sms_access_key_secret: str = ""
    sms_sign_name: str = ""
    sms_templates: dict[str, str] = Field(default_factory=dict)
    """Message kind to the carrier's template id, as JSON."""
    log_format: Literal["json", "text"] = "text"
    """JSON for machines, text for people."""
    metrics_token: str = ""
    """Bearer token for /metrics; empty means loopback callers only."""
    timestamp_url: str = ""
    """RFC 3161 authority; empty means the embedded one (trial only)."""
    fonts_dir: Path = Path("build/fonts")
    """Where the fonts of documents were built; a relative path starts at the repository."""

    @model_validator(mode="after")
    def complete(self) -> Self:
        """Fill what has a default that depends on another setting, and refuse weak secrets."""
        self.data_dir = self.data_dir.absolute()
        if not self.database_url:
            self.database_url = f"sqlite:///{self.data_dir / 'lianpin.db'}"
        if not self.storage_url:
            self.storage_url = f"file://{self.data_dir / 'files'}"
        self.media_control_url = self.media_control_url or self.media_url
        if self.demo:
            self._make_demo_secrets()
        return self

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is in use."""
        return self.database_url.startswith("sqlite")

    def refusals(self) -> list[str]:
        """What keeps these settings from starting, a sentence each; empty when all is well."""
        found = [
            f"LIANPIN_{name.upper()} is missing or shorter than {WEAK} characters; "
            "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            for name in secret_file.NAMES
            if len(getattr(self, name)) < WEAK
        ]
        if self.async_mode == "eventlet" and self.is_sqlite:
            found.append(
                "LIANPIN_ASYNC_MODE=eventlet needs PostgreSQL: with SQLite one waiting write "
                "would stop every connection. Set LIANPIN_DATABASE_URL or use threading."
            )
        if not self.demo and self.sms == "demo":
            found.append("LIANPIN_SMS=demo shows one-time codes to everyone; set a carrier.")
        return found

    def _make_demo_secrets(self) -> None:
        kept = secret_file.load_or_make(self.data_dir)
        for name in secret_file.NAMES:
            if not getattr(self, name):
                setattr(self, name, kept[name])


def read() -> Settings:
    """The settings as the environment has them, fit to start or not.

    :raises SettingsError: a variable has a value that cannot be read; the text does not repeat it
    """
    try:
        return Settings()
    except ValidationError as problem:
        lines = [
            f"LIANPIN_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}."
            for fault in problem.errors()
        ]
        raise SettingsError("\n".join(lines)) from None


def given() -> list[str]:
    """The names of ours that the environment sets, known or mistyped."""
    return sorted(name for name in os.environ if name.startswith("LIANPIN_"))


@cache
def settings() -> Settings:
    """The settings of this process. `settings.cache_clear()` re-reads them (tests)."""
    found = read()
    refusals = found.refusals()
    if refusals:
        raise SettingsError("\n".join(refusals))
    return found
