"""The four forms of a report: what each asks, and what is wrong with what was typed.

What passes is stored as it was typed. How a form looks in a chat, and what becomes of a submission, is said elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot import wording
from bot.cards import is_blank
from bot.cards import visible as visible
from bot.reports import FieldError, Kind, Urgency
from bot.said_times import is_not_sure, read_moment

LONGEST = 10_000
"""Characters of one field."""


class FieldType(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    PEOPLE = "people"
    """The chat's own people picker; several may be chosen."""
    DATE_TIME = "date_time"
    """Typed as people type it; see `read_moment`."""
    DAY = "day"
    """A day that may be to come, typed as people type it."""
    LINK = "link"


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form."""

    name: str
    label: str
    type: FieldType
    hint: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    """Value and label."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked about one kind of report."""

    kind: Kind
    title: str
    banner: str
    """Stands above everything: 999 first."""
    fields: tuple[FormField, ...]
    foot: str


_ASKED: Mapping[Kind, str] = {
    Kind.PUPIL_CONTACT: (
        "network account pupils pupil_status family_member happened_at started_by what_was_said replied done_so_far link about about_name"
    ),
    Kind.SAFEGUARDING_CONCERN: "told_dsl_in_person child what_happened happened_at place others_present action_taken about about_name",
    Kind.ADULT_CONCERN: "self_referral about adult_name adult_role what_happened context happened_at place children witnesses",
    Kind.ONLINE_INCIDENT: "what network account link screenshot_reference what_happened happened_at done_so_far about about_name",
}
"""The fields of each form in their order, under the question of danger."""
_TYPES: Mapping[str, FieldType] = {
    "happened_at": FieldType.DATE_TIME,
    "about": FieldType.PEOPLE,
    "link": FieldType.LINK,
    "online_incident.account": FieldType.TEXT,
    **dict.fromkeys((*wording.CHOICES, "immediate_danger", "family_member", "replied", "told_dsl_in_person", "self_referral"), FieldType.CHOICE),
    **dict.fromkeys(("what_was_said", "what_happened", "done_so_far", "action_taken", "context"), FieldType.LONG_TEXT),
}
"""By name, or by `kind.name` where one kind differs; the others are short texts."""
_OPTIONAL = frozenset(
    (
        *("done_so_far", "link", "about", "about_name", "place", "others_present", "action_taken", "adult_name", "adult_role"),
        *("context", "children", "witnesses", "online_incident.account", "screenshot_reference"),
    )
)
"""Left empty without a fault. That an adult concern says whom it is about in one of three fields, `check` sees to."""
NAMES_WHOM = ("about_name", "adult_name", "adult_role")
"""Fields whose words may name somebody who would receive the report."""


def _field(kind: Kind, name: str) -> FormField:
    own = f"{kind}.{name}"
    label, hint = wording.FIELDS.get(own) or wording.FIELDS[name]
    type_ = _TYPES.get(own) or _TYPES.get(name, FieldType.TEXT)
    choices = tuple(wording.CHOICES.get(name, wording.YES_NO).items()) if type_ is FieldType.CHOICE else ()
    return FormField(name, label, type_, hint, required=not {name, own} & _OPTIONAL, choices=choices)


def _form(kind: Kind) -> Form:
    banner = wording.FORM_BANNER_ADULT if kind is Kind.ADULT_CONCERN else wording.FORM_BANNER
    fields = tuple(_field(kind, name) for name in ("immediate_danger", *_ASKED[kind].split()))
    return Form(kind, wording.KINDS[kind], banner, fields, wording.FORM_FOOT)


_FORMS = {kind: _form(kind) for kind in Kind}


def form(kind: Kind) -> Form:
    """Return the form of a kind: the question of danger first, then what is needed, then what helps."""
    return _FORMS[kind]


def as_typed(kind: Kind, values: Mapping[str, str]) -> dict[str, str]:
    """Return what is stored of a form: its own fields that were filled in, each exactly as typed."""
    return {one.name: values[one.name] for one in form(kind).fields if one.type is not FieldType.PEOPLE and values.get(one.name)}


def urgency_of(kind: Kind, values: Mapping[str, str]) -> Urgency:
    """Return whether it must not wait for the school's hours."""
    return Urgency.URGENT if values.get("immediate_danger") == "yes" else Urgency.NORMAL


def is_self_referral(kind: Kind, values: Mapping[str, str]) -> bool:
    """Return whether the reporter is the person it is about."""
    return kind is Kind.ADULT_CONCERN and values.get("self_referral") == "yes"


def named_in(kind: Kind, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names and duties typed as those whom the report is about: each text whole, and its parts where it names several."""
    found: list[str] = []
    for name in (one.name for one in form(kind).fields if one.name in NAMES_WHOM):
        typed = (values.get(name) or "").strip()
        found += [typed, *(part.strip() for part in re.split(r"[,;/&()\n]|\band\b|\bor\b| - ", typed, flags=re.IGNORECASE))]
    return tuple(dict.fromkeys(one for one in found if not is_blank(one) and not is_not_sure(one)))


# --- what is wrong with a form ---


def check(kind: Kind, values: Mapping[str, str], about: Sequence[str], *, now: datetime, timezone: str) -> tuple[FieldError, ...]:
    """Return every fault of what was typed, in the order of the form; none means that it can be stored."""
    errors: list[FieldError] = []
    for one in form(kind).fields:
        typed = values.get(one.name) or ""
        fault = fault_of(one, typed, now=now, timezone=timezone) if one.type is not FieldType.PEOPLE else ""
        if one.name == "adult_name" and not fault and not _says_whom(kind, values, about):
            fault = wording.ABOUT_WHOM
        if fault:
            errors.append(FieldError(one.name, fault))
    return tuple(errors)


def _says_whom(kind: Kind, values: Mapping[str, str], about: Sequence[str]) -> bool:
    typed = (values.get(name) or "" for name in NAMES_WHOM)
    return bool(about) or is_self_referral(kind, values) or not all(is_blank(one) for one in typed)


def fault_of(one: FormField, typed: str, *, now: datetime, timezone: str) -> str:
    """Return what is wrong with what was typed into one field, taken by itself; '' where nothing is."""
    if "\0" in typed:
        return wording.FIELD_NUL
    if len(typed) > LONGEST:
        return wording.too_long(len(typed) - LONGEST)
    if is_blank(typed):
        empty = wording.CHOICE_EMPTY if one.type is FieldType.CHOICE else wording.FIELD_EMPTY
        return empty if one.required else ""
    if one.type is FieldType.CHOICE and typed not in dict(one.choices):
        return wording.CHOICE_UNKNOWN
    if one.type is FieldType.DAY:
        return "" if read_moment(typed, now=now, timezone=timezone) else wording.DAY_UNREADABLE
    if one.type is FieldType.DATE_TIME and not is_not_sure(typed):
        moment = read_moment(typed, now=now, timezone=timezone)
        return wording.DATE_UNREADABLE if moment is None else wording.DATE_TO_COME if moment.is_after(now, timezone) else ""
    return ""
