"""What a person sees of blocks and views: the buttons to press, and what the fields hold when a form is submitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = dict[str, Any]
Blocks = Sequence[Mapping[str, Any]]

_ONE_OPTION = ("static_select", "radio_buttons", "overflow", "external_select")
_SELECTED = {
    "multi_users_select": ("selected_users", "initial_users"),
    "users_select": ("selected_user", "initial_user"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
"""Under which key Slack says what is chosen, and under which key a view says what is chosen at first."""


def elements_of(blocks: Blocks) -> Iterator[tuple[Json, str]]:
    """Give everything in blocks that a person can act on, with the id of its block ('' where it has none)."""
    for block in blocks:
        held = [*block.get("elements", ()), block.get("element"), block.get("accessory")]
        for element in held:
            if isinstance(element, dict) and "action_id" in element:
                yield element, block.get("block_id", "")


def labels_of(element: Mapping[str, Any]) -> Iterator[str]:
    """Give what stands on an element: a button has one label, the pair of thumbs has two."""
    for part in (element, element.get("positive_button"), element.get("negative_button")):
        if isinstance(part, dict) and isinstance(part.get("text"), dict):
            yield part["text"]["text"]


def buttons(blocks: Blocks) -> list[str]:
    """Return the labels of everything that can be pressed, in order."""
    return [label for element, _ in elements_of(blocks) for label in labels_of(element)]


def element(blocks: Blocks, *, action_id: str = "", label: str = "", action: str = "") -> tuple[Json, str]:
    """Return the one element with this action id, label or action (`acknowledge` for `sp:acknowledge:3`), and the id of its block."""
    found = [
        (each, block_id)
        for each, block_id in elements_of(blocks)
        if (action_id and each["action_id"] == action_id)
        or (label and label in labels_of(each))
        or (action and each["action_id"].split(":")[1:2] == [action])
    ]
    wanted = action_id or label or action
    assert len(found) == 1, f"{len(found)} elements answer to {wanted!r}; there are {[each['action_id'] for each, _ in elements_of(blocks)]}"
    return found[0]


def words(surface: object) -> str:
    """Return every text of blocks or of a view, one a line, whatever it stands in."""
    return "\n".join(_texts(surface))


def _texts(surface: object) -> Iterator[str]:
    if isinstance(surface, Mapping):
        for name, value in surface.items():
            if isinstance(value, str) and name in ("text", "alt_text"):
                yield value
            elif not isinstance(value, str):
                yield from _texts(value)
    elif isinstance(surface, Sequence) and not isinstance(surface, str):
        for value in surface:
            yield from _texts(value)


def state_of(view: Mapping[str, Any], values: Mapping[str, Any]) -> Json:
    """Return `state.values` as Slack sends it: what was filled in by block id, and what the other fields held at first.

    A field is filled in with a text, with the value of a choice, with a list of people or of choices, or with None to empty it.
    Filling in a field that is not in the view is an error: a person could not.
    """
    inputs = {block.get("block_id", ""): block["element"] for block in view["blocks"] if block["type"] == "input"}
    absent = sorted(set(values) - set(inputs))
    assert not absent, f"the view has no field {absent}; it has {sorted(inputs)}"
    return {
        block_id: {each["action_id"]: filled(each, values[block_id]) if block_id in values else untouched(each)} for block_id, each in inputs.items()
    }


def filled(element: Mapping[str, Any], value: Any) -> Json:
    """Return the state of a field that a person filled in."""
    kind = element["type"]
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": _option(element, value) if value else None}
    if kind in ("checkboxes", "multi_static_select"):
        return {"type": kind, "selected_options": [_option(element, each) for each in value or ()]}
    if kind in _SELECTED:
        return {"type": kind, _SELECTED[kind][0]: value}
    return {"type": kind, "value": value or None}


def untouched(element: Mapping[str, Any]) -> Json:
    """Return the state of a field that nobody touched."""
    kind = element["type"]
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in ("checkboxes", "multi_static_select"):
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind in _SELECTED:
        chosen, at_first = _SELECTED[kind]
        return {"type": kind, chosen: element.get(at_first, [] if kind.startswith("multi") else None)}
    return {"type": kind, "value": element.get("initial_value")}


def _option(element: Mapping[str, Any], value: str) -> Json:
    options = [*element.get("options", ()), *(each for group in element.get("option_groups", ()) for each in group["options"])]
    for option in options:
        if value == option["value"]:
            return dict(option)
    raise AssertionError(f"there is no choice {value!r}; there are {[option['value'] for option in options]}")
