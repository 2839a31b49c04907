"""What we allow ourselves to send: few kinds of block, nothing that reads marks, all limits with room to spare. Every fault is a sentence.

`block_rules` says what Slack would refuse; this is narrower, and the limits are written here apart from the code that keeps to them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models import blocks as models

from adapters.slack.text import weight
from adapters.text import carried
from bot.cards import Banner, Block, Buttons, Card, Facts, Line, Quote
from tests.slack.block_rules import faults_in_blocks, faults_in_view

Json = dict[str, Any]

ON_MESSAGES = {"rich_text", "context", "actions", "context_actions"}
ON_VIEWS = {"rich_text", "context", "actions", "divider", "input"}
KEYS = {
    "rich_text": {"elements"},
    "rich_text_section": {"elements"},
    "rich_text_quote": {"elements"},
    "text": {"text", "style"},
    "emoji": {"name"},
    "context": {"elements"},
    "actions": {"elements"},
    "context_actions": {"elements"},
    "divider": set(),
    "plain_text": {"text", "emoji"},
    "button": {"text", "action_id", "value", "style"},
    "feedback_buttons": {"action_id", "positive_button", "negative_button"},
    "input": {"block_id", "label", "element", "hint", "optional"},
    "plain_text_input": {"action_id", "multiline", "max_length", "initial_value"},
    "radio_buttons": {"action_id", "options", "initial_option"},
    "static_select": {"action_id", "options", "initial_option"},
    "multi_users_select": {"action_id", "initial_users"},
    "modal": {"title", "close", "submit", "callback_id", "private_metadata", "blocks"},
    "home": {"blocks"},
}
"""Everything that may be sent, and its keys: nothing in it reads marks (no mrkdwn, markdown, link, user, broadcast ...)."""
HOLDS = {
    "rich_text": {"rich_text_section", "rich_text_quote"},
    "rich_text_section": {"text", "emoji"},
    "rich_text_quote": {"text"},
    "context": {"plain_text"},
    "actions": {"button"},
    "context_actions": {"feedback_buttons"},
}


def faults_of_message(blocks: Sequence[Json]) -> list[str]:
    """Return everything that is wrong with the blocks of one message."""
    faults = [*faults_in_blocks(list(blocks)), *_of_blocks(blocks, ON_MESSAGES), *_by_models(blocks)]
    if not 1 <= len(blocks) <= 50:
        faults.append(f"{len(blocks)} blocks in a message")
    if (long := sum(map(weight, texts(list(blocks))))) > 12_000:
        faults.append(f"{long} characters in a message")
    return faults


def faults_of_view(view: Json) -> list[str]:
    """Return everything that is wrong with a view."""
    by_slack = [fault for fault in faults_in_view(view, view["type"]) if fault != "action_id: twice v"]  # unique in its block is enough
    faults = [*by_slack, *_of_blocks(view["blocks"], ON_VIEWS), *_by_models(view["blocks"]), *_of_keys(view, "view")]
    if not 1 <= len(view["blocks"]) <= 100:
        faults.append(f"{len(view['blocks'])} blocks in a view")
    if (size := len(json.dumps(view))) > 201_000:
        faults.append(f"{size} bytes of view")
    return faults


def texts(part: object) -> Iterator[str]:
    """Give every text that is shown, in its order."""
    match part:
        case {"type": "text" | "plain_text", "text": str(text)}:
            yield text
        case dict():
            for key, value in part.items():
                if key not in ("initial_option", "value", "initial_value"):
                    yield from texts(value)
        case list():
            for one in part:
                yield from texts(one)


def parts(part: object) -> Iterator[Json]:
    """Give every object in blocks."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from parts(value)
    elif isinstance(part, list):
        for one in part:
            yield from parts(one)


def words_of(block: Block) -> list[str]:
    """Return every text that a block must show, in its order."""
    match block:
        case Banner(text, _) | Line(text, _):
            return [text]
        case Quote(text, stem, source):
            return [f"“{stem} … {text}”" if stem else f"“{text}”", source]
        case Facts(pairs):
            return [words for pair in pairs for words in (pair.heading(), pair.text)]
        case Buttons(question, buttons):
            return [question, *(button.label for button in buttons)]


def missing(card: Card, shown: object) -> list[str]:
    """Return the texts of a card that are not shown verbatim and in their order."""
    said, at, lost = "".join(texts(shown)), 0, []
    for words in map(carried, (words for block in card.blocks for words in words_of(block))):
        found = said.find(words, at)
        if found < 0:
            lost.append(words)
        else:
            at = found + len(words)
    return lost


def _by_models(blocks: Sequence[Json]) -> Iterator[str]:
    """Give where slack_sdk reads something else than stands there, such as a key that it does not know."""
    for number, (block, parsed) in enumerate(zip(blocks, models.Block.parse_all(blocks), strict=True)):
        if parsed is None or parsed.to_dict() != block:
            yield f"{number}: slack_sdk reads something else"


def _of_blocks(blocks: Sequence[Json], surface: set[str]) -> Iterator[str]:
    yield from (f"{number}: {block['type']} does not stand here" for number, block in enumerate(blocks) if block["type"] not in surface)
    for name in ("action_id", "block_id"):
        ids = Counter(part[name] for part in parts(list(blocks)) if part.get(name) not in (None, "v"))
        yield from (f"{name} {one} twice" for one, times in ids.items() if times > 1)
        yield from (f"{name} of {len(one)}" for one in ids if not 0 < len(one) <= 255)
    for number, block in enumerate(blocks):
        for part in parts(block):
            yield from _of_keys(part, str(number))
            yield from _of_lengths(part, str(number))


def _of_keys(part: Json, where: str) -> Iterator[str]:
    if "type" not in part:  # a style, an option, a button of feedback
        if set(part) not in ({"bold"}, {"text", "value"}):
            yield f"{where}: {sorted(part)}"
        return
    if part["type"] not in KEYS or not set(part) <= KEYS[part["type"]] | {"type"}:
        yield f"{where}: {part['type']} with {sorted(part)}"
    held = HOLDS.get(part["type"])
    if held and not {one["type"] for one in part["elements"]} <= held:
        yield f"{where}: {part['type']} holds something else"
    if part["type"] == "plain_text" and part["emoji"] is not False:
        yield f"{where}: emoji codes are read"
    if part["type"] == "emoji" and part["name"] not in ("rotating_light", "warning"):
        yield f"{where}: an emoji of somebody else's"


def _of_lengths(part: Json, where: str) -> Iterator[str]:
    yield from (f"{where}: {key} is empty" for key, value in part.items() if value in ("", []))
    match part:
        case {"type": "rich_text", "elements": elements} if (long := sum(map(weight, texts(elements)))) > 3000:
            yield f"{where}: {long} characters of rich text"
        case {"type": "context", "elements": elements} if (long := sum(map(weight, texts(elements)))) > 2000:
            yield f"{where}: {long} characters of context"
        case {"type": "button", "text": {"text": label}} if not 0 < weight(label) <= 75:
            yield f"{where}: a label of {len(label)}"
        case {"type": "radio_buttons", "options": options} if len(options) > 4:
            yield f"{where}: {len(options)} radio buttons"
        case {"type": "multi_users_select" | "plain_text_input" | "static_select", "action_id": action} if action != "v":
            yield f"{where}: an input is read by another name"
