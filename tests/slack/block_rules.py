"""What Slack refuses of blocks and views, as far as it is known: sizes, counts, ids, empty texts, what may stand where. Each fault is one sentence.

slack_sdk's models are asked too: they know the constructors, but miss much of what stands here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]
BLOCKS_IN_MESSAGE, BLOCKS_IN_VIEW = 50, 100
CHARACTERS_IN_MESSAGE = 13_200
"""Over all blocks; found by others, not documented."""
BYTES_IN_VIEW = 250_000
LONGEST_ID, LONGEST_URL = 255, 3000
ELEMENTS = {"actions": 25, "context": 10, "context_actions": 5, "section": 1, "input": 1, "rich_text": 1000}
ONLY_IN_VIEWS, ONLY_IN_MESSAGES = {"input"}, {"context_actions", "markdown", "table"}
TEXT_SLOTS = {
    ("section", "text"): (3000, True),
    ("section", "fields"): (2000, True),
    ("context", "elements"): (3000, True),
    ("header", "text"): (150, False),
    ("input", "label"): (2000, False),
    ("input", "hint"): (2000, False),
    ("button", "text"): (75, False),
    ("button", "accessibility_label"): (75, False),
    ("option", "text"): (75, True),
    ("option", "description"): (75, True),
    ("feedback", "text"): (75, False),
    ("any", "placeholder"): (150, False),
    ("view", "title"): (24, False),
    ("view", "submit"): (24, False),
    ("view", "close"): (24, False),
}
"""Where a text object may stand: its longest text, and whether mark-up is allowed."""
OPTIONS = {"static_select": 100, "multi_static_select": 100, "radio_buttons": 10, "checkboxes": 10, "overflow": 5}
LONGEST_VALUE = {"button": 2000, "option": 150, "feedback": 2000}
RICH = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
RICH_PARTS = {"text", "link", "emoji", "user", "channel", "usergroup", "broadcast", "date", "color"}


def faults_in_blocks(blocks: Any, *, surface: str = "message") -> list[str]:
    """Return what is wrong with the blocks of a message, a modal or an App Home; nothing where Slack would take them."""
    if not isinstance(blocks, list) or any(not isinstance(one, dict) for one in blocks):
        return ["blocks: not a list of blocks"]
    most = BLOCKS_IN_MESSAGE if surface == "message" else BLOCKS_IN_VIEW
    faults = [f"blocks: {len(blocks)}, at most {most}"] * (len(blocks) > most)
    for at, block in enumerate(blocks):
        faults += [f"block {at} ({block.get('type')}): {one}" for one in _in_block(block, surface)]
    faults += _twice("block_id", [block["block_id"] for block in blocks if "block_id" in block])
    for block in blocks:
        faults += _twice("action_id", [str(one["action_id"]) for one in _objects([block]) if "action_id" in one])
    if surface == "message" and characters_in(blocks) > CHARACTERS_IN_MESSAGE:
        faults.append(f"blocks: {characters_in(blocks)} characters in all")
    return faults


def faults_in_view(view: Any, kind: str = "modal") -> list[str]:
    """Return what is wrong with a view; nothing where Slack would take it."""
    if not isinstance(view, dict) or view.get("type") != kind:
        return [f"view: not a {kind}"]
    faults = faults_in_blocks(view.get("blocks"), surface=kind)
    faults += _in_text(view, "view", "title", needed=kind == "modal")
    faults += [fault for slot in ("submit", "close") for fault in _in_text(view, "view", slot)]
    if kind == "home" and {"title", "submit", "close"} & set(view):
        faults.append("view: an App Home has no title, submit or close")
    if kind == "modal" and any(block.get("type") == "input" for block in view.get("blocks") or []) and "submit" not in view:
        faults.append("view: inputs, but no submit")
    faults += _too_long(view, "private_metadata", 3000) + _too_long(view, "callback_id", LONGEST_ID) + _too_long(view, "external_id", LONGEST_ID)
    size = len(json.dumps(view, ensure_ascii=False).encode())
    faults += [f"view: {size} bytes"] * (size > BYTES_IN_VIEW)
    return faults or _by_models(lambda: View(**view).to_dict())


def characters_in(blocks: Any) -> int:
    """Return how many characters of text stand in blocks."""
    return sum(len(one["text"]) for one in _objects(blocks) if isinstance(one.get("text"), str))


def texts_in(blocks: Any) -> str:
    """Return all that blocks say, a text a line: for tests that look for words."""
    return "\n".join(one["text"] for one in _objects(blocks) if isinstance(one.get("text"), str))


def _in_block(block: Json, surface: str) -> list[str]:
    kind = block.get("type")
    if kind in (ONLY_IN_VIEWS if surface == "message" else ONLY_IN_MESSAGES):
        return [f"may not stand in a {surface}"]
    faults = _too_long(block, "block_id", LONGEST_ID)
    match kind:
        case "section":
            faults += _in_text(block, "section", "text", needed="fields" not in block)
            fields = block.get("fields", [])
            faults += [fault for one in fields for fault in _in_text({"fields": one}, "section", "fields")]
            faults += [f"fields: {len(fields)}"] * (len(fields) > 10)
            faults += _in_element(block["accessory"]) if "accessory" in block else []
        case "header":
            faults += _in_text(block, "header", "text", needed=True)
        case "input":
            faults += _in_text(block, "input", "label", needed=True) + _in_text(block, "input", "hint")
            faults += _in_element(block.get("element", {}))
        case "actions" | "context_actions":
            faults += _counted(block, ELEMENTS[kind]) + [fault for one in block.get("elements", []) for fault in _in_element(one)]
        case "context":
            faults += _counted(block, ELEMENTS[kind])
            texts = [one for one in block.get("elements", []) if one.get("type") != "image"]
            faults += [fault for one in texts for fault in _in_text({"elements": one}, "context", "elements")]
        case "rich_text":
            faults += _counted(block, ELEMENTS[kind]) + [fault for one in block.get("elements", []) for fault in _in_rich(one)]
    return faults or _by_models(lambda: _parsed(block))


def _in_element(element: Json) -> list[str]:
    kind = element.get("type")
    faults = _too_long(element, "action_id", LONGEST_ID) + _in_text(element, "any", "placeholder")
    match kind:
        case "button":
            faults += _in_text(element, "button", "text", needed=True) + _too_long(element, "value", LONGEST_VALUE["button"])
            faults += _too_long(element, "url", LONGEST_URL) + ["value: empty"] * (element.get("value") == "")
            faults += [f"style: {element.get('style')}"] * (element.get("style", "primary") not in ("primary", "danger"))
        case "feedback_buttons":
            for side in ("positive_button", "negative_button"):
                button = element.get(side, {})
                faults += _in_text(button, "feedback", "text", needed=True) + _too_long(button, "value", LONGEST_VALUE["feedback"])
        case "plain_text_input":
            longest = element.get("max_length", 3000)
            faults += [f"max_length: {longest}"] * (not 1 <= longest <= 3000) + _too_long(element, "initial_value", longest)
        case _ if kind in OPTIONS:
            options = element.get("options", [])
            faults += [f"options: {len(options)}"] * (not 1 <= len(options) <= OPTIONS[str(kind)])
            for option in options:
                faults += _in_text(option, "option", "text", needed=True) + _in_text(option, "option", "description")
                faults += _too_long(option, "value", LONGEST_VALUE["option"]) + ["value: empty"] * (not option.get("value"))
            faults += _twice("value", [str(one.get("value")) for one in options])
            initial = element.get("initial_option")
            faults += ["initial_option: none of the options"] * (initial is not None and initial not in options)
    return faults


def _in_rich(element: Json) -> list[str]:
    kind = element.get("type")
    if kind not in RICH:
        return [f"rich text: no such part as {kind}"]
    if kind == "rich_text_list":
        return [fault for one in element.get("elements", []) for fault in _in_rich(one)]
    parts = element.get("elements", [])
    faults = [f"{kind}: empty"] * (not parts)
    for part in parts:
        if part.get("type") not in RICH_PARTS:
            faults.append(f"{kind}: no such part as {part.get('type')}")
        elif part["type"] == "text" and not part.get("text"):
            faults.append(f"{kind}: an empty text")
        elif part["type"] == "text" and set(part) - {"type", "text", "style"}:
            faults.append(f"{kind}: keys that a text has not")
    return faults


def _in_text(holder: Mapping[str, Any], kind: str, slot: str, *, needed: bool = False) -> list[str]:
    text = holder.get(slot)
    if text is None:
        return [f"{slot}: missing"] * needed
    longest, may_mark_up = TEXT_SLOTS[kind, slot]
    if not isinstance(text, dict) or not isinstance(text.get("text"), str):
        return [f"{slot}: not a text object"]
    if text.get("type") not in (("plain_text", "mrkdwn") if may_mark_up else ("plain_text",)):
        return [f"{slot}: {text.get('type')}"]
    allowed = {"type", "text", "emoji"} if text["type"] == "plain_text" else {"type", "text", "verbatim"}
    faults = [f"{slot}: {len(text['text'])} characters"] * (len(text["text"]) > longest)
    return faults + [f"{slot}: empty"] * (not text["text"]) + [f"{slot}: keys that a text has not"] * bool(set(text) - allowed)


def _too_long(holder: Mapping[str, Any], key: str, longest: int) -> list[str]:
    value = holder.get(key, "")
    if not isinstance(value, str):
        return [f"{key}: not a text"]
    return [f"{key}: {len(value)} characters"] * (len(value) > longest)


def _counted(block: Json, most: int) -> list[str]:
    number = len(block.get("elements", []))
    return [f"elements: {number}"] * (not 1 <= number <= most)


def _twice(name: str, ids: list[str]) -> list[str]:
    return [f"{name}: twice {one}" for one in sorted({one for one in ids if ids.count(one) > 1})] if len(set(ids)) < len(ids) else []


def _objects(value: Any) -> Iterator[Json]:
    """Yield every object in a value, however deep, outermost first."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def _parsed(block: Json) -> None:
    parsed = Block.parse(block)
    if parsed is None:
        raise SlackObjectFormationError(f"no such block as {block.get('type')}")
    parsed.to_dict()


def _by_models(build: Any) -> list[str]:
    try:
        build()
    except (SlackObjectFormationError, TypeError, AttributeError, KeyError) as error:
        return [f"{type(error).__name__}: {error}"]
    return []
