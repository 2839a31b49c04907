"""Forms as Slack shows them, and what was filled in as the bot reads it. Pure; what is wrong with a form is said by `bot.forms`.

What is typed into a modal comes back as it was typed, not escaped as a message is: so nothing is unescaped here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from adapters.slack.render import Json, blocks_of, plain, titled
from adapters.text import carried
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


def errors_by_block(errors: Sequence[FieldError], fields: Sequence[FormField]) -> dict[str, str]:
    """Return faults as Slack wants them, by block; the fault of a field that is not shown stands on the first one."""
    shown = {field.name for field in fields}
    said: dict[str, list[str]] = {}
    for error in errors:
        said.setdefault(block_id(error.field if error.field in shown else fields[0].name), []).append(error.message)
    return {block: " ".join(dict.fromkeys(messages))[:LONGEST_FAULT] for block, messages in said.items()}


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
        "multiline": field.type is FieldType.LONG_TEXT,
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
