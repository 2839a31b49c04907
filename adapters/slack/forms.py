"""Forms as Slack shows them, and what was filled in as the bot reads it. Pure; what is wrong with a form is said by `bot.forms`.

What is typed into a modal comes back as it was typed, not escaped as a message is: so nothing is unescaped here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from adapters.slack.render import Json, blocks_of, plain, titled
from adapters.text import carried, split
from bot import wording
from bot.cards import Banner, Block, Card, Line
from bot.forms import FieldType, Form, FormField
from bot.reports import FieldError

LONGEST_TYPED = 3_000
"""Characters that Slack takes in one field."""
LONGEST_FAULT = 2_000
MOST_AS_RADIO = 4
"""Choices that stand open; more fold into a list."""
_ACTION = "v"
_GOES_ON = "+"
"""What stands in the name of a field in which another goes on; its number follows."""


def form_view(
    form: Form, *, key: str, values: Mapping[str, str] = {}, about: Sequence[str] = (), opening: Sequence[Block] = (), submit: str, close: str
) -> Json:
    """Return the form of a report as a modal, 999 first. `key` is all that it remembers; `values` and `about` (Slack's ids) are filled in already.

    Raises ValueError for a value longer than a field of Slack's: nothing is cut.
    """
    lead: list[Block] = [Banner(form.banner, urgent=True), *opening]
    blocks = [*blocks_of(lead), *_inputs(form.fields, values, about), *blocks_of([Line(form.foot)])]
    return _view(wording.SHORT_TITLES[form.kind], f"report:{form.kind}", key, submit, close, blocks)


def fields_view(
    fields: Sequence[FormField],
    *,
    title: str,
    callback_id: str,
    private_metadata: str,
    submit: str,
    close: str,
    opening: Card | None = None,
    values: Mapping[str, str] = {},
    about: Sequence[str] = (),
) -> Json:
    """Return the few questions that a button asks as a modal, under what `opening` shows; `values` and `about` are filled in already."""
    blocks = [*blocks_of(opening.blocks if opening else ()), *_inputs(fields, values, about)]
    return _view(title, callback_id, private_metadata, submit, close, blocks)


def read_values(fields: Sequence[FormField], state: Mapping[str, Any], *, person_id: Callable[[str], str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what was filled in, by field, exactly as typed, and the ids of the people chosen; `state` is a view's state, or its values.

    What was left empty is not there, and nothing but `fields` is read. `person_id` gives the bot's id of somebody whom Slack names.
    """
    blocks = state.get("values", state)
    values: dict[str, str] = {}
    about: dict[str, None] = {}
    for field in fields:
        filled = blocks.get(block_id(field.name), {}).get(_ACTION) or {}
        match field.type:
            case FieldType.PEOPLE:
                about |= dict.fromkeys(map(person_id, filled.get("selected_users") or ()))
            case FieldType.CHOICE:
                values[field.name] = (filled.get("selected_option") or {}).get("value") or ""
            case _:
                values[field.name] = filled.get("value") or ""
    return {name: value for name, value in values.items() if value}, tuple(about)


def spread(fields: Sequence[FormField], values: Mapping[str, str]) -> tuple[tuple[FormField, ...], dict[str, str]]:
    """Return fields and values so that no field holds more than Slack takes: a value that is longer goes on in further fields."""
    all_fields: list[FormField] = []
    fitting = dict(values)
    for field in fields:
        all_fields.append(field)
        first, *more = split(values.get(field.name, ""), LONGEST_TYPED) or [""]
        if more and field.type not in (FieldType.CHOICE, FieldType.PEOPLE):
            fitting[field.name] = first
            for at, piece in enumerate(more, start=2):
                name = f"{field.name}{_GOES_ON}{at}"
                all_fields.append(FormField(name, wording.part_of_field(field.label, at), field.type, required=False))
                fitting[name] = piece
    return tuple(all_fields), fitting


def read_filled(state: Mapping[str, Any]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what was filled in, by field, exactly as typed, and Slack's ids of the people chosen, whatever was asked; see `spread`."""
    blocks = state.get("values", state)
    values: dict[str, str] = {}
    people: dict[str, None] = {}
    for block in sorted(filter(_is_field, blocks), key=_in_order):
        filled = blocks[block].get(_ACTION) or {}
        people |= dict.fromkeys(filled.get("selected_users") or ())
        name = block.removeprefix(block_id("")).partition(_GOES_ON)[0]
        values[name] = values.get(name, "") + ((filled.get("selected_option") or {}).get("value") or filled.get("value") or "")
    return {name: value for name, value in values.items() if value}, tuple(people)


def fields_in(view: Mapping[str, Any]) -> tuple[FormField, ...]:
    """Return the fields of a window as far as faults have to find them: their names, in their order."""
    asked = (one["block_id"] for one in view["blocks"] if one.get("type") == "input" and _is_field(one.get("block_id", "")))
    return tuple(FormField(one.removeprefix(block_id("")), "", FieldType.TEXT) for one in asked)


def field_of_people(view: Mapping[str, Any]) -> str:
    """Return the name of the field of a window in which people are chosen; '' where there is none."""
    found = (one["block_id"] for one in view["blocks"] if (one.get("element") or {}).get("type") == "multi_users_select")
    return next(found, "").removeprefix(block_id(""))


def _is_field(block: str) -> bool:
    return block.startswith(block_id(""))


def _in_order(block: str) -> tuple[str, int]:
    name, _, at = block.partition(_GOES_ON)
    return name, int(at) if at.isdecimal() else 1


def errors_by_block(errors: Sequence[FieldError], fields: Sequence[FormField]) -> dict[str, str]:
    """Return faults as Slack wants them, by block; the fault of a field that is not shown stands on the first one."""
    shown = {field.name for field in fields}
    said: dict[str, list[str]] = {}
    for error in errors:
        said.setdefault(block_id(error.field if error.field in shown else fields[0].name), []).append(error.message)
    return {block: _shortened(" ".join(dict.fromkeys(messages))) for block, messages in said.items()}


def _shortened(fault: str) -> str:
    """Return a fault as Slack takes it; one that goes on says so."""
    return fault if len(fault) <= LONGEST_FAULT else f"{split(fault, LONGEST_FAULT - 1)[0]}…"


def block_id(name: str) -> str:
    """Return the id of the block that asks for a field."""
    return f"f:{name}"


def _view(title: str, callback_id: str, private_metadata: str, submit: str, close: str, blocks: Sequence[Json]) -> Json:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": private_metadata,
        "title": titled(title),
        "submit": titled(submit),
        "close": titled(close),
        "blocks": list(blocks),
    }


def _inputs(fields: Sequence[FormField], values: Mapping[str, str], about: Sequence[str]) -> Iterator[Json]:
    for field in fields:
        element = _people(about) if field.type is FieldType.PEOPLE else _element(field, values.get(field.name, ""))
        block = {"type": "input", "block_id": block_id(field.name), "label": plain(field.label), "element": element, "optional": not field.required}
        yield {**block, "hint": plain(field.hint)} if field.hint else block


def _element(field: FormField, value: str) -> Json:
    if field.type is FieldType.CHOICE:
        return _choice(field, value)
    if len(value) > LONGEST_TYPED:
        raise ValueError(f"{field.name}: a field of Slack's holds {LONGEST_TYPED} characters, not {len(value)}")
    element: Json = {
        "type": "plain_text_input",
        "action_id": _ACTION,
        "multiline": field.type is FieldType.LONG_TEXT or "\n" in value,
        "max_length": LONGEST_TYPED,
    }
    return {**element, "initial_value": carried(value)} if value else element


def _choice(field: FormField, value: str) -> Json:
    options = [{"text": plain(label), "value": one} for one, label in field.choices]
    element: Json = {
        "type": "radio_buttons" if len(options) <= MOST_AS_RADIO else "static_select",
        "action_id": _ACTION,
        "options": options,
    }
    chosen = next((option for option in options if option["value"] == value), None)
    return {**element, "initial_option": chosen} if chosen else element


def _people(about: Sequence[str]) -> Json:
    element: Json = {"type": "multi_users_select", "action_id": _ACTION}
    return {**element, "initial_users": list(about)} if about else element
