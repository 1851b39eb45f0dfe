"""Words, numbers and times in the reader's language: Chinese first, English second.

Message ids are English sentences; `server/translations/<locale>/<domain>.po` holds what they
become. All fragments are merged into one catalogue under `build/` (see `server/core/messages.py`).
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, get_locale, gettext, lazy_gettext, ngettext, pgettext  # type: ignore[import-untyped]  # Flask-Babel ships no types

from server.core import messages

CHINESE = "zh_Hans"
ENGLISH = "en"
LOCALES: dict[str, str] = {CHINESE: "中文", ENGLISH: "English"}
"""Every language of the platform, in its own words; the first is the default."""
COOKIE = "lianpin_language"
COOKIE_AGE_S = 365 * 24 * 3600
DEFAULT_ZONE = "Asia/Shanghai"

_ = gettext
lazy: Callable[..., Any] = lazy_gettext
"""For sentences at module level: they become words when they are shown."""

_INSTANT = {
    CHINESE: {
        "full": "y年M月d日 EEE HH:mm",
        "short": "M月d日 HH:mm",
        "time": "HH:mm",
        "exact": "y-MM-dd HH:mm:ss",
    },
    ENGLISH: {
        "full": "EEE d MMM y, HH:mm",
        "short": "d MMM, HH:mm",
        "time": "HH:mm",
        "exact": "y-MM-dd HH:mm:ss",
    },
}
_DATE = {
    CHINESE: {
        "full": "y年M月d日 EEE",
        "short": "M月d日",
        "month": "y年M月",
        "weekday": "EEE",
        "day": "d",
    },
    ENGLISH: {
        "full": "EEE d MMM y",
        "short": "d MMM",
        "month": "MMMM y",
        "weekday": "EEE",
        "day": "d",
    },
}

__all__ = [
    "LOCALES",
    "_",
    "current_locale_code",
    "format_date",
    "format_instant",
    "format_money_fen",
    "format_time",
    "format_wait",
    "init_i18n",
    "lazy",
    "ngettext",
    "pgettext",
]


def init_i18n(app: Flask) -> None:
    """Set up Flask-Babel, the template helpers and the language cookie.

    The catalogue is rebuilt first when a fragment is newer than it, so a changed `.po` is seen at
    the next start.
    """
    messages.build_if_stale()
    app.config["BABEL_DOMAIN"] = "messages"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(messages.BUILT)
    Babel(
        app,
        default_locale=CHINESE,
        default_timezone=DEFAULT_ZONE,
        locale_selector=chosen_locale,
    )
    app.jinja_env.filters.update(
        instant=format_instant, day=format_date, yuan=yuan_text, money=format_money_fen
    )
    app.jinja_env.globals.update(
        format_instant=format_instant,
        format_date=format_date,
        format_time=format_time,
        format_money_fen=format_money_fen,
        format_wait=format_wait,
        locale_code=current_locale_code,
        language_choices=language_choices,
    )
    app.after_request(_remember_language)


def chosen_locale() -> str:
    """The language of this request: `?lang=`, then the cookie, then the account, then Chinese."""
    if not has_request_context():
        return CHINESE
    asked = request.args.get("lang") or request.cookies.get(COOKIE)
    if asked in LOCALES:
        return asked
    actor = g.get("actor")
    return actor.locale if actor is not None and actor.locale in LOCALES else CHINESE


def current_locale_code() -> str:
    """`zh_Hans` or `en`, whichever is in force; Chinese outside any request."""
    try:
        found = get_locale()
    except RuntimeError:  # no application context: a task or the command line
        found = None
    return str(found) if found is not None and str(found) in LOCALES else CHINESE


def language_choices() -> list[dict[str, Any]]:
    """For the language switch: `{code, name, url, is_current}`; the address keeps its query."""
    current = current_locale_code()
    choices = []
    for code, name in LOCALES.items():
        query = request.args.to_dict() if has_request_context() else {}
        query["lang"] = code
        # A page that answers only to POST cannot be asked for again: the switch then leads home.
        path = request.path if has_request_context() and request.method == "GET" else "/"
        # Quoted: as it was typed it could be the address of another site ("/\\evil.example").
        path = quote(path)
        choices.append(
            {
                "code": code,
                "name": name,
                "url": f"{path}?{urlencode(query)}",
                "is_current": code == current,
            }
        )
    return choices


def _remember_language(response: Response) -> Response:
    asked = request.args.get("lang")
    if asked in LOCALES:
        response.set_cookie(
            COOKIE,
            asked,
            max_age=COOKIE_AGE_S,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure,
        )
    return response


def format_instant(at: datetime, zone: str = DEFAULT_ZONE, style: str = "full") -> str:
    """An aware instant as the wall clock of `zone` shows it.

    :param style: `full` (with weekday and year), `short`, `time`, or `exact` (with seconds)
    """
    locale = current_locale_code()
    local = at.astimezone(ZoneInfo(zone))
    return babel_datetime(local, _INSTANT[locale][style], locale=locale)


def format_date(day: date, style: str = "full") -> str:
    """A date: `full`, `short`, `month`, `weekday` or `day`."""
    locale = current_locale_code()
    return babel_date(day, _DATE[locale][style], locale=locale)


def format_time(at: time) -> str:
    """A wall-clock time, such as 09:30."""
    return at.strftime("%H:%M")


def yuan_text(fen: int | None) -> str:
    """Fen as the yuan a person types: 580050 becomes `5800.50`, whole yuan have no decimals."""
    if fen is None:
        return ""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    whole, cents = divmod(rest, 100)
    return f"{sign}{whole}.{cents:02d}" if cents else f"{sign}{whole}"


def format_money_fen(fen: int) -> str:
    """Money for reading: 580000 becomes `¥5,800`."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    whole, cents = divmod(rest, 100)
    return f"{sign}¥{whole:,}.{cents:02d}" if cents else f"{sign}¥{whole:,}"


def format_wait(seconds: float) -> str:
    """A wait as a person says it: rounded up to minutes, hours from 90 minutes on."""
    minutes = -(-int(seconds) // 60)
    if minutes <= 1:
        return str(gettext("about a minute"))
    if minutes < 90:
        return str(ngettext("about %(num)s minute", "about %(num)s minutes", minutes))
    hours = round(minutes / 60)
    return str(ngettext("about %(num)s hour", "about %(num)s hours", hours))


def iso_instant(at: datetime) -> str:
    """An instant for the `datetime` attribute, always UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
