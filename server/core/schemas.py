"""What comes from outside is parsed once, at the door, into a `Payload`.

Unknown fields are refused. JSON is parsed strictly; form fields are text and are converted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from werkzeug.datastructures import MultiDict

from server.core.i18n import lazy

HIDDEN = frozenset({"csrf_token", "_key", "lang"})
"""Fields that any form or address may carry and no payload declares: the guard, the language."""


LARGEST_NUMBER = 2**31 - 1
"""What a whole number's column holds on every database."""
YEARS = range(1900, 2201)
"""Dates outside are slips of the finger; at the calendar's end no zone can be reckoned."""


class Payload(BaseModel):
    """The base of everything that comes in: what no column can hold is refused in every field."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    @field_validator("*", mode="after")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        for part in _parts(value):
            if isinstance(part, str) and "\x00" in part:
                raise ValueError(lazy("This holds a character that cannot be stored."))
            if isinstance(part, int) and abs(part) > LARGEST_NUMBER:
                raise ValueError(lazy("This number is too large."))
            if isinstance(part, date) and part.year not in YEARS:
                raise ValueError(lazy("Please enter a date of our time."))
        return value


def _parts(value: Any) -> list[Any]:
    """The plain values in a field: itself, or what a list or mapping holds."""
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    return [value]


class Nothing(Payload):
    """A door that takes no fields, and says so."""


@dataclass(frozen=True)
class FormState:
    """A form as it was sent, with what is wrong with it; empty before the first try."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None

    def value(self, name: str, default: Any = "") -> Any:
        """What was typed into `name`."""
        return self.values.get(name, default)


_WORDS = {
    "missing": lazy("Please fill this in."),
    "extra_forbidden": lazy("This field is not known here."),
    "int_parsing": lazy("Please enter a whole number."),
    "int_type": lazy("Please enter a whole number."),
    "int_from_float": lazy("Please enter a whole number."),
    "decimal_parsing": lazy("Please enter a number."),
    "float_parsing": lazy("Please enter a number."),
    "float_type": lazy("Please enter a number."),
    "bool_parsing": lazy("Please choose yes or no."),
    "bool_type": lazy("Please choose yes or no."),
    "enum": lazy("Please choose one of the offered values."),
    "literal_error": lazy("Please choose one of the offered values."),
    "uuid_parsing": lazy("Please choose one of the offered values."),
    "uuid_type": lazy("Please choose one of the offered values."),
    "is_instance_of": lazy("Please choose one of the offered values."),
    "date_from_datetime_parsing": lazy("Please enter a date."),
    "date_parsing": lazy("Please enter a date."),
    "date_type": lazy("Please enter a date."),
    "time_parsing": lazy("Please enter a time."),
    "time_type": lazy("Please enter a time."),
    "datetime_parsing": lazy("Please enter a date and a time."),
    "datetime_type": lazy("Please enter a date and a time."),
    "datetime_from_date_parsing": lazy("Please enter a date and a time."),
    "timezone_aware": lazy("Please enter a date and a time."),
    "string_type": lazy("Please enter text."),
    "string_too_short": lazy("This is too short: at least %(min_length)s characters."),
    "string_too_long": lazy("This is too long: at most %(max_length)s characters."),
    "string_pattern_mismatch": lazy("This does not have the right form."),
    "too_short": lazy("Please choose at least %(min_length)s."),
    "too_long": lazy("Please choose at most %(max_length)s."),
    "greater_than": lazy("This must be more than %(gt)s."),
    "greater_than_equal": lazy("This must be at least %(ge)s."),
    "less_than": lazy("This must be less than %(lt)s."),
    "less_than_equal": lazy("This must be at most %(le)s."),
}
_OTHER = lazy("This cannot be accepted.")


def words_of(error: ValidationError) -> dict[str, str]:
    """Each wrong field with a sentence for the person who typed it.

    A rule of our own raises `ValueError(lazy_sentence)`; its sentence is shown as it is.
    """
    found: dict[str, str] = {}
    for item in error.errors(include_url=False, include_input=False):
        where = ".".join(str(part) for part in item["loc"]) or "form"
        context = item.get("ctx", {})
        if item["type"] == "value_error":
            text = str(context["error"])
        else:
            text = str(_WORDS.get(item["type"], _OTHER))
            text = text % context if "%(" in text else text
        found.setdefault(where, text)
    return found


def form_values(model: type[Payload], sent: MultiDict[str, str]) -> dict[str, Any]:
    """The fields of an HTML form as `model` wants them: lists as lists, an empty field as missing.

    A check box that is off is not sent at all, so a missing bool is False.
    """
    values: dict[str, Any] = {}
    for name in [name for name in sent if name not in HIDDEN]:
        known = model.model_fields.get(name)
        if known is not None and _is_list(known.annotation):
            values[name] = [item for item in sent.getlist(name) if item != ""]
        elif sent[name] != "" or known is None:
            values[name] = sent[name]
    for name, known in model.model_fields.items():
        if known.annotation is bool:
            values[name] = values.get(name, "") in ("on", "true", "1", "yes")
    return values


def _is_list(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return any(_is_list(part) for part in get_args(annotation))
    return origin in (list, set, tuple) and origin is not Literal
