"""Reports in Teams: dialogs that ask, and what is sent: stored before Teams hears that it was taken.

A form that is not stored is shown again with every word that was typed, and what is to be mended at its field. A form remembers, in its key, for
which school it was opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote
from uuid import uuid4

from adapters.teams import dialogs, forms
from adapters.teams.edge import Turn
from adapters.teams.reception import HURRY, Reception, kept_in_time, off_loop
from adapters.teams.taking import Taken, read_message
from bot import report_cards as cards
from bot import wording
from bot.cards import Card, Line
from bot.counter import THEN_REPORT, Received
from bot.forms import FieldType, FormField, form
from bot.reports import FieldError, Kind, Refused
from bot.visitors import Visitor

Json = dict[str, Any]
People = Sequence[tuple[str, str]]
_WORDS: Mapping[Kind, str] = {Kind.PUPIL_CONTACT: "what_was_said"}
"""The field into which a message is taken over, where it is not what happened."""
_NAMED = "named "
"""How somebody is carried on from a message into the form who can only be named there, in words: nobody else could read their id."""
_KIND, _SCHOOL, _TEXT, _LINK, _WHEN, _BY = "kind", "school", "taken_text", "link", "taken_at", "taken_by"


def open_report(reception: Reception, visitor: Visitor, value: str) -> Json:
    """Return the dialog that a button to report opens: the form of a kind, or first the question what it is about, or at which school."""
    kind = next((kind for kind in Kind if kind == value), None)
    if kind is None:
        return dialogs.read_only(cards.choose_kind())
    if visitor.school is None:
        return dialogs.read_only(reception.counter.desks.ask_school(visitor, f"{THEN_REPORT}{kind}"))
    return _form(kind, _key(visitor.school), people=staff(reception, visitor.school))


def _key(school: str) -> str:
    return f"{school} {uuid4()}"


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


# --- whom it is about ---


def staff(reception: Reception, school: str) -> People:
    """Return whom one can choose as those whom a report is about: everybody who could receive it. Others are named in words."""
    known = {one.key for one in reception.counter.office.settings.schools}
    return tuple((one.id, one.name) for one in reception.counter.office.people.all(school)) if school in known else ()


def _author(reception: Reception, school: str, taken: Taken, reporter: str) -> People:
    """Return who wrote a message, as somebody to choose; whoever the settings do not list is carried on by their name.

    Nobody where it is the reporter's own: it would name them as the one whom their report is about, and keep it from them.
    """
    if taken.author in ("", reporter):
        return ()
    listed = reception.counter.office.people.person(f"teams:{taken.author}", school) if school else None
    return ((listed.id, listed.name),) if listed else ((f"{_NAMED}{quote(taken.name, safe='')}", taken.name),)


def _chosen(about: Sequence[str], people: People) -> People:
    """Return those who were chosen, with their names, to be shown as chosen again."""
    names = dict(people)
    return tuple((one, names.get(one) or unquote(one.removeprefix(_NAMED))) for one in about)


# --- what is sent ---


async def send_report(reception: Reception, turn: Turn, data: Json) -> Json:
    """Store what was sent, and return the receipt; or the form again, with what is to be mended."""
    pressed = data["sp"]
    kind, key = Kind(pressed["kind"]), str(pressed["key"])
    school = key.partition(" ")[0]
    values, about = forms.read_values(form(kind).fields, data, person_id=str)
    taken = await kept_in_time(_store(reception, turn, kind, key, values, about))
    if isinstance(taken, Received):
        return dialogs.read_only(taken.receipt, title=wording.RECEIPT_TITLE, shows="receipt", report_id=taken.report_id)
    errors = taken.errors if taken is not None else (_perhaps(kind, reception.any_phone(school)),)
    people = staff(reception, school)
    return _form(kind, key, values=values, about=_chosen(about, people), people=people, errors=errors)


def _perhaps(kind: Kind, phone: str) -> FieldError:
    return FieldError(form(kind).fields[0].name, wording.perhaps_not_stored(phone))


async def _store(reception: Reception, turn: Turn, kind: Kind, key: str, values: Mapping[str, str], about: Sequence[str]) -> Received | Refused:
    """Store it. Who sent it is asked in a hurry: it is stored whether Teams says so or not."""
    visitor = await reception.visitor(turn, limit=HURRY)
    opened_at = key.partition(" ")[0]
    if opened_at in visitor.schools:
        visitor = replace(visitor, chosen=opened_at, schools=(opened_at,))
    return await off_loop(reception.counter.submit, visitor, kind, key, values, about)


# --- a message that is taken over ---


def take_over(reception: Reception, visitor: Visitor, message: Json) -> Json:
    """Return the dialog that asks what a report on a message is about. The message stands in its fields, and nowhere else."""
    if not visitor.schools:
        return dialogs.read_only(Card.of_text(wording.NO_SCHOOL))
    taken = read_message(message)
    values = {_TEXT: taken.words, _LINK: taken.link, _WHEN: taken.written_at}
    return _taking(reception, visitor, values=values, about=_author(reception, visitor.school or "", taken, visitor.account))


def take_over_chosen(reception: Reception, visitor: Visitor, data: Json) -> Json:
    """Return the form of the kind that was chosen, with the message in it."""
    fields = _fields(reception, visitor)
    values, chosen = forms.read_values(fields, data, person_id=str)
    kind = next((kind for kind in Kind if kind == values.get(_KIND)), None)
    school = visitor.school or next((one for one in visitor.schools if one == values.get(_SCHOOL)), "")
    people = staff(reception, school)
    if kind is None or not school:
        missing = tuple(FieldError(name, wording.CHOICE_EMPTY) for name, found in ((_SCHOOL, school), (_KIND, kind)) if not found)
        return _taking(reception, visitor, values=values, about=_chosen(chosen, people), errors=missing)
    names = {one.name for one in form(kind).fields}
    words, link = values.get(_TEXT, ""), values.get(_LINK, "")
    beside = [] if "link" in names or not link else [link]
    taken = {_WORDS.get(kind, "what_happened"): "\n".join(filter(None, (words, *beside))), "link": link, "happened_at": values.get(_WHEN, "")}
    by_name = ", ".join(unquote(one.removeprefix(_NAMED)) for one in chosen if one.startswith(_NAMED))
    taken |= dict.fromkeys(("about_name", "adult_name"), by_name)
    shown = {name: text for name, text in taken.items() if name in names and text}
    about = _chosen([one for one in chosen if not one.startswith(_NAMED)], people)
    opening = (Line(wording.TAKE_OVER_NO_IMAGES, strong=True),)
    return _form(kind, _key(school), people=people, values=shown, about=about, opening=opening)


def _taking(reception: Reception, visitor: Visitor, *, values: Mapping[str, str], about: People = (), errors: Sequence[FieldError] = ()) -> Json:
    opening = Card((Line(wording.TAKEN_OVER), Line(wording.TAKE_OVER_NO_IMAGES, strong=True)))
    fields, data = _fields(reception, visitor), {"sp": {"action": "take_over"}}
    card = forms.fields_card(fields, data=data, submit=wording.FORM_GO_ON, opening=opening, values=values, about=about, errors=errors)
    return dialogs.dialog(card, wording.REPORT_TITLE)


def _fields(reception: Reception, visitor: Visitor) -> tuple[FormField, ...]:
    """Return what is asked of a message that is taken over; also at which school, where somebody has not said so."""
    schools = tuple((key, reception.counter.office.school(key).name or key) for key in visitor.schools)
    where = FormField(_SCHOOL, wording.WHICH_SCHOOL_IN_FORM, FieldType.CHOICE, choices=schools)
    return (
        *(() if visitor.school else (where,)),
        FormField(_KIND, wording.CHOOSE_KIND, FieldType.CHOICE, choices=tuple((str(kind), wording.KIND_CHOICES[kind]) for kind in Kind)),
        FormField(_TEXT, wording.WHAT_WAS_WRITTEN, FieldType.LONG_TEXT, required=False),
        FormField(_LINK, wording.LINK_TO_IT, FieldType.LINK, required=False),
        FormField(_WHEN, wording.FIELDS["happened_at"][0], FieldType.TEXT, required=False),
        FormField(_BY, wording.WRITTEN_BY, FieldType.PEOPLE, required=False),
    )
