"""Forms as Teams shows them in a dialog, and what was filled in as the bot reads it. Pure; what is wrong with a form is said by `bot.forms`.

Adaptive Cards 1.5 have no people picker (`choices.data` is a property of 1.6, and Teams' own), so those to choose from are listed: the people of
the settings, who alone receive and open reports. Everybody else is named in the field beneath.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from adapters.teams.render import BOLD, SMALL, Json, boxes, elements_of, paragraph
from adapters.teams.text import without_marks
from adapters.text import carried
from bot import wording
from bot.cards import Banner, Block, Card, Fact
from bot.forms import LONGEST, FieldType, Form, FormField
from bot.reports import FieldError

SEND_REPORT = "send_report"
MOST_OPEN, MOST_PEOPLE_OPEN = 4, 20
"""Choices, and people to choose from, that stand open; more fold into a list."""
_FAULT: Json = {"color": "attention", "weight": "bolder"}
People = Sequence[tuple[str, str]]
"""Ids and names. No id holds a comma."""


def form_card(
    form: Form,
    *,
    key: str,
    values: Mapping[str, str] = {},
    about: People = (),
    people: People = (),
    errors: Sequence[FieldError] = (),
    opening: Sequence[Block] = (),
    submit: str,
) -> Json:
    """Return the form of a report, 999 first. `key` is all that it remembers; `values` and `about` are filled in already.

    `people` are those to choose from, beside those chosen. Every fault of `errors` stands at the top, where a form that comes back is looked at, and
    on its field. A form that is filled in to the brim is larger than a card of 25 KB: nothing is cut.
    """
    data = {"sp": {"action": SEND_REPORT, "kind": str(form.kind), "key": key}}
    lead = [*elements_of([Banner(form.banner, urgent=True)]), *_faults(errors, form.fields), *elements_of(opening)]
    foot = paragraph(form.foot, spacing="large")
    return _card([*lead, *_inputs(form.fields, values, about, people, errors), *foot], submit, data)


def fields_card(
    fields: Sequence[FormField],
    *,
    data: Json,
    submit: str,
    opening: Card | None = None,
    values: Mapping[str, str] = {},
    about: People = (),
    people: People = (),
    errors: Sequence[FieldError] = (),
) -> Json:
    """Return the few questions that a button asks, under what `opening` shows; what is sent comes back with `data`."""
    lead = [*_faults(errors, fields), *elements_of(opening.blocks if opening else ())]
    return _card([*lead, *_inputs(fields, values, about, people, errors)], submit, data)


def read_values(fields: Sequence[FormField], data: Mapping[str, Any], *, person_id: Callable[[str], str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what was filled in, by field, exactly as typed, and the ids of the people chosen; `data` is what a dialog sends.

    What was left empty is not there, and nothing but `fields` is read. `person_id` gives the bot's id of somebody who was chosen.
    """
    values: dict[str, str] = {}
    about: dict[str, None] = {}
    for field in fields:
        filled = data.get(input_id(field.name))
        if not isinstance(filled, str) or not filled:
            continue
        if field.type is FieldType.PEOPLE:
            about |= dict.fromkeys(map(person_id, filter(None, map(str.strip, filled.split(",")))))
        else:
            values[field.name] = filled
    return values, tuple(about)


def input_id(name: str) -> str:
    """Return the id under which a field is filled in."""
    return f"f_{name}"


def _card(body: Sequence[Json], submit: str, data: Json) -> Json:
    send = {"type": "Action.Submit", "title": submit, "style": "positive", "data": data}
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": [send]}


def _faults(errors: Sequence[FieldError], fields: Sequence[FormField]) -> list[Json]:
    """Return all that is wrong in one box, each under the question that it is about."""
    labels = {field.name: field.label for field in fields}
    pairs = dict.fromkeys(Fact(labels.get(error.field, ""), error.message) for error in errors)
    items: list[Json] = []
    for one in pairs:
        items += [*paragraph(one.heading() if one.label else "", style=BOLD, spacing="small"), *paragraph(one.text, spacing="none")]
    return boxes(items, "warning")


def _inputs(fields: Sequence[FormField], values: Mapping[str, str], about: People, people: People, errors: Sequence[FieldError]) -> Iterator[Json]:
    """Give each field: what is wrong with it, what is asked, and beneath it how to answer."""
    for field in fields:
        faults = dict.fromkeys(error.message for error in errors if error.field == field.name)
        element = _people(field, about, people) if field.type is FieldType.PEOPLE else _element(field, values.get(field.name, ""))
        if element is None:
            continue
        yield from (one for fault in faults for one in paragraph(fault, style=_FAULT, spacing="medium"))
        yield {**element, **_required(field, " ".join(faults)), "spacing": "small" if faults else "medium"}
        yield from paragraph(field.hint, style=SMALL, spacing="small")


def _required(field: FormField, fault: str) -> Json:
    empty = wording.CHOICE_EMPTY if field.type is FieldType.CHOICE else wording.FIELD_EMPTY
    said = fault if without_marks(fault) == fault else ""  # what quotes somebody stands above the field, where nothing is a mark
    message = said or (empty if field.required else "")
    named = {"id": input_id(field.name), "label": carried(field.label), "isRequired": field.required}
    return {**named, "errorMessage": message} if message else named


def _element(field: FormField, value: str) -> Json:
    if field.type is FieldType.CHOICE:
        return _choice(field, value)
    element: Json = {"type": "Input.Text"}
    if field.type is FieldType.LONG_TEXT or "\n" in value:  # a field of one line would lose the others
        element["isMultiline"] = True
    if len(value) <= LONGEST:
        element["maxLength"] = LONGEST
    return {**element, "value": carried(value)} if value else element


def _choice(field: FormField, value: str) -> Json:
    choices = [{"title": without_marks(label), "value": one} for one, label in field.choices]
    style = "expanded" if len(choices) <= MOST_OPEN else "compact"
    element: Json = {"type": "Input.ChoiceSet", "style": style, "wrap": True, "choices": choices}
    return {**element, "value": value} if value in dict(field.choices) else element


def _people(field: FormField, about: People, people: People) -> Json | None:
    """Return the people to choose from; None where there is nobody."""
    names = dict(people) | dict(about)
    if any("," in one for one in names):
        raise ValueError(f"{field.name}: an id with a comma cannot be chosen beside others")
    choices = [{"title": without_marks(name), "value": one} for one, name in names.items()]
    style = "expanded" if len(choices) <= MOST_PEOPLE_OPEN else "compact"
    element: Json = {"type": "Input.ChoiceSet", "style": style, "isMultiSelect": True, "wrap": True, "choices": choices}
    chosen = ",".join(dict(about))
    if not choices:
        return None
    return {**element, "value": chosen} if chosen else element
