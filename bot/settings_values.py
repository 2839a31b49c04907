"""How single values of the settings are written (durations, times, days, names), and what is said where one is not: a sentence and the next step."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from hashlib import blake2s
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, PlainSerializer, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.reports import Kind, Role
from bot.settings_file import Odd, Place, read_as

URGENT = "urgent"
"""The chain of every urgent report, whatever its kind."""
CHAINS = (*Kind, URGENT)

_EMPTY = "this is empty; write what belongs here, or take it out"

_DURATION = re.compile(r"([1-9][0-9]{0,3})(min|h|d)")
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_TIME_OF_DAY, _DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAME = re.compile(r"[^\W_][\w.-]{0,63}")
_E_MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_LOCAL = re.compile(r"http://(localhost|127\.0\.0\.1)([:/]|$)")


def fault(sentence: str) -> PydanticCustomError:
    """Return the error that tells a person `sentence`."""
    return PydanticCustomError("fault", "{sentence}", {"sentence": sentence})


def _read_duration(value: object) -> object:
    if isinstance(value, timedelta) and value > timedelta(0):
        return value
    written = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if written is None:
        raise fault("a duration is a number with its unit; write it like 30min, 2h or 1d")
    return int(written[1]) * _UNITS[written[2]]


def _read_time(value: object) -> object:
    if isinstance(value, time):
        return value
    if not isinstance(value, str):
        raise fault('a time of day goes in quotes, or YAML makes a number of it; write it like "17:00"')
    if not _TIME_OF_DAY.fullmatch(value):
        raise fault('a time of day has two digits, a colon and two digits; write it like "09:00"')
    return time.fromisoformat(value)


def _read_day(value: object) -> object:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise fault('this is no day of the calendar; write it like "2026-09-02"') from error
    if isinstance(value, Odd) and value.reads_as == "a date":
        raise fault('this is no day of the calendar; write it like "2026-09-02"')
    if not isinstance(value, date) or isinstance(value, datetime):
        raise fault('a day is written year first; write it like "2026-09-02"')
    return value


def _check_name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise fault("letters, digits, dots and hyphens belong here, 64 at most; write it like amara-example")
    return value


def _check_e_mail(value: str) -> str:
    if value and not _E_MAIL.fullmatch(value):
        raise fault("this is no e-mail address; write it like amara@oakfield.example")
    return value


def _check_words(value: str) -> str:
    if not value.strip():
        raise fault(_EMPTY)
    return value


def _check_zone(value: str) -> str:
    if value not in available_timezones():
        raise fault("no time zone has this name; write it like Europe/London")
    return value


def _check_heartbeat(value: str) -> str:
    if not value.startswith("https://") and not _LOCAL.match(value):
        raise fault("the sign of life goes to an address that begins with https://; write all of it")
    return value


def _check_chain_name(value: str) -> str:
    if value not in CHAINS:
        raise fault(f"no chain has this name; use one of: {', '.join(CHAINS)}")
    return value


def _read_role(word: str) -> str:
    """Return a role of Signpost as it spells it ("DSL" is dsl); any other word as it stands."""
    bare = word.strip()
    return bare.casefold() if bare.casefold() in set(Role) else bare


Words = Annotated[str, Field(min_length=1), AfterValidator(_check_words)]
Name = Annotated[str, AfterValidator(_check_name)]
EMail = Annotated[str, AfterValidator(_check_e_mail)]
Zone = Annotated[str, AfterValidator(_check_zone)]
Heartbeat = Annotated[str, AfterValidator(_check_heartbeat)]
Duration = Annotated[timedelta, BeforeValidator(_read_duration), WithJsonSchema({"type": "string", "pattern": f"^{_DURATION.pattern}$"})]
TimeOfDay = Annotated[
    time,
    BeforeValidator(_read_time),
    PlainSerializer(lambda value: f"{value:%H:%M}", when_used="json"),
    WithJsonSchema({"type": "string", "pattern": f"^({_TIME_OF_DAY.pattern})$"}),
]
Day = Annotated[date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})]
KnownRole = Annotated[Role, Field(strict=False)]
RoleWord = Annotated[Words, AfterValidator(_read_role)]
ChainName = Annotated[str, AfterValidator(_check_chain_name), WithJsonSchema({"type": "string", "enum": list(CHAINS)})]


def make_id(name: str) -> str:
    """Return the id of somebody who was given none: their name in small letters with hyphens."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    slug = re.sub(r"[\W_]+", "-", plain).strip("-")[:64].strip("-")
    return slug or f"person-{blake2s(name.encode(errors='surrogatepass'), digest_size=4).hexdigest()}"


