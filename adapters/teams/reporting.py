"""Reports in Teams: dialogs that ask, and what is sent: stored before Teams hears that it was taken.

A form that is not stored is shown again with every word that was typed, and what is to be mended at its field.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from adapters.teams import dialogs, forms
from adapters.teams.edge import Turn
from adapters.teams.reception import Reception, in_time, off_loop
from bot import report_cards as cards
from bot import wording
from bot.cards import Card, Line
from bot.counter import Received
from bot.forms import FieldType, FormField, form
from bot.reports import FieldError, Kind, Refused
from bot.visitors import Visitor

Json = dict[str, Any]
People = Sequence[tuple[str, str]]
_WORDS: Mapping[Kind, str] = {Kind.PUPIL_CONTACT: "what_was_said"}
"""The field into which a message is taken over, where it is not what happened."""
_KIND, _TEXT, _LINK, _WHEN, _BY = "kind", "taken_text", "link", "taken_at", "taken_by"
_TAKING = (
    FormField(_KIND, wording.CHOOSE_KIND, FieldType.CHOICE, choices=tuple((str(kind), wording.KIND_CHOICES[kind]) for kind in Kind)),
    FormField(_TEXT, wording.WHAT_WAS_WRITTEN, FieldType.LONG_TEXT, required=False),
    FormField(_LINK, wording.LINK_TO_IT, FieldType.LINK, required=False),
    FormField(_WHEN, wording.FIELDS["happened_at"][0], FieldType.TEXT, required=False),
    FormField(_BY, wording.WRITTEN_BY, FieldType.PEOPLE, required=False),
)
_TAG, _BREAK = re.compile(r"<[^>]*>"), re.compile(r"(?i)<br\s*/?>|</(p|div|li)>")


def open_report(reception: Reception, visitor: Visitor, value: str) -> Json:
    """Return the dialog that a button to report opens: the form of a kind, or first the question what it is about."""
    kind = next((kind for kind in Kind if kind == value), None)
    if kind is None:
        return dialogs.read_only(cards.choose_kind())
    if visitor.school is None:
        return dialogs.read_only(reception.counter.ask_school(visitor))
    return _form(kind, str(uuid4()), people=staff(reception, visitor))


def _form(
    kind: Kind,
    key: str,
    *,
    people: People = (),
    values: Mapping[str, str] | None = None,
    about: People = (),
    errors: Sequence[FieldError] = (),
    opening: Sequence[Line] = (),
) -> Json:
    card = forms.form_card(
        form(kind), key=key, values=values or {}, about=about, people=people, errors=errors, opening=opening, submit=wording.FORM_SEND
    )
    return dialogs.dialog(card, wording.SHORT_TITLES[kind])


def staff(reception: Reception, visitor: Visitor) -> tuple[tuple[str, str], ...]:
    """Return whom one can choose as those whom a report is about: everybody who could receive it. Others are named in words."""
    return tuple((one.id, one.name) for one in reception.counter.office.people.all(visitor.school)) if visitor.school else ()


async def send_report(reception: Reception, turn: Turn, data: Json) -> Json:
    """Store what was sent, and return the receipt; or the form again, with what is to be mended."""
    pressed = data["sp"]
    kind, key = Kind(pressed["kind"]), str(pressed["key"])
    values, about = forms.read_values(form(kind).fields, data, person_id=str)
    taken = await in_time(_store(reception, turn, kind, key, values, about))
    if isinstance(taken, Received):
        return dialogs.read_only(taken.receipt, title=wording.RECEIPT_TITLE, shows="receipt", report_id=taken.report_id)
    visitor = await off_loop(reception.at_the_door, turn)
    errors = taken.errors if isinstance(taken, Refused) else (_perhaps(kind, reception.any_phone(visitor)),)
    people = staff(reception, visitor)
    return _form(kind, key, values=values, about=_named(about, people), people=people, errors=errors)


def _perhaps(kind: Kind, phone: str) -> FieldError:
    return FieldError(form(kind).fields[0].name, wording.perhaps_not_stored(phone))


def _named(about: Sequence[str], people: People) -> tuple[tuple[str, str], ...]:
    names = dict(people)
    return tuple((one, names.get(one, one)) for one in about)


async def _store(reception: Reception, turn: Turn, kind: Kind, key: str, values: Mapping[str, str], about: Sequence[str]) -> Received | Refused:
    visitor = await reception.visitor(turn)
    return await off_loop(reception.counter.submit, visitor, kind, key, values, about)


# --- a message that is taken over ---


def take_over(message: Json) -> Json:
    """Return the dialog that asks what a report on a message is about. The message stands in its fields, and nowhere else."""
    author = ((message.get("from") or {}).get("user") or {}) if isinstance(message.get("from"), dict) else {}
    body = message.get("body") or {}
    written_at = _when(str(message.get("createdDateTime") or ""))
    values = {_TEXT: words_of(str(body.get("content") or "")), _LINK: str(message.get("linkToMessage") or ""), _WHEN: written_at}
    opening = Card((Line(wording.TAKEN_OVER), Line(wording.TAKE_OVER_NO_IMAGES, strong=True)))
    about = ((str(author["id"]), str(author.get("displayName") or author["id"])),) if author.get("id") else ()
    card = forms.fields_card(_TAKING, data={"sp": {"action": "take_over"}}, submit=wording.FORM_GO_ON, opening=opening, values=values, about=about)
    return dialogs.dialog(card, wording.REPORT_TITLE)


def take_over_chosen(reception: Reception, visitor: Visitor, data: Json) -> Json:
    """Return the form of the kind that was chosen, with the message in it."""
    values, about = forms.read_values(_TAKING, data, person_id=str)
    people = staff(reception, visitor)
    kind = next((kind for kind in Kind if kind == values.get(_KIND)), None)
    if kind is None:
        error = FieldError(_KIND, wording.CHOICE_EMPTY)
        card = forms.fields_card(
            _TAKING, data={"sp": {"action": "take_over"}}, submit=wording.FORM_GO_ON, values=values, people=people, errors=(error,)
        )
        return dialogs.dialog(card, wording.REPORT_TITLE)
    names = {one.name for one in form(kind).fields}
    words, link = values.get(_TEXT, ""), values.get(_LINK, "")
    beside = [] if "link" in names or not link else [link]
    taken = {_WORDS.get(kind, "what_happened"): "\n".join(filter(None, (words, *beside))), "link": link, "happened_at": values.get(_WHEN, "")}
    shown = {name: text for name, text in taken.items() if name in names and text}
    return _form(
        kind, str(uuid4()), people=people, values=shown, about=_named(about, people), opening=(Line(wording.TAKE_OVER_NO_IMAGES, strong=True),)
    )


def words_of(content: str) -> str:
    """Return the words of a message that Teams may give as HTML."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", content))).strip()


def _when(written: str) -> str:
    try:
        return f"{datetime.fromisoformat(written).astimezone(ZoneInfo('Europe/London')):%d/%m/%Y %H:%M}"
    except ValueError:
        return ""