def sentences(error: ValidationError, model: type[BaseModel]) -> Iterable[tuple[Place, str]]:
    """Yield each thing that does not fit the settings as its place and a plain sentence with the next step. What was written is not repeated."""
    for one in error.errors(include_url=False):
        place = tuple(step for step in one["loc"] if step != "[key]")
        follows = one["type"] == "default_factory_not_called" or (one["type"] == "too_short" and one["input"])
        if not follows:  # from another fault, which is told
            yield place, _sentence(one["type"], one["input"], one.get("ctx", {}), one["msg"], known_keys(model, place[:-1]))


_MAPPING = "lines of key: value belong here; see docs/signpost.example.yaml"
_SENTENCES = {
    "missing": "this is missing; add it",
    "missing_argument": "this is missing; add it",
    "string_too_short": _EMPTY,
    "tuple_type": "a list belongs here; write it like [one, two], or each item behind a dash (-)",
    "too_short": "this list is empty; write at least one item, or take it out",
    "model_type": _MAPPING,
    "dict_type": _MAPPING,
    "named_tuple_type": _MAPPING,
    "bool_type": "true or false belongs here; write it without quotes",
    "int_type": "a whole number belongs here; write it without quotes or units",
    "float_type": "a number belongs here; write it without quotes or units",
}


def _sentence(type_: str, value: object, context: Mapping[str, Any], message: str, known: Iterable[str]) -> str:
    match type_:
        case "fault":
            return message
        case "extra_forbidden" | "unexpected_keyword_argument":
            return f"this key is not known here; use one of: {', '.join(known)}"
        case "missing" | "missing_argument":
            return _SENTENCES[type_]
        case _ if value is None:
            return _EMPTY
        case "string_type" if isinstance(value, list | dict):
            return f"words belong here, not {read_as(value)}; put them in quotes"
        case "string_type":
            return f"YAML reads this as {read_as(value)}, and words belong here; put it in quotes"
        case "enum" | "literal_error":
            return f"this is not known here; use one of: {str(context.get('expected', '')).replace(' or ', ', ').replace(chr(39), '')}"
        case "greater_than_equal":
            return f"this number is too small; write {context['ge']} or more"
        case "less_than_equal":
            return f"this number is too large; write {context['le']} or less"
    return _SENTENCES.get(type_, "this cannot be used here; see docs/signpost.example.yaml")


def known_keys(model: Any, place: Place) -> tuple[str, ...]:
    """Return the keys that the settings know at `place`; none where any word can be a key."""
    for step in place:
        model = _step_into(model, step)
    kinds = _kinds(model)
    return tuple(kinds or ())


def _step_into(annotation: Any, step: str | int) -> Any:
    """Return what the settings expect one step further in, where `annotation` is what they expect here; None where they expect nothing."""
    if isinstance(step, str) and (kinds := _kinds(annotation)) is not None:
        return kinds.get(step)
    inside = get_args(annotation)
    if get_origin(annotation) in (tuple, dict):
        return inside[0] if isinstance(step, int) else inside[-1]
    return next((found for found in (_step_into(one, step) for one in inside) if found is not None), None)


def _kinds(annotation: Any) -> Mapping[str, Any] | None:
    """Return what each key of a class of settings holds, looking into `X | None`; None where `annotation` speaks of no such class."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {name: one.annotation for name, one in annotation.model_fields.items()}
    if isinstance(annotation, type) and hasattr(annotation, "_fields"):
        return dict.fromkeys(annotation._fields)
    if get_origin(annotation) in (Annotated, Union, UnionType):
        return next(filter(None, map(_kinds, get_args(annotation))), None)
    return None
